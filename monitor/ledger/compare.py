"""What changed: two versions of one document, or a document against the ledger. Claims are compared, never text.

Matching is by organisation and area: order, markup, spelling, codes and duplicates are no change. Silence is no change either:
a name that is missing counts as removed only where both versions are states of one list (a table, a register, a page that
says that it is complete).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from monitor.model import Change, Claim, EventType, Layer, Reading, Role, Standing

_LISTS = {Layer.TABLE, Layer.JSON}
#: Roles that one organisation may have side by side in one area.
_HOLDING = {Role.LEAD, Role.OWNER, Role.CONTRACT_HOLDER}
_MEMBERS = {Role.PARTNER, Role.JOINT_VENTURE_MEMBER, Role.STAFF_MUTUAL}


@dataclass(frozen=True, slots=True)
class _Place:
    """An organisation in one area (or none) in one version of a document."""

    area: str | None
    claim: Claim

    @property
    def listed(self) -> bool:
        return self.claim.layer in _LISTS


def compare_readings(before: Reading, after: Reading, *, complete: bool = False) -> list[Change]:
    """The changes from ``before`` to ``after``, two versions of one document.

    ``complete`` says that the document lists everyone, whatever its layout. An empty ``after`` is never a removal of all: a
    page without a claim is a matter of its source's health.
    """
    renames = [rename for rename in after.renames if rename not in before.renames and _is_new(rename, before)]
    successor = {rename.former_id: rename.present_id for rename in after.renames}
    old = _places(before, successor)
    new = _places(after, successor)
    changes = [
        Change(
            type=EventType.RENAMED,
            organisation=rename.former,
            organisation_id=rename.former_id,
            organisation_to=rename.present,
            organisation_to_id=rename.present_id,
            before=rename.former,
            after=rename.present,
            evidence=rename.evidence,
            confidence=rename.confidence,
            occurred_on=rename.event_date,
        )
        for rename in renames
    ]
    for identity in dict.fromkeys([*old, *new]):
        changes.extend(_of_organisation(old.get(identity, {}), new.get(identity, {}), complete=complete, after=after))
    return _paired(changes)


def _is_new(rename: object, before: Reading) -> bool:
    return all(getattr(rename, "former_id", "") != known.former_id for known in before.renames)


def _places(reading: Reading, successor: dict[str, str]) -> dict[str, dict[str | None, _Place]]:
    """By organisation and area the claim that counts: the furthest of those that still hold, an exit if none does."""
    found: dict[str, dict[str | None, _Place]] = {}
    for claim in reading.claims:
        if not claim.mode.makes_events or (claim.confidence < 0.5 and claim.layer is not Layer.JSON):
            continue
        identity = successor.get(claim.organisation_id, claim.organisation_id)
        areas = found.setdefault(identity, {})
        for area in claim.areas or (None,):
            known = areas.get(area)
            if known is None or _weight(claim) > _weight(known.claim):
                areas[area] = _Place(area, claim)
    for areas in found.values():
        if None in areas and len(areas) > 1:
            # Said once without an area and once with: the exact one speaks.
            del areas[None]
    return found


def _weight(claim: Claim) -> tuple[int, int, float]:
    return (claim.status.rank, claim.role is Role.LEAD, claim.confidence)


def _of_organisation(
    old: dict[str | None, _Place], new: dict[str | None, _Place], *, complete: bool, after: Reading
) -> Iterable[Change]:
    if not old:
        # Who comes into view already out of it (an unsuccessful bidder) has not joined anything.
        yield from (_added(place) for place in new.values() if not place.claim.status.is_exit)
        return
    if not new:
        if after.claims:
            yield from (_removed(place) for place in old.values() if _may_be_missed(place, complete=complete))
        return
    shared = [area for area in old if area in new]
    if not shared and (None in old or None in new):
        first_old, first_new = next(iter(old.values())), next(iter(new.values()))
        yield from _moved(first_old, first_new)
        return
    for area in shared:
        yield from _moved(old[area], new[area])
    yield from (
        _change(EventType.AREA_ADDED, place, after=place.area)
        for area, place in new.items()
        if area not in old and not place.claim.status.is_exit
    )
    yield from (
        _change(EventType.AREA_REMOVED, place, before=place.area)
        for area, place in old.items()
        if area not in new and _may_be_missed(place, complete=complete)
    )


def _may_be_missed(place: _Place, *, complete: bool) -> bool:
    return (place.listed or complete) and not place.claim.status.is_exit


def _moved(old: _Place, new: _Place) -> Iterable[Change]:
    was, now = old.claim, new.claim
    if was.status is not now.status:
        yield _change(EventType.STATUS_CHANGED, new, before=was.status.value, after=now.status.value, was=was)
    elif _group(was.role) != _group(now.role):
        yield _change(EventType.ROLE_CHANGED, new, before=was.role.value, after=now.role.value, was=was)
    elif now.layer is Layer.JSON and was.layer not in _LISTS:
        # What a record only described before it now lists: the register itself has taken the name in.
        yield replace(_added(new), reason="now in the list of the record")
    if was.volume and now.volume and was.volume != now.volume:
        yield _change(EventType.VALUE_CHANGED, new, before=was.volume, after=now.volume, was=was)


def _group(role: Role) -> str:
    if role in _MEMBERS:
        return "member"
    return "holder" if role in _HOLDING else role.value


def _added(place: _Place) -> Change:
    return _change(EventType.ADDED, place, after=place.claim.role.value)


def _removed(place: _Place) -> Change:
    return _change(EventType.REMOVED, place, before=place.claim.role.value, reason="no longer listed")


def _change(
    kind: EventType,
    place: _Place,
    *,
    before: str | None = None,
    after: str | None = None,
    was: Claim | None = None,
    reason: str = "",
) -> Change:
    claim = place.claim
    return Change(
        type=kind,
        organisation=claim.organisation,
        organisation_id=claim.organisation_id,
        area=place.area,
        before=before,
        after=after,
        role=claim.role,
        status=claim.status,
        partnership=claim.partnership,
        programme=claim.programme,
        contract=claim.contract,
        evidence=None if kind in {EventType.REMOVED, EventType.AREA_REMOVED} else claim.evidence,
        evidence_before=claim.evidence
        if kind in {EventType.REMOVED, EventType.AREA_REMOVED}
        else (was.evidence if was else None),
        confidence=claim.confidence,
        occurred_on=claim.event_date,
        claim_id=claim.id,
        reason=reason,
    )


def _paired(changes: Sequence[Change]) -> list[Change]:
    """``changes`` with one out and one in, in the same area and place, told as a replacement."""
    out = [change for change in changes if _leaves(change)]
    result: list[Change] = []
    used: set[int] = set()
    for change in changes:
        if change.type is not EventType.ADDED or _group(change.role or Role.LEAD) != "holder":
            continue
        gone = next((c for c in out if id(c) not in used and _same_place(c, change)), None)
        if gone is None:
            continue
        used |= {id(gone), id(change)}
        result.append(
            replace(
                change,
                type=EventType.REPLACED,
                organisation=gone.organisation,
                organisation_id=gone.organisation_id,
                organisation_to=change.organisation,
                organisation_to_id=change.organisation_id,
                before=gone.organisation,
                after=change.organisation,
                evidence_before=gone.evidence_before or gone.evidence,
            )
        )
    return [change for change in changes if id(change) not in used] + result


def _leaves(change: Change) -> bool:
    if _group(change.role or Role.LEAD) not in {"holder", Role.WITHDRAWN.value}:
        return False
    if change.type is EventType.REMOVED:
        return True
    return change.type is EventType.STATUS_CHANGED and bool(change.status and change.status.is_exit)


def _same_place(gone: Change, come: Change) -> bool:
    if gone.organisation_id == come.organisation_id:
        return False
    return gone.area == come.area if gone.area and come.area else gone.area is None and come.area is None


def compare_with_ledger(standings: Sequence[Standing], reading: Reading, *, published_on: date | None) -> list[Change]:
    """The changes that ``reading``, of a document not seen before, makes to the open ``standings``.

    What is known already confirms and is no change. News older than what it meets takes its place in history. A step back on
    the way from shortlist to award is a question for a person, not an event.
    """
    changes: list[Change] = []
    open_now = [standing for standing in standings if standing.valid_to is None]
    by_organisation: dict[str, list[Standing]] = {}
    for standing in open_now:
        by_organisation.setdefault(standing.organisation_id, []).append(standing)
    for rename in reading.renames:
        if rename.former_id in by_organisation and rename.present_id not in by_organisation:
            changes.extend(compare_readings(Reading(), Reading(renames=(rename,))))
    successor = {rename.former_id: rename.present_id for rename in reading.renames}
    predecessor = {present: former for former, present in successor.items()}
    for identity, areas in _places(reading, {}).items():
        known = by_organisation.get(identity, []) or by_organisation.get(predecessor.get(identity, ""), [])
        if identity in successor and by_organisation.get(successor[identity]):
            continue
        for area, place in areas.items():
            changes.extend(_against(known, area, place, published_on))
    return _paired(_with_replaced(changes, open_now))


def _against(known: Sequence[Standing], area: str | None, place: _Place, published_on: date | None) -> Iterable[Change]:
    claim = place.claim
    same_programme = [s for s in known if s.programme == claim.programme or None in {s.programme, claim.programme}]
    here = [s for s in same_programme if area is None or s.area in {None, area}]
    if not here:
        if not claim.status.is_exit:
            yield _added(place) if not same_programme else _change(EventType.AREA_ADDED, place, after=area)
        return
    if any(s.status is claim.status and _group(s.role) == _group(claim.role) for s in here):
        return
    standing = max(here, key=lambda s: (s.area is not None, s.status.rank))
    on = claim.event_date or published_on
    if on and standing.valid_from and on < standing.valid_from:
        return
    if standing.status is not claim.status:
        question = ""
        if not claim.status.is_exit and claim.status.rank < standing.status.rank:
            question = f"This says {claim.status.value}, but it was already {standing.status.value}. Which holds?"
        changed = _change(EventType.STATUS_CHANGED, place, before=standing.status.value, after=claim.status.value)
        yield replace(changed, area=area or standing.area, question=question)
    elif area is not None and standing.area is not None:
        yield _change(EventType.ROLE_CHANGED, place, before=standing.role.value, after=claim.role.value)


def _with_replaced(changes: list[Change], open_now: Sequence[Standing]) -> list[Change]:
    """``changes``, where an exit without an area is given the areas in which someone else comes in."""
    result: list[Change] = []
    for change in changes:
        if change.area is None and _leaves(change):
            held = {s.area for s in open_now if s.organisation_id == change.organisation_id and s.area}
            taken = {c.area for c in changes if c.type is EventType.ADDED and c.area in held}
            if taken:
                result.extend(replace(change, area=area) for area in sorted(filter(None, taken)))
                continue
        result.append(change)
    return result
