"""How far a contract has come by the whole text: who is only preferred as yet, and who only had the work until now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.extract.discourse.facts import LIVE, Fact, Facts
from monitor.extract.words.scans import Scan
from monitor.extract.words.sentences import sentence_at
from monitor.model import Mode, Role, Status

_WON = {Status.AWARDED, Status.PREFERRED_BIDDER}
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
        sentence = _sentence_of(fact, text)
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
    if not _MINUTES.search(text) or "had been" not in text:
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
    not_yet = _NOT_YET.is_in(text)
    for fact in found:
        if fact.status is not Status.AWARDED:
            continue
        opened = since is not None and fact.start >= since and _is_told_as_news(fact, text)
        if (
            (opened and not _FINAL.search(text, fact.start, fact.end))
            or (fact.role is Role.LEAD and _AS_PREFERRED.match(text, fact.end))
            or (not_yet and fact.rule != "attach" and not _DONE.search(_sentence_of(fact, text)))
            or (fact.rule.startswith(_BY_VERBS) and _is_proposed(fact, text))
        ):
            fact.status = Status.PREFERRED_BIDDER


def _is_told_as_news(fact: Fact, text: str) -> bool:
    """Whether a fact tells what is to come, or what somebody has by what the text tells of: not who has had the work so far."""
    if fact.rule != "frame.awarded":
        return fact.rule.startswith(_OPENED)
    so_far = any(pattern.search(_sentence_of(fact, text)) for pattern in (_HELD, _SO_LONG, _AS_YET))
    return bool(_TO_COME.search(text, fact.start, fact.end)) and not so_far


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


#: How long somebody had the work, in the tense of what was: "had it for ten years", "has run it since 2014".
_HELD = re.compile(
    r"\b(?:had|(?:has|have) (?:worked|supported|helped|served|taught|looked after|cared for)|ran|operated|held|provided|delivered|managed|hosted|staffed|(?:was|were) with|(?:was|were|been) (?:run|held|provided|delivered|operated|managed) by"
    r"|(?:has|have) (?:run|had|held|provided|delivered|operated|managed|hosted|been (?:running|providing|delivering|operating|managing)))\b"
)
_SO_LONG = re.compile(
    r"\b(?:[Ss]ince|[Uu]ntil|[Tt]ill|[Uu]p to now|[Pp]reviously|[Bb]efore then|[Ff]or (?:[\w'-]+ ){0,5}(?:years?|decades?)|[Oo]ver (?:the )?(?:past|last) |(?:[Ff]rom|[Ii]n) (?:[A-Z][a-z]+ )?(?:19|20)\d\d)\b"
)
#: What it has anew, it has not had.
_GOES_ON = re.compile(
    r"\b(?:will|again|re-?(?:won|awarded|appointed)|retain\w*|renew\w*|exten(?:d|sion)\w*|continu\w*|keeps?|kept|another|new|won|awarded)\b",
    re.IGNORECASE,
)
#: Who has it today, where another is to have it.
_WORK = r"(?:run|provide|operate|deliver|hold|manage|supply|serve|clean|collect|maintain|host|staff|own)"
_AS_YET = re.compile(
    r"\b(?:current|present|existing|incumbent|present-day|outgoing) (?:[a-z-]+ ){0,2}(?:provider|operator|contractor|supplier|(?:contract )?holder|caterer|manager|host|franchisee|agent|carrier)s?\b"
    r"|\b(?:[Cc]urrently|[Aa]t present|[Pp]resently|[Aa]t the moment|[Ff]or now)\b"
    rf"|\b(?:has|have|{_WORK}s?|does|do) (?:(?:the|this|that|it|its|these|them|all|[a-z]+) ){{1,4}}(?:now|today|as yet)(?=[,.;:]|$)|\bstill {_WORK}s?\b"
    r"|\b(?:run|provided|operated|delivered|held|managed|supplied|served|cleaned|maintained|hosted|staffed|employed|done|looked after) by [^.;:]{2,60} (?:now|today)(?=[,.;:]|$)"
    r"|\b(?:provider|operator|contractor|supplier|caterer|franchisee|carrier) (?:there |here )?since (?:19|20)\d\d\b"
    r"|\b(?:carr(?:y|ies)|go(?:es)?|stays?) on (?:as before |there )?(?:until|till|to|up to) "
)
#: What a body has in all is not what another comes to.
_SEVERAL = re.compile(
    r"\b(?:\d+|several|many|dozens of|numerous|other|similar) (?:[a-z-]+ ){0,2}(?:contracts|services|councils|authorities|areas|countries|sites|schools|trusts)\b"
)
_COMES = re.compile(
    r"\b(?:will|new|takes?|taken|taking|took|won|wins?|winn\w+|award\w*|appoint\w*|chosen|selected|picked(?: up)?|picks up|replac\w+|succeed\w*|begins?|starts?|to (?:run|be (?:run|provided|delivered|operated|managed))|handed|given|goes|passe[sd]|transfer\w*|secur(?:es?|ed)|land(?:s|ed)|scoop(?:s|ed)|clinch(?:es|ed)|bag(?:s|ged)|sign(?:s|ed)|step(?:s|ped) in)\b",
    re.IGNORECASE,
)


def gone_by(found: Sequence[Fact], text: str) -> list[Fact]:
    """``found`` with those out that only had the work, as their own sentence tells it, where another body comes to it."""
    found = _with_what_was_lost(_ended_alone(found, text), text)
    had = {id(fact) for fact in found if _only_had(fact, text) or _has_as_yet(fact, found, text)}
    others = [fact for fact in found if id(fact) not in had and fact.mode in LIVE]
    comers = (fact for fact in others if fact.status in _WON and not fact.rule.startswith("attach"))
    if not had or not any(_COMES.search(_sentence_of(fact, text)) for fact in comers):
        return list(found)
    stays = {fact.key for fact in others}
    return [
        replace(fact, status=Status.TERMINATED) if id(fact) in had and fact.key not in stays else fact for fact in found
    ]


_WHAT = r"(?:contract|deal|agreement|lease|franchise|service|scheme|project|programme|helpline|hostel|centre)"
#: What a text opens with that tells of an end, and words by which it did not come to that.
_ENDING = re.compile(
    rf"\b{_WHAT}s?\b[^.;:\n]{{0,60}}\b(?:(?:ends?|ending|expires?)\b(?! (?:on|in|at|by) (?:the end|early|late|mid|\d|(?-i:[A-Z])))|ended|over|terminated|expired|cancelled|axed|scrapped|clos(?:es|ed|ing|ure)|to close|ceas(?:es|ed|ing)|lost|withdrawn|handed back|torn up|cut short)\b"
    rf"|\b(?:end(?:s|ed|ing)?|terminat(?:es|ed|ing|ion of)|cancel(?:s|led|ling)|scrap(?:s|ped|ping)|axe[sd]?|hand(?:s|ed)? back|gives? up|gave up|pull(?:s|ed)? out of|walk(?:s|ed)? away from|tears? up|tore up|closure of|end of|end to)\b"
    rf"[^.;:\n]{{0,40}}\b{_WHAT}s?\b",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"\b(?:no|not|never|fears?|feared|threat\w*|would|could|might|(?-i:may)|wrong|den(?:y|ies|ied)|if|whether|unless|until|talks|strike|consultation|proposal\w*|asks?|asked|new|n't)\b",
    re.IGNORECASE,
)
_OPENING = 500
#: "Mill Services and its partner lost": a name ends so, and no service does.
_OF_A_NAME = re.compile(r"[A-Z][a-z]+(?:[.,;]| [a-z\d])")
_CAPITAL = re.compile(r"\b[A-Z][\w&'-]* $")


def _ended_alone(found: Sequence[Fact], text: str) -> Sequence[Fact]:
    """``found`` with the only body of a text out that opens with the end of what it had, and that is not said to go on."""
    live = [fact for fact in found if fact.mode in LIVE]
    leads = {fact.key for fact in live if fact.role is Role.LEAD}
    if len(leads) != 1 or any(fact.status is not Status.AWARDED for fact in live) or not _opens_with_an_end(text):
        return found
    against = (_GOES_ON, _COMES, _AS_YET)
    if any(pattern.search(_sentence_of(fact, text)) for fact in live for pattern in against):
        return found
    return [replace(fact, status=Status.TERMINATED) if fact.mode in LIVE else fact for fact in found]


def _opens_with_an_end(text: str) -> bool:
    """Whether one of the first sentences says, and does not only fear, that a contract or what it is for ends."""
    for match in _ENDING.finditer(text, 0, _OPENING):
        if _OF_A_NAME.match(text, match.start()) and _CAPITAL.search(text, 0, match.start()):
            continue
        low, high = sentence_at(text, match.start(), match.end())
        if not _NOT_SO.search(text, low, high):
            return True
    return False


#: "ran the centres in Holme": the tense of what was.
_RAN = re.compile(r"\b(?:ran|operated|managed|delivered|provided|held|had run|used to run)\b")


def _with_what_was_lost(found: Sequence[Fact], text: str) -> list[Fact]:
    """``found`` with the end of what a body ran, in words of the past, that the same text says has lost it or given it up."""
    out = {fact.key for fact in found if fact.status is Status.TERMINATED and fact.mode in LIVE}
    return [
        replace(fact, status=Status.TERMINATED)
        if fact.key in out
        and _holds(fact)
        and _RAN.search(text, fact.start, fact.end)
        and not _GOES_ON.search(_sentence_of(fact, text))
        else fact
        for fact in found
    ]


def _holds(fact: Fact) -> bool:
    """Whether a fact says that a body leads and has the contract."""
    return fact.status is Status.AWARDED and fact.role is Role.LEAD and fact.mode in LIVE


def _only_had(fact: Fact, text: str) -> bool:
    if not _holds(fact) or fact.partnership:
        return False
    if not _HELD.search(text, fact.start, fact.end):
        return False
    sentence = _sentence_of(fact, text)
    return bool(_SO_LONG.search(sentence)) and not _GOES_ON.search(sentence)


def _has_as_yet(fact: Fact, found: Sequence[Fact], text: str) -> bool:
    """Whether a body has today what is nowhere else than where another comes to it."""
    if not _holds(fact) or fact.partnership:
        return False
    if fact.areas and not any(other.key != fact.key and set(other.areas) & set(fact.areas) for other in found):
        return False
    sentence = _sentence_of(fact, text)
    against = (_GOES_ON, _COMES, _SEVERAL)
    return bool(_AS_YET.search(sentence)) and not any(pattern.search(sentence) for pattern in against)


def _sentence_of(fact: Fact, text: str) -> str:
    """The sentence of a fact."""
    low, high = sentence_at(text, fact.start, fact.end)
    return text[low:high]
