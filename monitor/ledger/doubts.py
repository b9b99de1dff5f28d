"""Changes that may be none: the reading may differ, and not the document. Each is put as a question to a person."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from monitor.model import Change, EventType, Reading, Status


def doubted(
    change: Change, *, known: bool, bygone: bool, reworded: bool, unplaced: bool, elsewhere: bool, aside: bool,
    relaid: bool, steady: bool, inferred: bool, listed: bool,
) -> Change:  # fmt: skip
    """``change``, put as a question where the reading may differ and not the document.

    Who is said to be out where the one that leads has led before (``bygone``) is probably told of as history. A body that the earlier version named too (``known``), in a role not read there, may be no newcomer, one that ``reworded``
    prose, which tells no change, shows in another role or in again may have been misread once, and one that it shows
    ``elsewhere`` than in any place that it had, or where another was, may only have its place told otherwise.
    What is told of a body only as a part of another (``aside``) is no step of its own. A step that hardly anybody takes is one where a table (``listed``) tells it. Nor is one surely in another place of which only the words far round it (``unplaced``) speak, or a column of a table that only one version has (``relaid``). Whose words stand as they stood and of whom nothing new is said (``steady``) has made no step either, and who comes into view
    as out only because another has the work (``inferred``) may have been out long since.
    """
    if known and change.type is EventType.ADDED:
        return asked(change, NAMED_BEFORE)
    if bygone and change.type is EventType.STATUS_CHANGED:
        return asked(change, BYGONE)
    if inferred and change.type is EventType.STATUS_CHANGED:
        return asked(change, INFERRED)
    if unplaced and change.type is EventType.AREA_ADDED:
        return asked(change, PLACED)
    if not listed and (question := _unlikely(change)):
        return asked(change, question)
    if steady:
        return asked(change, STEADY)
    if relaid:
        return asked(change, RELAID)
    if aside and change.type in {EventType.STATUS_CHANGED, EventType.ROLE_CHANGED}:
        return asked(change, ASIDE)
    moved = change.type is EventType.ROLE_CHANGED or (elsewhere and change.type is EventType.AREA_ADDED)
    if reworded and (moved or _is_back(change)):
        return asked(change, REWORDED)
    return change


def _unlikely(change: Change) -> str:
    """The question of a step that hardly anybody takes."""
    if change.type in {EventType.AREA_ADDED, EventType.ROLE_CHANGED} and change.confidence < _SURE_OF_A_STEP:
        return FAINT
    if change.type is EventType.STATUS_CHANGED:
        if change.before in _NEVER_IN and change.after == Status.TERMINATED.value:
            return NEVER_HELD
        if change.before == Status.AWARDED.value and change.after in _BEFORE_AN_AWARD:
            return BACK
    return ""


def _is_back(change: Change) -> bool:
    """Whether one that was out is said to be in."""
    return change.type is EventType.STATUS_CHANGED and change.before in _OUT and change.after not in _OUT


#: Who stood so had no contract that could end.
_NEVER_IN = frozenset(
    status.value for status in (Status.SHORTLISTED, Status.IN_DISCUSSION, Status.WITHDRAWN, Status.UNSUCCESSFUL)
)
_BEFORE_AN_AWARD = frozenset(
    status.value for status in (Status.SHORTLISTED, Status.IN_DISCUSSION, Status.PREFERRED_BIDDER)
)
_OUT = {status.value for status in Status if status.is_exit}


def asked(change: Change, question: str) -> Change:
    """``change`` as a question."""
    return replace(change, confidence=min(change.confidence, _UNSURE), question=question)


def as_weighed(told: Change, before: Reading) -> Change:
    """``told`` as a question where what words weigh had the body in the same place in the earlier version."""
    if told.type is not EventType.ADDED or told.question or not told.area:
        return told
    had = (
        claim for claim in before.weighed if claim.organisation_id == told.organisation_id and claim.mode.makes_events
    )
    return asked(told, NAMED_BEFORE) if any(told.area in claim.areas for claim in had) else told


def no_bodies(before: Reading, after: Reading) -> frozenset[str]:
    """The bodies, known to no pack, that the words round them make no party in either version, whatever a pattern read.

    Weights only ever turn a change into a question here. They make none: that would let one tip with a word far away. Whom both
    versions name in one breath with a body that is believed, in one list of names, is one as well.
    """
    believed = {claim.organisation_id for claim in (*before.told(), *after.told())}
    told = {claim.organisation_id for claim in (*before.stated(), *after.stated())}
    doubtful = {identity for identity in told - believed if identity.startswith("~")}
    return frozenset(doubtful - (_in_one_breath(before, believed) & _in_one_breath(after, believed)))


def _in_one_breath(reading: Reading, believed: AbstractSet[str]) -> set[str]:
    spans = {(c.evidence.start, c.evidence.end) for c in reading.stated() if c.organisation_id in believed}
    return {c.organisation_id for c in reading.stated() if (c.evidence.start, c.evidence.end) in spans}


#: A body that is known gets one more place, or another role, by mistake more easily than by news.
_SURE_OF_A_STEP = 0.65
_UNSURE = 0.4  # Below one half a change is for a person to judge, as a claim is.
NAMED_BEFORE = "The earlier version names this body too, in a role that could not be read. Is it new here?"
BYGONE = "Who leads here led already in the earlier version. Is this news, or history?"
REWORDED = "The words are other ones and tell no change. Has this changed, or is it only put otherwise?"
PLACED = "The sentence names no place. Is this one more, or one that was known?"
NEVER_HELD = (
    "The earlier version has this body as one that bid and holds nothing. Has a contract of its own ended, or its bid?"
)
BACK = "The earlier version tells of the award. Has it been taken back, or is an earlier stage told here?"
FAINT = "One more place, or another role, is read here, but not surely. Is it so?"
ASIDE = "This is told of the body of which it is a part. Has its own part changed?"
INFERRED = "Only that another has the work says that this body, of which nothing was told before, is out. Is this news, or history?"
STEADY = "The words about this body are as they were, and nothing new is said of it. Has it changed, or is it only read otherwise?"
RELAID = "Only one version has a column for this place. Has it changed, or is it only told now?"
NO_BODY = "The words round this name are not those that stand round a provider. Is it one?"
#: The questions whether there is a change at all.
DOUBTS = frozenset(
    {NAMED_BEFORE, BYGONE, REWORDED, PLACED, FAINT, NEVER_HELD, BACK, ASIDE, INFERRED, STEADY, RELAID, NO_BODY}
)
