"""How far a contract has come by the whole text: what is proposed, and who is only preferred as yet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.discourse.facts import LIVE, Fact, Facts, sentence_of
from monitor.extract.discourse.predecessors import tells_so_far
from monitor.extract.words.scans import Scan
from monitor.extract.words.sentences import sentence_at
from monitor.model import Mode, Role, Status

_FINAL = re.compile(r"award|sign|confirm|appoint", re.IGNORECASE)
#: A text that opens with preferred bidders to tell who has it now.
_CLOSED = re.compile(
    r"\bsigned\b|\bfinal (?:providers?|list|awards?)|\b(?:has|have|had|were|was) (?:\w+ )?(?:been )?(?:awarded|confirmed)\b|(?<!\bto )(?<!\bwould )\b(?:has|have) (?:now |since |finally |duly )?won\b"
)
_LABEL = re.compile(
    r"(?:they|these|those|who) are\b|among them\b|(?:lead|lead provider|supplier|provider|operator|contractor) ?:|(?:in|for|at|across) [^.;:]{1,90}? it (?:is|was|will be)\b",
    re.IGNORECASE,
)
#: What a body is chosen as, told behind the words of choosing.
_AS_PREFERRED = re.compile(
    r"(?:(?!\. )[^;:]){0,60}? ?(?:as |named )?(?:the |its |their |our )?(?:Preferred|preferred) (?:[Bb]idder|[Ss]upplier|[Pp]rovider|[Pp]artner|[Tt]enderer|[Oo]perator|[Cc]ontractor)\b"
)
#: "signed with X, which was named preferred bidder in May".
_WAS_ONE = re.compile(r"\b(?:which|who) (?:was|were|had been|has been|have been)\b|\buntil now\b")
_AHEAD = re.compile(r"\b(?:to be|will|would|shall|intend\w*|plan\w*|expect\w*)\b")
#: What is put to those who decide is not decided.
_PROPOSED = re.compile(
    r"\b(?:recommend(?:s|ed|ing)?|propos(?:es?|ed|ing) (?:to|that|the award|awarding)|minded to|provisionally|looks? (?:set|likely)"
    r"|asked to (?:approve|agree|authori[sz]e|endorse|back|award|sign|confirm|choose|accept)|seeks? (?:approval|authority|permission|agreement)"
    r"|(?:expected|due|likely|set|poised) to (?:be )?(?:approve|award|sign|appoint|confirm|agree|choose|hand|give|pick|name|rubber-stamp|win|land)\w*"
    r"|(?:is|are|hopes?|plans?|aims?) to (?:sign|award|appoint))\b",
    re.IGNORECASE,
)
_IF_AGREED = re.compile(
    r"\b(?:if|once|when|provided|assuming|unless|subject to) (?:that )?(?:the |its |their )?(?:(?:full|city|county|town|district|borough) )?"
    r"(?:councillors?|members|ministers?|cabinet|council|committee|board|executive|governors?|trustees|supervisors|commissioners|regulators?)(?:'s?)? (?:agree|approv|back|accept|say|vote|confirm|giv|sign|reject|object)\w*",
    re.IGNORECASE,
)
_AGREED = re.compile(
    r"\b(?:decided|approved|backed|agreed|accepted|voted|endorsed|resolved|signed|extend(?:ed|ing)?|extension)\b",
    re.IGNORECASE,
)
_BY_VERBS = ("award", "frame", "gap")
_OPENED = ("award", "gap", "attach")
_TO_COME = re.compile(r"\b(?:will|is to|are to|has|have|gets?|takes?|wins?)\b")
#: What a text says whose award is yet to come.
_NOT_YET = Scan(
    r"\b(?:stand-?still|cooling-off) period|\bstandstill of\b|\bstandstill (?:runs|lasts|ends|expires|is (?:over|up)|has (?:passed|ended|expired|run)|had (?:passed|ended|expired|run))\b|\bnothing (?:will|can) be signed (?:until|before)\b|\bperiod of standstill\b"
    r"|\b(?:before|until|once|when|after) (?:we|it|they|the (?:contract|deal|agreement|lease)s? (?:is|are|has been|have been)) (?:\w+ )?(?:award|sign|finali[sz])"
    r"|\bintends? to (?:award|enter into|sign)\b",
    re.IGNORECASE,
)
#: "The standstill period has passed", and not "once the standstill period has passed".
_PASSED = re.compile(
    r"(?<!\bonce )(?<!\bwhen )(?<!\bafter )(?<!\buntil )(?<!\bif )\b(?:[Tt]he|[Aa]|[Ii]ts) (?:[a-z-]+ )?(?:stand-?still|cooling-off)(?: period)? (?:has|have|was|is) (?:now |since |already )?(?:passed|ended|expired|elapsed|over|completed?|run out)\b"
)
_DONE = re.compile(
    r"\b(?:(?<!be )signed|(?:has|have|had|was|were) (?:\w+ )?(?:been )?(?:awarded|confirmed|appointed|won)|currently|at present|existing|incumbent)\b|\b(?:began|begun|started|took over|(?<!standstill )runs|is run|are run)\b",
    re.IGNORECASE,
)


#: What one who bids "would run" if it won; "would have run" is over.
_WOULD = re.compile(
    r"\bwould(?: also| then| each| both)* (?:run|operate|deliver|provide|manage|serve|cover|look after|work|supply|maintain|collect|get|(?:have|take) (?=the (?:north|south|east|west)|[A-Z])|take (?:over|on|charge)\b)"
)
_UNCERTAIN = re.compile(r"\b(?:if|could|might|may|whether|unless|perhaps|possib\w+|hopes?|wants?)\b")
_STAGES = {Status.SHORTLISTED, Status.PREFERRED_BIDDER}


def as_bidders(found: Sequence[Fact], stage: Status | None, text: str) -> None:
    """Let what a body "would" run be told as the stage of a text that speaks of bidders alone, or where the bidder is to work."""
    if stage not in _STAGES or "would" not in text:
        return
    told = {fact.key: fact for fact in found if fact.mode in LIVE}
    for fact in found:
        if fact.mode is not Mode.HYPOTHETICAL or fact.status.is_exit or not fact.rule.startswith(_BY_VERBS):
            continue
        sentence = sentence_of(fact, text)
        if not _WOULD.search(sentence) or _UNCERTAIN.search(sentence):
            continue
        if other := told.get(fact.key):
            other.areas, other.inferred = other.areas or fact.areas, other.inferred and not fact.areas
        else:
            fact.mode, fact.status = Mode.STATED, stage


#: Minutes tell in reported speech: what "had been awarded" by then was news of the day.
_MINUTES = re.compile(
    r"\bRESOLVED\b|\b[Mm]inutes of (?:the|a) |\b(?:[Ii]t was|[Mm]embers (?:were|noted)|the [Bb]oard (?:was|noted)) (?:reported|noted|told|advised|informed)?\b"
)
_HAD_BEEN = re.compile(
    r"\bhad (?:now |since |recently |just )?been (?:re-?)?(?:awarded|appointed|selected|chosen|signed|let|given|named|won|extended)\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_HEAD = 400


def in_minutes(found: Sequence[Fact], text: str) -> None:
    """Let what "had been awarded" be so in the minutes of a meeting, unless the sentence has another year than the meeting."""
    if "had been" not in text or not _MINUTES.search(text):
        return
    for fact in found:
        if fact.mode is not Mode.HISTORIC or not fact.rule.startswith(_BY_VERBS):
            continue
        low, high = sentence_at(text, fact.start, fact.end)
        years = _YEAR.findall(text, 0, min(low, _HEAD))
        if _HAD_BEEN.search(text, low, high) and set(years).issuperset(_YEAR.findall(text, low, high)):
            fact.mode = Mode.STATED


def lower_to_stage(found: Sequence[Fact], facts: Facts, text: str) -> None:
    """Let no fact say more than the stage of which the text as a whole speaks."""
    _label(found, facts.default_status, text)
    since = _preferred_since(facts, text)
    not_yet = _NOT_YET.is_in(text) and not _PASSED.search(text)
    for fact in found:
        if fact.status is not Status.AWARDED:
            continue
        opened = since is not None and fact.start >= since and _is_told_as_news(fact, text)
        if (
            (opened and not _FINAL.search(text, fact.start, fact.end))
            or (fact.role is Role.LEAD and _is_as_preferred(fact, text))
            or (not_yet and fact.rule != "attach" and not _DONE.search(sentence_of(fact, text)))
            or (fact.rule.startswith(_BY_VERBS) and _is_proposed(fact, text))
        ):
            fact.status = Status.PREFERRED_BIDDER


def _is_as_preferred(fact: Fact, text: str) -> bool:
    """Whether a fact goes on to say that its body is chosen as preferred bidder, and not that it was one before it was chosen."""
    told = _AS_PREFERRED.match(text, fact.end)
    was = told is not None and _WAS_ONE.search(told[0]) and _FINAL.search(text, fact.start, fact.end)
    return told is not None and not (was and not _AHEAD.search(text, max(0, fact.start - 24), fact.end))


def _is_told_as_news(fact: Fact, text: str) -> bool:
    """Whether a fact tells what is to come, or what somebody has by what the text tells of: not who has had the work so far."""
    if fact.rule != "frame.awarded":
        return fact.rule.startswith(_OPENED)
    return bool(_TO_COME.search(text, fact.start, fact.end)) and not tells_so_far(sentence_of(fact, text))


def _is_proposed(fact: Fact, text: str) -> bool:
    """Whether the words before a fact, or a condition behind it, say that those who decide have yet to."""
    low, high = sentence_at(text, fact.start, fact.end)
    told = _PROPOSED.search(text, low, fact.end) or _IF_AGREED.search(text, low, high)
    return bool(told) and not _AGREED.search(text, low, high)


def _label(found: Sequence[Fact], stage: Status | None, text: str) -> None:
    """Let "Lead: X" and "they are X in Kent, Y in Essex" say no more than the stage of the whole text."""
    if stage not in _STAGES:
        return
    labelled = -1
    for fact in sorted(found, key=lambda fact: fact.start):
        told = fact.rule == "award.right" and _LABEL.match(text, fact.start)
        goes_on = fact.rule == "gap" and labelled >= 0 and not re.search(r"\. |\n", text[labelled : fact.start])
        if told or goes_on:
            fact.status, labelled = stage, fact.end


def _preferred_since(facts: Facts, text: str) -> int | None:
    """From where on a text speaks of preferred bidders: from its headline, or from the words that it opens with."""
    if facts.title_topic and facts.title_topic.status is Status.PREFERRED_BIDDER:
        return 0
    if facts.default_status is not Status.PREFERRED_BIDDER or _CLOSED.search(text):
        return None
    at = next(at for at, (status, _, _) in enumerate(facts.statuses) if status is Status.PREFERRED_BIDDER)
    # A headline that tells no stage ("A and B come out on top") tells of what its text opens with.
    return facts.statuses[at][2] if at else 0
