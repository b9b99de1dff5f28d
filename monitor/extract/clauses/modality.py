"""How a clause says what it says: stated, expected, hypothetical, denied, history or opinion."""

from __future__ import annotations

import re

from monitor.extract.words.scans import Scan
from monitor.model import Mode

_HYPOTHETICAL = re.compile(
    r"\b(?:possibilit(?:y|ies)|prospect|chance|could|(?-i:may)|might|would(?! like to (?:thank|congratulate|welcome|announce|confirm|pay))|if|whether|unless|should|possibly|perhaps|maybe|rumou?r(?:s|ed|ing)?|speculat\w+|tipped|potential(?:ly)?|prospective|hypothetical|"
    r"suggest(?:s|ed|ions?)?|imagine|suppose|supposing|what if|in theory|provided that|assuming|in case|on condition|can|considering|considers|weighing|mulling|explor(?:e|es|ing)|would-be|as if|"
    r"(?:was|were) to have|(?:was|were) (?:due |meant |supposed |originally )*to (?:end|expire|run out|finish)|understood to have put|I hear|not know (?:that )?for certain|unconfirmed|alleg\w+|ask(?:s|ed|ing)? (?:whether|if|why|when|who|which|for(?! (?:their |its |a |the )?(?:best and )?final))|claim(?:s|ed)? that|nor)\b",
    re.IGNORECASE,
)
#: When an end was planned for says nothing of whether it came.
_ONCE_PLANNED = re.compile(
    r"\b(?:was|were) (?:due |meant |supposed |originally )*to (?:end|expire|run out|finish)\b(?!.*\b(?:but|now)\b)"
)
_OPINION = re.compile(
    r"\b(?:in (?:my|our|his|her|their) (?:view|opinion)|I (?:think|believe|hope|wish|feel|suspect|fear|guess)|ought to|deserves? to|(?:wants?|wanted|demand(?:s|ed)|insist(?:s|ed) on|call(?:s|ed|ing) for) (?!to\b)|we (?:think|believe|hope|wish)|(?:is|are) right to)\b",
    re.IGNORECASE,
)
#: "Some want X to lose it": what is asked of a body by those who do not decide.
_WANTED = re.compile(
    r"\b(?:wants?|wanted|demand(?:s|ed)|urg(?:e|es|ed|ing)|press(?:es|ed|ing)|lobb(?:y|ies|ied|ying)|calls? on|called on|calling on|would like) "
    r"(?:for )?(?:the )?[^\w\s] to\b"
)
_STATIVE = re.compile(
    r"^(?:was|were|had|ran|held|led|headed|fronted)\b(?!.*\b(?:chosen|awarded|selected|appointed|named|confirmed|picked|handed|given))"
)
_EXPECTED = Scan(
    r"\b(?:expect(?:s|ed|ing)? (?:\S+ ){0,5}to|plan(?:s|ned|ning)? to\b|is expected|are expected|likely|hop(?:e|es|ed|ing) (?:to|that|for)|plan(?:s|ned|ning)? to (?:bid|tender|apply|compete|submit|enter|seek)|want(?:s|ed)? to|aims? to|"
    r"intends? to (?:bid|tender|apply|compete|submit)|seek(?:s|ing)? to|looking to|ready to|prepar(?:e|es|ed|ing) to (?:bid|tender|apply)|eyeing|keen to|ambition|(?<!ful in its )(?<!ful in their )(?<!eded in its )(?<!eded in their )(?<!won its )(?<!won their )(?<!ning its )(?<!ful )bids? to(?! [^.;,]{2,60} (?:was|were|had been|has been|have been|failed|fell short)\b)|favourite|frontrunner|front-runner|set to bid|due to be announced|will decide|"
    r"will be (?:announced|published|decided|named|chosen)|is being considered|under consideration|interested in|interest in|considering a bid|preparing (?:a |its |their )?bids?|(?:will|to) (?:bid|tender|compete|apply) for)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\bno $|\b(?:refus(?:es|ed|ing)|declin(?:es|ed|ing)) (?:to )?$|\b(?:no $|no(?= (?:contracts?|awards?|decisions?|agreements?|deals?|bidders?|providers?|offers?|talks|bids?|(?:further )?part))|(?:can)?not|never|n't|nobody|no one|none|neither|denied|denies|deny|denying|nor|no truth|untrue|wrongly|incorrectly|refut\w+|false|falsely|in error|mistaken(?:ly)?|rather than|has no|have no|had no|did nothing|no plans?)\b|n't\b",
    re.IGNORECASE,
)
_HISTORIC = re.compile(
    r"\b(?:used to|years ago|decades ago|at the time|historically|(?<!contract )(?<!contracts )(?<!services )(?<! it )(?<!them )(?<!handed )back in(?!-?\s?house)|in the (?:19|20)\d0s|last century|began life|since (?:19|20)\d\d|"
    r"between (?:19|20)\d\d and|had (?:been|held|run|won|operated|provided|managed|delivered|led|led)|was then|in its (?:early|first)|in (?:those days|the days (?:when|of))|predecessor|(?-i:Before (?:that|then|this|it),? (?:there|the|a|an|it)\b)|a decade|last year|last autumn|two years earlier|the year before|ago)\b",
    re.IGNORECASE,
)
#: "has run it since 2014", "is run since 2014 by": what began then goes on.
_STILL = re.compile(r"\b(?:has|have|is|are|holds?|runs?|provides?|delivers?|operates?|manages?|held since)\b")
_FORMER = re.compile(
    r"\b(?:formerly|former|previously|originally|(?:first|once)(?= $)|first(?= (?:said|reported|wrote|stated|published|printed)))\b",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"\b(?:[Ii]n|[Bb]efore|[Dd]uring|[Ff]rom|[Ss]ince|[Ii]n (?:January|February|March|April|May|June|July|August|September|October|November|December)) ((?:19|20)\d\d)\b"
)
_ASKED = re.compile(r"^\W*(?:Has|Have|Is|Are|Was|Were|Will|Did|Does|Do|Can|Could|Should|Would) [^a-z]")
#: "Were it to win": a condition without "if".
_INVERTED = re.compile(r"^\W*(?:Were|Should|Had) (?:the )?[^\w\s][^.;]{0,40}$")
_ASKING = re.compile(r"\b(?:asks?|asked|wonder(?:s|ed)?|want(?:s|ed)? to know)\b")
_UNTIL = re.compile(r"\b(?:until|till) (?:[A-Z][a-z]+ )?((?:19|20)\d\d)\b")
_LONG_AGO = re.compile(
    r"\b(?:years ago|decades ago|(?<!contract )(?<!contracts )(?<!services )(?<! it )(?<!them )(?<!handed )back in(?!-?\s?house)|last century|in the (?:19|20)\d0s|a decade|years earlier)\b"
)
#: Where a sentence turns to another time or another matter.
_TURN = re.compile(r",? but |,? while |,? whereas |,? although |; |,? and (?:has|have|is|are|was|were|will|now|then) ")
_TURNING = (" but ", " while ", " whereas ", " although ", "; ", " and ")
#: Who or what the last word's clause is of was so, not the clause itself: "replaces the three services that we used to fund".
_OF_ANOTHER = re.compile(
    r"(?<=[a-z]),? (?:that|which|whom?) (?=(?:[^\s.;]+ ){0,3}(?:used to|had)\b)|(?<=\ue000),? (?:that|which) (?=(?:used to|had) be(?:en)? (?:called|known|named)\b)"
)
#: "signed with X, which had been preferred bidder": what the body did before it was chosen.
_CHOOSING = re.compile(r"\b(?:sign|award|confirm|appoint|select|chose|pick)\w*|\b(?:ha[sv]e?|had)? ?replaced\b")
_OF_ONE_CHOSEN = re.compile(rf"(?<=\ue000),? (?:which|who) (?=had\b)|{_OF_ANOTHER.pattern}")
_HAD = re.compile(r"(?i)had (?:been|won)$")
#: Somebody says it: its tense is that of the report, and its "would" the future of one.
_SAID = re.compile(
    r"\b(?:said|says|announced|confirmed|agreed|decided|told|revealed|added|reported|learned|heard|understood|known|know|wrote|written|stated|noted|explained|promised|pledged|warned|insisted|clear|informed|resolved|ruled)\b(?!.*\bif\b)"
)
_STATUS_NOT = {"unsuccessful", "withdraw", "end"}
#: What these say is of the past mostly: "had bid too", "had run it before".
_OF_THE_PAST = {*_STATUS_NOT, "incumbent", "contest"}
#: What was so many years ago is history; who was there last may have gone a little longer ago.
_AGO, _ENDED_AGO = 2, 3
_ENDED = {"end", "incumbent"}
#: What these say is of what is to come, whatever words say so; only "may be shortlisted" is less.
_AHEAD, _MODAL = {"preferred", "shortlist"}, 8
#: "had hoped to win but was passed over", "couldn't agree a price and has bowed out": what went before is another matter.
_ANOTHER_CLAUSE = re.compile(r",? but |,? and (?:so |now |then )?(?:has|have|is|was|were) ")


def mode_of(before: str, cue: str, after: str, *, family: str, year: int | None) -> tuple[Mode, str]:
    """The mode of a claim, and the words that decide it.

    ``before`` and ``after`` are the rest of the clause round the ``cue``; ``year`` is the year of publication.
    """
    if family in _STATUS_NOT and (turn := _ANOTHER_CLAUSE.search(cue)):
        before, cue = f"{before}{cue[: turn.start()]}", cue[turn.start() :]
    before = _own_clause(before)
    if family in _STATUS_NOT:
        before = _NAMED_CLAUSE.split(before)[-1]
    near = before[-110:]
    if after.rstrip().endswith("?") or (_ASKED.match(before) and _ASKING.search(after)):
        return Mode.HYPOTHETICAL, "?"
    if match := _INVERTED.match(before):
        return Mode.HYPOTHETICAL, match.group()
    if match := _OPINION.search(near):
        return Mode.OPINION, match.group()
    if match := _WANTED.search(near[-60:] + cue[:3]):
        return Mode.OPINION, match.group()
    own = family in _STATUS_NOT
    match = _DENIED.search(_AND_THEN.sub("", before[-28:])) or (None if own else _DENIED.search(cue))
    if match and not (own and re.search(r"\b(?:no|not|never|n't)\b", cue)):
        return Mode.DENIED, match.group()
    match = _HYPOTHETICAL.search(near + ("" if own else cue[:40])) or (_ONCE_PLANNED.search(cue) if own else None)
    if match and family in _AHEAD and match.start() > len(near) + _MODAL:
        match = None
    if match and match.group().casefold() in {"would", "should"} and _SAID.search(before):
        match = None
    if match and own and match.end() >= len(near.rstrip()) and _NO_MORE.match(cue):
        match = None  # "can no longer run it"
    if match:
        return Mode.HYPOTHETICAL, match.group()
    # "Set to go to X if the board agrees": who is preferred is so until then.
    if (match := _HYPOTHETICAL.search(after[:12])) and not (family == "preferred" and match.group().casefold() == "if"):
        return Mode.HYPOTHETICAL, match.group()
    match = _EXPECTED.search(near + cue)
    # "plans to appoint" is itself what makes a preferred bidder, and "invited to tender for it" one who is in the contest.
    itself = family == "preferred" or (family == "shortlist" and "nvit" in cue)
    if match and not (itself and match.start() >= len(near)):
        return Mode.EXPECTED, match.group()
    words = _of_the_past(before, cue, after, family=family, year=year)
    return (Mode.HISTORIC, words) if words else (Mode.STATED, "")


def _own_clause(before: str) -> str:
    """``before`` without clauses that say how or when the main one came about, and without those about somebody in it."""
    before = _ASIDES.sub(",", before)
    led_in = _LED_IN.match(before)
    return before[led_in.end() :] if led_in else before


#: "So that nobody is cut off, the contract with X is extended": what stands before the comma is another matter.
_LED_IN = re.compile(
    r"^\W*(?:So that|In order (?:that|to)|When|Once|Although|Though|While|Whereas|Because|Since|As|After|Before|Where|Until|Now that|Instead of|Despite)\b[^,;:]*, (?=\S)"
)
#: "the contracts, which are not in-house, with X": what is said of something else on the way.
_ASIDES = re.compile(r", (?:which|who|whose|where)\b[^,;:]*,")
#: ", and X will bow out": a clause of its own, with its own subject.
_NAMED_CLAUSE = re.compile(r", (?:and|but|while|so) (?=(?:the )?[\ue000-\ue002])")
#: "is not affected and stays with X": of two things said the first is denied.
_AND_THEN = re.compile(r"^.*\band (?:also |now |so )?$", re.DOTALL)
_NO_MORE = re.compile(r"(?:no longer|not)\b", re.IGNORECASE)


def _of_the_past(before: str, cue: str, after: str, *, family: str, year: int | None) -> str:
    """The words that make what a clause says history; "" where it has none."""
    last = None if year is None else year - (_ENDED_AGO if family in _ENDED else _AGO)
    clause = before + cue + after
    for year_told in _YEAR.finditer(clause) if "19" in clause or "20" in clause else ():
        if last is None or int(year_told.group(1)) > last or _EVER_SINCE.search(clause, 0, year_told.start()):
            continue
        if not _BEGINNING.search(year_told.group()):
            return year_told.group()
    past = _UNTIL.search(cue + after)
    if past and year is None and _STATIVE.match(cue.strip()):
        return past.group()
    if past and year is not None and int(past.group(1)) <= year - (_ENDED_AGO if family in _ENDED else 0):
        return past.group()
    if year is None and _STATIVE.match(cue) and (match := _YEAR.search(before + cue + after)):
        return match.group()
    if family == "award" and re.match(r"had beaten\b", cue.lstrip()):
        return "had beaten"
    apart = _OF_ONE_CHOSEN if _CHOOSING.search(cue) else _OF_ANOTHER
    near, behind = before[-110:] + cue, after[:60]
    here = (_TURN.split(near)[-1] if any(word in near for word in _TURNING) else near) + apart.split(behind)[0]
    then = _LONG_AGO.search(here) if family in _OF_THE_PAST else _FORMER.search(before[-24:]) or _HISTORIC.search(here)
    words = then.group() if then else ""
    goes_on = words.casefold().startswith("since") and _STILL.search(here)
    is_so = _LATELY.match(words) and _IS_SO.match(cue.strip())
    # "She said that A had been chosen": the tense is that of the report.
    told = _SAID.search(before) and _HAD.match(words)
    return "" if goes_on or is_so or told else words


#: "holds the contract and was bought last year": what is so now is not of then.
_LATELY = re.compile(r"last |the year before|ago$", re.IGNORECASE)
_IS_SO = re.compile(r"(?:is|are|has|holds?|runs?|operates?|provides?|delivers?|manages?|will)\b")
_BEGINNING = re.compile(r"since|from", re.IGNORECASE)
#: "which it has run ever since it opened in 1997".
_EVER_SINCE = re.compile(
    r"\b(?:ever since|since (?:it|they|the [a-z-]+(?: [a-z-]+)?|its) (?:was |were )?(?:first )?(?:open(?:ed|ing)|began|start(?:ed)?|built|launch(?:ed)?))\b[^.,;:]{0,40}$"
)
_QUOTED = re.compile(r"(?:(?<=[\s(])|^)\"(?=\S)[^\"\n]{1,900}(?<=\S)\"(?=[\s.,;:!?)]|$)", re.MULTILINE)


def quoted_stretches(text: str) -> list[tuple[int, int]]:
    """The stretches of ``text`` (typography made plain) that are somebody's own words."""
    if '"' not in text:
        return []
    return [(match.start(), match.end()) for match in _QUOTED.finditer(text) if len(match.group()) > 24]


#: What has members and is not the partnership that a text was speaking of: another's, one of before, or none that provides.
_ANOTHERS = re.compile(
    r"\b(?:losing|unsuccessful|rival|competing|previous|former|outgoing|earlier|old|similar|another|different|beaten|failed|defeated|other) (?:[a-z-]+ ){0,2}"
    r"(?:consorti(?:um|a)|partnership|alliance|joint venture|coalition|team|bid|group|bidder)\b"
    r"|\b(?:board|committee|panel|campaign|chamber|federation|forum|steering group|working group|task ?force|jury|review|protest|petition|lobby|audience|conference|meeting)\b"
    r"|\b(?:council|ministry|department|government|authority|county|city|state|province|commissioners)'s? (?:[a-z-]+ )?(?:partners|members)\b",
    re.IGNORECASE,
)


def speaks_of_another(text: str) -> bool:
    """Whether ``text``, which leads to a list of members, speaks of another body than the one before."""
    return bool(_ANOTHERS.search(text))


_EXAMPLE = re.compile(
    r"(?i)\b(?:earlier version|wrong(?:ly)?|correct(?:ion|ed|s)?|should (?:have )?read|template|specimen|example)\b"
    r"|[(\[](?:name|number|insert|date)\b"
)


def is_example(text: str, start: int, end: int) -> bool:
    """Whether the words round ``text[start:end]`` call it a mistake that is put right, or an example."""
    return bool(_EXAMPLE.search(text[max(0, start - 160) : end + 60]))
