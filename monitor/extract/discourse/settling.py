"""Claims that the same text outdates or tells better: which of them stay."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from monitor.extract.clauses.masking import Member
from monitor.extract.discourse.facts import LIVE, Fact, may_meet
from monitor.extract.discourse.readable import in_a_menu
from monitor.extract.names.kinds import Kind
from monitor.extract.words.sentences import sentence_at
from monitor.model import Role, Status

_MEMBERS = {Role.PARTNER, Role.JOINT_VENTURE_MEMBER, Role.STAFF_MUTUAL, Role.SUBCONTRACTOR}


#: Words that end a competition; "will run" and "takes" are also said of who is only preferred.
_FINAL = re.compile(
    r"award|sign|confirm|appoint|\bw[io]ns?\b|has (?:taken|begun|started)|\b(?:took|began|started)\b", re.IGNORECASE
)
#: The same where a text calls a body preferred bidder: who "wins the deal" in its headline has yet to be given it.
_CLOSING = re.compile(r"sign|confirm|award|has (?:taken|begun|started)|\b(?:took|began|started)\b", re.IGNORECASE)
_PREFERRED = re.compile(r"\bpreferred\b", re.IGNORECASE)


def settled(found: Sequence[Fact], text: str) -> list[Fact]:
    """``found`` without a lower status of the same role before a higher one, and without a lead that is rather a member."""
    kept = []
    for fact in _with_roles(found):
        rivals = [other for other in found if other is not fact and other.key == fact.key and other.mode in LIVE]
        said_better = _is_repeated(fact, rivals) or _is_told_as_end(fact, rivals, text)
        if not (_is_outdated(fact, rivals) or said_better or _is_member(fact, rivals)):
            kept.append(fact)
    return kept


#: How what is over is told beside its end: "was contracted out to X", "took over in 2012".
_PAST = re.compile(
    r"\b(?:was|were|had|took|won|began|started|ran|held|got|became|since|existing|present|current)\b", re.IGNORECASE
)
#: "the contract with X": what becomes of it is told elsewhere.
_NAMED_ONLY = re.compile(
    r"(?:[a-z-]+ ){0,2}(?:contract|deal|agreement|arrangement|partnership|lease)s? with\b", re.IGNORECASE
)
_STANDS = re.compile(r"\b(?:exten\w+|renew\w*|new|signed|awarded|continu\w+|keeps?|kept)\b", re.IGNORECASE)
_LONG_AGO = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Ff]rom|[Bb]y) (?:[A-Z][a-z]+ )?(?:19|20)\d\d\b|\b(?:ago|earlier)\b|\blast (?:year|spring|summer|autumn|winter)\b"
)
_WAS = re.compile(r"\b(?:was|were|had been)\b")
_SIGNED = re.compile(
    r"\b(?:signed|confirmed|(?:has|have) (?:(?:now|since|finally|duly) )?(?:(?:been )?awarded(?! [^.;]{0,40}?preferred)|won))\b"
)
_ANEW = re.compile(
    r"\b(?:will|new|again|instead|but|also|another|besides|meanwhile|since then|later|now)\b", re.IGNORECASE
)


def in_step(found: Sequence[Fact], text: str) -> list[Fact]:
    """``found`` without awards of a preferred bidder that no word of ending the competition tells, and without what was told of
    a contract that has ended in the same place.
    """
    preferred = {fact.key for fact in found if fact.status is Status.PREFERRED_BIDDER and fact.mode in LIVE}
    closed = {
        fact.key
        for fact in found
        if fact.status is Status.AWARDED and fact.mode in LIVE and _SIGNED.search(text[fact.start : fact.end])
    }
    as_yet = {fact.key for fact in found if fact.mode in LIVE and _is_preferred_now(fact, text)} - closed
    kept = []
    for fact in without_ended(found, text, same=True):
        words = text[fact.start : fact.end]
        awarded = fact.status is Status.AWARDED and fact.role is Role.LEAD
        final = _CLOSING if fact.key in as_yet else _FINAL
        if awarded and fact.key in preferred and not final.search(words):
            _hand_on(fact, found)
            continue
        if fact.status is Status.PREFERRED_BIDDER and fact.key in closed and _WAS.search(words):
            continue
        kept.append(fact)
    return kept


def _hand_on(fact: Fact, found: Sequence[Fact]) -> None:
    """Give the places of ``fact``, which says too much, to what says how far its body has come."""
    for other in found if fact.areas and not (fact.inferred or fact.beside) else ():
        if other.key == fact.key and other.status is Status.PREFERRED_BIDDER and (other.inferred or not other.areas):
            other.areas, other.inferred = fact.areas, False


def _is_preferred_now(fact: Fact, text: str) -> bool:
    if fact.status is not Status.PREFERRED_BIDDER or _WAS.search(text, fact.start, fact.end):
        return False
    return bool(_PREFERRED.search(text, fact.start, fact.end))


def without_ended(found: Sequence[Fact], text: str, *, same: bool = False) -> list[Fact]:
    """``found`` without what was told, in words of the past, of a contract that has ended there; with ``same``, in the very same places.

    Where an end is told without a place, it was where the contract was.
    """
    out = [fact for fact in found if fact.status is Status.TERMINATED and fact.mode in LIVE]
    kept = []
    for fact in found:
        end = _end_of(fact, out, text, same=same)
        if end is None:
            kept.append(fact)
        elif not end.areas:
            end.areas = fact.areas
    return kept


def _end_of(fact: Fact, out: Sequence[Fact], text: str, *, same: bool) -> Fact | None:
    """What of ``out`` tells the end of what ``fact`` tells."""
    if fact.status is not Status.AWARDED or fact.role is not Role.LEAD:
        return None
    own = [other for other in out if other.key == fact.key]
    # "terminated its contract with X": of one stretch the end is what is told.
    for other in own:
        if other.start < fact.start and fact.end <= other.end:
            return other
    there = (other for other in own if (fact.areas == other.areas if same else may_meet(fact, other)))
    end = next(there, None)
    if end is None or _ANEW.search(text, fact.start, fact.end):
        return None
    low, high = sentence_at(text, fact.start, fact.end)
    was = (
        _PAST.search(text, max(0, fact.start - 12), fact.end)
        or _LONG_AGO.search(text, low, high)
        or (_NAMED_ONLY.match(text, fact.start) and not _STANDS.search(text, low, high))
    )
    return end if was else None


def _with_roles(found: Sequence[Fact]) -> list[Fact]:
    """A member of another's bid or a subcontractor whose part ends keeps that role, and its part no longer stands."""
    parts = {
        fact.key: fact
        for fact in found
        if fact.role in _MEMBERS and fact.rule in {"link.subcontractor", "link.partner", "keyed", "attach.tied"}
    }
    ended = {
        fact.key
        for fact in found
        if fact.status is Status.TERMINATED and fact.role is Role.LEAD and fact.mode in LIVE and fact.key in parts
        and not any(other.key == fact.key and other.role is Role.LEAD and not other.status.is_exit for other in found)
    }  # fmt: skip
    kept = []
    for fact in found:
        if fact.key in ended and fact is parts[fact.key]:
            continue
        if fact.key in ended and fact.role is Role.LEAD and fact.status is Status.TERMINATED:
            part = parts[fact.key]
            kept.append(replace(fact, role=part.role, partnership=part.partnership, areas=fact.areas or part.areas))
        else:
            kept.append(fact)
    return kept


#: "bows out": of a contract, where the text tells when it ends, else of the race for one.
_OUT = re.compile(
    r"\b(?:bow|step|walk|pull|back)(?:s|ed|ped|ing|ping)? (?:out|aside|away)\b|\b(?:stood|stands?) (?:aside|down)\b"
)
_OF_A_BID = re.compile(r"\b(?:bids?|bidding|tender\w*|rac(?:e|ing)|competition|contest|shortlist\w*|running)\b")


#: So many characters behind the words of a claim belong to what they say.
_REACH = 40


def _told_by(fact: Fact, text: str) -> str:
    """The words of a claim and what stands close behind them in its line."""
    return text[fact.start : fact.end + _REACH].partition("\n")[0]


def _is_told_as_end(fact: Fact, rivals: Sequence[Fact], text: str) -> bool:
    """Whether a body that "bows out" is told to have had the contract, and when that ends."""
    if fact.status is not Status.WITHDRAWN or fact.mode not in LIVE:
        return False
    ends = any(other.status is Status.TERMINATED and other.role is Role.LEAD for other in rivals)
    words = _told_by(fact, text)
    return ends and bool(_OUT.search(words)) and not _OF_A_BID.search(words)


def _is_outdated(fact: Fact, rivals: Sequence[Fact]) -> bool:
    return fact.mode in LIVE and any(
        other.role == fact.role
        and not other.status.is_exit
        and other.status.rank > fact.status.rank > 0
        and other.start >= fact.start
        for other in rivals
    )


def _is_repeated(fact: Fact, rivals: Sequence[Fact]) -> bool:
    return fact.mode not in LIVE and any(other.role == fact.role and other.status == fact.status for other in rivals)


def _is_member(fact: Fact, rivals: Sequence[Fact]) -> bool:
    """Whether a body that seems to lead is told to be part of another's bid, or to be out."""
    if fact.role is not Role.LEAD or fact.partnership is not None:
        return False
    if fact.rule.startswith("link.") and any(other.status.is_exit for other in rivals):
        return True
    return any(
        other.status == fact.status
        and (
            (fact.confidence < 0.85 and other.role in _MEMBERS and set(fact.areas) <= set(other.areas))
            or (
                other.role is Role.JOINT_VENTURE_MEMBER
                and fact.rule in {"award.left", "frame.awarded", "attach"}
                and set(fact.areas) <= set(other.areas)
            )
            or (
                other.rule == "link.venture"
                and other.role is Role.JOINT_VENTURE_MEMBER
                and abs(other.start - fact.start) < 300
            )
            # "to be provided by X, working as subcontractors to Y": the claim's own words say what X is.
            or (other.rule == "link.subcontractor" and fact.start <= other.start < fact.end <= other.end)
        )
        for other in rivals
    )


#: Less than what is told: kept for the weights, and for who asks why.
UNTOLD = 0.45
#: In a text of such a length whoever takes part is mostly named more than once.
_LONG = 1600
#: The last line of so long a text of so many lines is the foot of a page.
_A_PAGE, _MANY_LINES = 800, 6
#: The confidence of a tie to a body of which nothing else is told.
_UNTIED = 0.6
#: Who is said to have a contract, and where, has it though a long text says so once.
_PLAINLY = re.compile(r"\b(?:contracts?|providers?|operators?|franchises?|lots?)\b")
#: "gets Wales", "will be in Kent": the same, where a claim's own words say where.
_GETS = re.compile(r"\b(?:gets?|wins?|takes?|keeps?|retains?|lands?|will be in|is to be in) (?:the )?[A-Z]")
_BY_VERBS = ("award", "frame.")
_LOOSELY = ("attach", "frame.", "link.partner", "link.venture", "link.subcontractor", "link.leader")


def doubted(found: Sequence[Fact], text: str) -> list[Fact]:
    """``found``, with less belief in what stands in a menu or, by loose ties, at the foot of a page, and in what one verb says of a
    name that may be none and that a long text has only once.
    """
    foot = text.rstrip().rfind("\n") if len(text) >= _A_PAGE and text.count("\n") >= _MANY_LINES else len(text)
    told = Counter(fact.key for fact in found)

    def is_doubtful(fact: Fact) -> bool:
        if fact.start > foot and fact.rule.startswith(_LOOSELY):
            return True
        if in_a_menu(text, fact.start):
            return True
        if len(text) < _LONG or not is_weak(fact.member):
            return False
        if fact.rule.startswith("link.") and fact.confidence <= _UNTIED:
            return True
        if told[fact.key] > 1 or fact.status.is_exit or not fact.rule.startswith(_BY_VERBS):
            return False
        words = _told_by(fact, text)
        if fact.areas and (_PLAINLY.search(words) or (not fact.inferred and _GETS.search(words))):
            return False
        return text.count(text[fact.member.name.start : fact.member.name.end]) == 1

    return [replace(fact, confidence=min(fact.confidence, UNTOLD)) if is_doubtful(fact) else fact for fact in found]


def is_weak(member: Member) -> bool:
    """Whether its name may be that of no organisation at all."""
    return member.name.kind is Kind.WEAK and member.name.known is None
