"""One out and one in, in the same place, told as a replacement; and what follows from another change left unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.ledger.doubts import BYGONE, INFERRED, NAMED_BEFORE, RELAID
from monitor.ledger.precedence import role_group
from monitor.ledger.sameness import may_be_renamed
from monitor.model import Change, EventType, Role, Status
from monitor.text import fold

RENAME_QUESTION = "Has one been renamed, or has another taken its place?"


def paired(changes: Sequence[Change]) -> list[Change]:
    """``changes`` with each leaver and joiner of one area and role as one replacement.

    Where several leave and several come, nobody can say who replaced whom: a pair is made only of those that are one of a
    kind. A stated exit may share its successor with other stated exits ("A and B hand over to C").
    """
    leavers = [change for change in changes if _leaves(change)]
    joiners = [change for change in changes if _joins(change)]
    made: list[Change] = []
    used: set[int] = set()
    for gone in leavers:
        if any(_is_of_vehicle(gone, other) for other in leavers):
            # Its partnership is out as a whole: that is what has been replaced.
            continue
        candidates = [come for come in joiners if _fits(gone, come)]
        exact = _surest([come for come in candidates if come.role is gone.role] or candidates)
        rivals = [other for other in leavers if any(_fits(other, come) for come in exact) and other.role is gone.role]
        if len(exact) != 1 or (len(rivals) > 1 and not all(_is_stated(rival) for rival in rivals)):
            continue
        used |= {id(gone), id(exact[0])}
        made.append(_replacement(gone, exact[0]))
    return [change for change in changes if id(change) not in used] + made


def placed_alike(changes: Sequence[Change]) -> Sequence[Change]:
    """``changes`` between two versions, with the places of the only one who left for the only newcomer who has none."""
    leavers = [change for change in changes if _leaves(change)]
    joiners = [change for change in changes if _joins(change)]
    placed = [gone for gone in leavers if gone.area]
    if not placed or len(joiners) != 1 or len({gone.organisation_id for gone in leavers}) != 1:
        return changes
    (new,) = joiners
    if new.area or new.type is not EventType.ADDED or new.role is not Role.LEAD:
        return changes
    return [change for change in changes if change is not new] + [replace(new, area=gone.area) for gone in placed]


#: So much surer is one of several than the next that the others do not count.
_SURER = 0.15


def _surest(candidates: list[Change]) -> list[Change]:
    most = max((come.confidence for come in candidates), default=0.0)
    return [come for come in candidates if come.confidence > most - _SURER]


def _is_of_vehicle(gone: Change, other: Change) -> bool:
    """Whether ``other`` is the partnership of ``gone``: said to be, or called after it with others ("Acme Bright Ways")."""
    if gone.area != other.area or gone.organisation_id == other.organisation_id:
        return False
    if gone.partnership == other.organisation != gone.organisation:
        return True
    mine, theirs = fold(gone.organisation).split(), fold(other.organisation).split()
    longer = (len(theirs), theirs) > (len(mine), mine)
    return _is_stated(gone) and _is_stated(other) and mine[:1] == theirs[:1] and len(mine[0]) > 2 and longer


#: Whose leaving may be long past has had its place taken long ago; who is only told in other columns has left none.
_OLD_NEWS = frozenset({NAMED_BEFORE, BYGONE, INFERRED, RELAID})


def _leaves(change: Change) -> bool:
    if change.question in _OLD_NEWS:
        return False
    if change.type in {EventType.REMOVED, EventType.AREA_REMOVED}:
        return not (change.status and change.status.is_exit)
    return _is_stated(change)


def _is_stated(change: Change) -> bool:
    """Whether the text itself says that the organisation is out, and it is one that held or bid for the place."""
    if change.role is not Role.OWNER and role_group(change.role or Role.LEAD) not in {"holder", "outcome"}:
        return False
    return change.type is EventType.STATUS_CHANGED and bool(change.status and change.status.is_exit)


def _joins(change: Change) -> bool:
    if change.question:
        # Who may be no newcomer, or no body at all, takes nobody's place before a person has looked.
        return False
    if change.type in {EventType.ADDED, EventType.AREA_ADDED}:
        return True
    # A bidder that is given the work comes in, although it stood in the text before.
    return change.type is EventType.STATUS_CHANGED and change.status is Status.AWARDED and change.role is Role.LEAD


def _fits(gone: Change, come: Change) -> bool:
    if gone.organisation_id == come.organisation_id or gone.area != come.area:
        return False
    if (come.role is Role.OWNER) != (gone.role is Role.OWNER):
        # A parent company comes in beside the bidder that it owns; it takes nobody's place.
        return False
    groups = {role_group(gone.role or Role.LEAD), role_group(come.role or Role.LEAD)}
    if not (len(groups) == 1 or groups == {"outcome", "holder"}):
        return False
    if gone.before == Status.SHORTLISTED.value and gone.type is EventType.STATUS_CHANGED:
        # Who only bid held no place that could be taken.
        return False
    if come.type is EventType.STATUS_CHANGED:
        return _is_stated(gone) and gone.status in {Status.TERMINATED, Status.WITHDRAWN}
    return gone.area is not None or gone.type is EventType.REMOVED or _is_stated(gone)


def _replacement(gone: Change, come: Change) -> Change:
    known = not (gone.organisation_id.startswith("~") or come.organisation_id.startswith("~"))
    unsure = not known and may_be_renamed(gone.organisation, come.organisation)
    return replace(
        come,
        type=EventType.RENAMED if unsure else EventType.REPLACED,
        organisation=gone.organisation,
        organisation_id=gone.organisation_id,
        organisation_to=come.organisation,
        organisation_to_id=come.organisation_id,
        before=gone.organisation,
        after=come.organisation,
        evidence_before=gone.evidence_before or gone.evidence,
        confidence=min(gone.confidence, come.confidence),
        occurred_on=come.occurred_on or gone.occurred_on,
        reason=gone.reason if _is_stated(gone) else come.reason,
        question=RENAME_QUESTION if unsure else come.question,
    )


def without_followers(changes: Sequence[Change]) -> list[Change]:
    """``changes`` without those of members whose lead makes the same step in the same area: one award, not seven, and one sum."""
    steps = {
        (change.organisation, change.area, change.before, change.after)
        for change in changes
        if change.type is EventType.STATUS_CHANGED and change.role is Role.LEAD
    }
    sums = {
        (change.area, change.before, change.after)
        for change in changes
        if change.type is EventType.VALUE_CHANGED and change.role is Role.LEAD
    }
    return [change for change in changes if not (_follows_step(change, steps) or _follows_sum(change, sums))]


def _follows_step(change: Change, steps: set[tuple[str, str | None, str | None, str | None]]) -> bool:
    return (
        change.type is EventType.STATUS_CHANGED
        and change.partnership not in {None, change.organisation}
        and not (change.status and change.status.is_exit)
        and (change.partnership, change.area, change.before, change.after) in steps
    )


def _follows_sum(change: Change, sums: set[tuple[str | None, str | None, str | None]]) -> bool:
    beside = change.type is EventType.VALUE_CHANGED and change.role is not Role.LEAD
    return beside and (change.area, change.before, change.after) in sums
