"""Who only had the work until now, by the whole text: where another is to have it, or nothing but an end is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.extract.discourse.facts import LIVE, Fact, sentence_of
from monitor.extract.discourse.resolving import WON
from monitor.extract.words.sentences import sentence_at
from monitor.model import Role, Status

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


def tells_so_far(sentence: str) -> bool:
    """Whether ``sentence`` tells who has had the work until now."""
    return any(pattern.search(sentence) for pattern in (_HELD, _SO_LONG, _AS_YET))


def gone_by(found: Sequence[Fact], text: str) -> list[Fact]:
    """``found`` with those out that only had the work, as their own sentence tells it, where another body comes to it."""
    found = _with_what_was_lost(_ended_alone(found, text), text)
    had = {id(fact) for fact in found if _only_had(fact, text) or _has_as_yet(fact, found, text)}
    others = [fact for fact in found if id(fact) not in had and fact.mode in LIVE]
    comers = (fact for fact in others if fact.status in WON and not fact.rule.startswith("attach"))
    if not had or not any(_COMES.search(sentence_of(fact, text)) for fact in comers):
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
    against = (_GOES_ON, _COMES, _AS_YET, _OF_LATE)
    if any(pattern.search(sentence_of(fact, text)) for fact in live for pattern in against):
        return found
    return [replace(fact, status=Status.TERMINATED) if fact.mode in LIVE else fact for fact in found]


#: "has run it since 1 May": what began the other day goes on, whatever ended before.
_OF_LATE = re.compile(
    r"\b(?:has|have) (?:[a-z]+ ){1,2}[^.;:]{0,80}?\bsince (?:\d{1,2} [A-Z]|[A-Z][a-z]+ \d{1,2}\b|(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b|yesterday|last (?:week|month)|the same (?:day|night|date))"
)


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
        and not _GOES_ON.search(sentence_of(fact, text))
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
    sentence = sentence_of(fact, text)
    return bool(_SO_LONG.search(sentence)) and not _GOES_ON.search(sentence)


def _has_as_yet(fact: Fact, found: Sequence[Fact], text: str) -> bool:
    """Whether a body has today what is nowhere else than where another comes to it."""
    if not _holds(fact) or fact.partnership:
        return False
    if fact.areas and not any(other.key != fact.key and set(other.areas) & set(fact.areas) for other in found):
        return False
    sentence = sentence_of(fact, text)
    against = (_GOES_ON, _COMES, _SEVERAL)
    return bool(_AS_YET.search(sentence)) and not any(pattern.search(sentence) for pattern in against)
