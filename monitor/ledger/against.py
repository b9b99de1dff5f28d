"""A new document against what the ledger knows: what it confirms, what it moves, and what it contradicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from monitor.ledger.corrections import taken_back
from monitor.ledger.edits import NONE, Edits
from monitor.ledger.pairing import paired, without_followers
from monitor.ledger.places import Place, added, change, places_of, renamed
from monitor.ledger.precedence import is_repeated, is_same, is_step_back, overtakes, role_group
from monitor.ledger.wording import CORRECTED_ELSEWHERE
from monitor.model import Change, Claim, EventType, Layer, Reading, Rename, Role, Standing, Status


def compare_with_ledger(
    standings: Sequence[Standing],
    reading: Reading,
    *,
    published_on: date | None,
    known_renames: Mapping[str, str] | None = None,
    edits: Edits = NONE,
) -> list[Change]:
    """The changes that ``reading``, of a document not seen before, makes to ``standings``.

    ``standings`` are all that are known, those that have ended too. What is known already confirms and is no change. News
    older than what it meets takes its place in history. What cannot stand beside a known standing (another lead of the same area)
    carries a ``question`` for a person. ``known_renames`` maps identifiers, former to present. ``edits`` says what the document
    takes back of what it or another said.
    """
    if not (reading.claims or reading.renames or edits.mistakes):
        # Most documents say nothing of anybody, and the ledger is long.
        return []
    open_now = [standing for standing in standings if standing.valid_to is None]
    wrong = taken_back(edits.mistakes, reading, open_now)
    reading = replace(reading, claims=tuple(claim for claim in reading.claims if claim.id not in edits.retracted))
    known: dict[str, list[Standing]] = {}
    for standing in standings:
        known.setdefault(standing.organisation_id, []).append(standing)
    held = {standing.organisation_id for standing in open_now}
    stated = [*reading.renames, *_given(reading, open_now, known_renames or {})]
    renames = [r for r in stated if r.former_id in held and r.present_id not in held and r.former_id != r.present_id]
    former_of = {rename.present_id: rename.former_id for rename in renames}
    successor = {rename.former_id: rename.present_id for rename in reading.renames}
    changes = [renamed(rename) for rename in renames] + wrong
    for identity, areas in places_of(reading, successor).items():
        own = [*known.get(identity, ()), *known.get(former_of.get(identity, ""), ())]
        for place in areas.values():
            changes.extend(_against(own, place, published_on))
    told = without_followers(paired(_with_areas(changes, open_now, reading, published_on)))
    return [_questioned(_put_right(one, wrong), open_now, told, reading) for one in told]


def _put_right(one: Change, wrong: Sequence[Change]) -> Change:
    """``one`` as part of a correction, where it says who has the place that another had by mistake (``wrong``)."""
    places = {each.area for each in wrong}
    is_part = one.area in places and one.type in {EventType.ADDED, EventType.REPLACED, EventType.AREA_ADDED}
    return replace(one, reason=CORRECTED_ELSEWHERE) if is_part else one


def _given(reading: Reading, open_now: Sequence[Standing], known_renames: Mapping[str, str]) -> Iterable[Rename]:
    """The renames that packs know, of bodies that the ledger still has under a former name and ``reading`` names by the present.

    One stated by the text comes before it, with the words that say so.
    """
    told = {rename.former_id for rename in reading.renames}
    present = {claim.organisation_id: claim for claim in reading.stated()}
    former = {standing.organisation_id: standing.organisation for standing in open_now if not standing.status.is_exit}
    for former_id, present_id in known_renames.items():
        if former_id in former and present_id in present and former_id not in told:
            claim = present[present_id]
            yield Rename(
                former=former[former_id],
                former_id=former_id,
                present=claim.organisation,
                present_id=present_id,
                evidence=claim.evidence,
                confidence=claim.confidence,
            )


def _against(known: Sequence[Standing], place: Place, published_on: date | None) -> Iterable[Change]:
    claim = place.exit or place.claim
    on = claim.event_date or published_on
    ours = [s for s in known if claim.programme is None or s.programme in {None, claim.programme}]
    if any(_is_past(standing, on) for standing in ours if place.area in {None, standing.area}):
        return
    before = [standing for standing in ours if standing.valid_to and place.area in {None, standing.area}]
    if is_repeated(claim.status, claim.role, before, on=on):
        return
    held = [standing for standing in ours if standing.valid_to is None]
    here = [s for s in held if place.area is None or s.area in {None, place.area}]
    if not here:
        yield from _new(place, claim, elsewhere=any(s.area for s in held))
        return
    if any(is_same(claim.status, claim.role, s) for s in here):
        return
    standing = max(here, key=lambda s: (s.area is not None, s.status.rank))
    if not overtakes(claim.status, claim.role, standing, on=on, dated=claim.event_date is not None):
        # "X, the preferred bidder" is still written long after the award; only a dated step back is a contradiction.
        return
    area = place.area or (standing.area if len({s.area for s in here}) == 1 else None)
    yield from _step(standing, claim, area)


def _is_past(standing: Standing, on: date | None) -> bool:
    """Whether news of ``on`` fell into the life of a standing that has ended since: history, not today's event."""
    return bool(on and standing.valid_to and on < standing.valid_to)


def _new(place: Place, claim: Claim, *, elsewhere: bool) -> Iterable[Change]:
    if claim.status in {Status.WITHDRAWN, Status.TERMINATED}:
        yield change(EventType.STATUS_CHANGED, claim, place.area, after=claim.status.value)
    elif not claim.status.is_exit:
        yield change(EventType.AREA_ADDED, claim, place.area, after=place.area) if elsewhere else added(place)


def _step(standing: Standing, claim: Claim, area: str | None) -> Iterable[Change]:
    # Another role somewhere is not another role here: an unknown area is a wildcard that overwrites no known one.
    placeless = not claim.areas and area is not None
    if standing.status is not claim.status:
        back = is_step_back(claim.status, standing)
        question = f"This says {claim.status.value}, but it was already {standing.status.value}. Which holds?"
        moved = change(EventType.STATUS_CHANGED, claim, area, before=standing.status.value, after=claim.status.value)
        # Who leaves is known by the place that it held: a member that withdraws is not replaced by another lead.
        role = standing.role if claim.status.is_exit or placeless else moved.role
        yield replace(moved, role=role, question=question if back else "")
    outcomes = claim.status.is_exit or "outcome" in {role_group(claim.role), role_group(standing.role)}
    if not outcomes and role_group(standing.role) != role_group(claim.role) and area == standing.area:
        moved = change(EventType.ROLE_CHANGED, claim, area, before=standing.role.value, after=claim.role.value)
        yield replace(moved, question=f"{PLACELESS} {area}?") if placeless else moved


PLACELESS = "This gives another role and names no area. Is it meant of"


def _with_areas(
    changes: Sequence[Change], open_now: Sequence[Standing], reading: Reading, published_on: date | None
) -> list[Change]:
    """``changes``, where a stated exit without an area is given the areas in which the text has someone else come in."""
    result: list[Change] = []
    for one in changes:
        is_exit = one.type is EventType.STATUS_CHANGED and one.status is not None and one.status.is_exit
        if one.area is None and is_exit:
            held = {s.area for s in open_now if s.organisation_id == one.organisation_id and s.area}
            taken = held & _taken(one.organisation_id, reading, open_now, published_on)
            if taken:
                result.extend(replace(one, area=area) for area in sorted(filter(None, taken)))
                continue
        result.append(one)
    return result


def _taken(leaver: str, reading: Reading, open_now: Sequence[Standing], published_on: date | None) -> set[str | None]:
    """The areas in which ``reading`` names someone who was not there before that day."""
    settled = {(s.organisation_id, s.area) for s in open_now if s.valid_from != published_on and not s.status.is_exit}
    return {
        area
        for claim in reading.stated()
        for area in claim.areas
        if not claim.status.is_exit and claim.organisation_id != leaver and (claim.organisation_id, area) not in settled
    }


def _questioned(one: Change, open_now: Sequence[Standing], changes: Sequence[Change], reading: Reading) -> Change:
    """``one``, with a question where it names a lead for an area that another is known to lead and nobody says has left."""
    if one.type not in {EventType.ADDED, EventType.AREA_ADDED} or one.role is not Role.LEAD or one.area is None:
        return one
    claim = next((c for c in reading.claims if c.id == one.claim_id), None)
    if claim is None or claim.layer is Layer.JSON or claim.services or claim.status.rank < Status.PREFERRED_BIDDER.rank:
        return one
    gone = {c.organisation_id for c in changes if c.status and c.status.is_exit}
    vehicles = _vehicles(reading)
    rivals = [
        standing.organisation
        for standing in open_now
        if standing.area == one.area
        and standing.role is Role.LEAD
        and standing.status.rank >= Status.PREFERRED_BIDDER.rank
        and standing.programme == one.programme
        and standing.programme is not None
        and standing.organisation_id not in gone
        and not {standing.organisation, standing.partnership} & ({one.organisation, one.partnership} - {None})
        and standing.organisation not in vehicles.get(one.organisation, set())
    ]
    if not rivals:
        return one
    return replace(
        one, question=f"{rivals[0]} is known as lead in {one.area}. Has it been replaced, or do the sources disagree?"
    )


def _vehicles(reading: Reading) -> Mapping[str, set[str]]:
    """The bodies that ``reading`` puts in one partnership with each organisation."""
    together: dict[str, set[str]] = {}
    for claim in reading.claims:
        if claim.partnership and claim.partnership != claim.organisation:
            together.setdefault(claim.organisation, set()).add(claim.partnership)
            together.setdefault(claim.partnership, set()).add(claim.organisation)
    return together
