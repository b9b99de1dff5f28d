"""Rules of comparing that hold for any two states."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.ledger.compare import compare_readings, compare_with_ledger
from monitor.ledger.moves import moves
from monitor.model import Claim, EventType, Evidence, Layer, Reading, Rename, Role, Standing, Status, organisation_id_of

NAMES = ("Pellworth", "Sunder Trust", "Orchard 21", "Thistle Homes", "Quay CIC", "Larkspur")
AREAS = ("Aldermoor", "Brackenby", "Dunmere")
NOW = datetime(2026, 5, 2, tzinfo=UTC)
DAY = date(2026, 5, 1)


@st.composite
def states(draw: st.DrawFn) -> Reading:
    """Rows of a list: every pair of an organisation and an area at most once."""
    pairs = draw(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(AREAS)), unique=True, max_size=8))
    return Reading(
        claims=tuple(
            Claim(
                organisation=name,
                organisation_id=organisation_id_of(name),
                surface=name,
                role=draw(st.sampled_from([Role.LEAD, Role.PARTNER, Role.SUBCONTRACTOR])),
                status=draw(st.sampled_from([Status.SHORTLISTED, Status.PREFERRED_BIDDER, Status.AWARDED])),
                areas=(area,),
                programme="p",
                layer=Layer.TABLE,
                evidence=Evidence(quote=name, start=0, end=len(name)),
            )
            for name, area in pairs
        )
    )


def keys(changes: list) -> set:
    return {(c.type, c.organisation_id, c.organisation_to_id, c.area, c.before, c.after) for c in changes}


def stood(claims: Reading) -> list[Standing]:
    return list(moves([], claims, [], on=DAY, known_at=NOW, url="u", source_id="s").begun)


@given(states(), st.booleans())
def test_a_state_compared_with_itself_has_not_changed(state: Reading, complete: bool) -> None:
    assert compare_readings(state, state, complete=complete) == []


@given(states(), states(), st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(before: Reading, after: Reading, random: Random) -> None:
    shuffled = [*after.claims, *after.claims[:2]]
    random.shuffle(shuffled)

    assert keys(compare_readings(before, Reading(claims=tuple(shuffled)))) == keys(compare_readings(before, after))


@given(states())
def test_what_the_ledger_knows_is_no_news(state: Reading) -> None:
    assert compare_with_ledger(stood(state), state, published_on=DAY) == []


@given(states(), states())
def test_every_name_that_comes_or_goes_is_told_once(before: Reading, after: Reading) -> None:
    changes = compare_readings(before, after)
    came, went = set(), set()
    for change in changes:
        if change.type is EventType.REPLACED:
            went.add((change.organisation_id, change.area))
            came.add((change.organisation_to_id, change.area))
        elif change.type in {EventType.ADDED, EventType.AREA_ADDED}:
            came.add((change.organisation_id, change.area))
        elif change.type in {EventType.REMOVED, EventType.AREA_REMOVED}:
            went.add((change.organisation_id, change.area))
    old = {(c.organisation_id, c.areas[0]) for c in before.claims}
    new = {(c.organisation_id, c.areas[0]) for c in after.claims}

    assert came == new - old
    assert went == (old - new if after.claims else set())


@given(states(), states())
def test_events_replayed_give_the_standings(before: Reading, after: Reading) -> None:
    if not after.claims:
        return
    standings = stood(before)

    step = moves(standings, after, compare_readings(before, after), on=DAY, known_at=NOW, url="u", source_id="s")

    ended = {(s.organisation_id, s.area) for s in step.ended}
    begun = {(s.organisation_id, s.area, s.role, s.status) for s in step.begun}
    left = {
        (s.organisation_id, s.area, s.role, s.status) for s in standings if (s.organisation_id, s.area) not in ended
    }
    assert left | begun == {(c.organisation_id, c.areas[0], c.role, c.status) for c in after.claims}


@given(states(), st.sampled_from(NAMES))
def test_a_rename_never_yields_a_leaver_and_a_joiner(state: Reading, name: str) -> None:
    present = "Entirely Different Name"
    former_id, present_id = organisation_id_of(name), organisation_id_of(present)
    after = Reading(
        claims=tuple(
            replace(claim, organisation=present, organisation_id=present_id) if claim.organisation_id == former_id else claim
            for claim in state.claims
        ),
        renames=(
            Rename(
                former=name, former_id=former_id, present=present, present_id=present_id,
                evidence=Evidence(quote=name, start=0, end=len(name)),
            ),
        ),
    )  # fmt: skip

    by_version = compare_readings(state, after)
    by_ledger = compare_with_ledger(stood(state), after, published_on=DAY)

    assert {change.type for change in by_version} == {EventType.RENAMED}
    assert {change.type for change in by_ledger} <= {EventType.RENAMED}


@st.composite
def days(draw: st.DrawFn) -> tuple[Reading, list[Reading]]:
    """What stood before a day, and the three documents of that day: the same places told at other stages, in other roles."""
    names, areas = NAMES[:3], AREAS[:2]

    def claim(name: str, area: str | None, role: Role, status: Status, partnership: str | None) -> Claim:
        return Claim(
            organisation=name, organisation_id=organisation_id_of(name), surface=name, role=role, status=status, programme="p",
            areas=(area,) if area else (), partnership=partnership, evidence=Evidence(quote=name, start=0, end=len(name)),
        )  # fmt: skip

    roles = st.sampled_from([Role.LEAD, Role.PARTNER, Role.SUBCONTRACTOR])
    exact = st.one_of(roles, st.just(Role.STAFF_MUTUAL))
    # Each body is told either with its area, perhaps in one partnership and in an exact role, or without all three.
    placed = {name: draw(st.booleans()) for name in names}
    vehicle = {name: "Vehicle" if placed[name] else None for name in names}
    documents = [
        Reading(
            claims=tuple(
                claim(
                    name,
                    draw(st.sampled_from(areas)) if placed[name] else None,
                    draw(exact if placed[name] else roles),
                    draw(st.sampled_from(Status)),
                    draw(st.sampled_from([None, vehicle[name]])),
                )
                for name in draw(st.lists(st.sampled_from(names), unique=True))
            )
        )
        for _ in range(3)
    ]
    # Of a body in several areas, a text that names none does not say which: who is told so stands in one at most.
    stood = [(name, area) for name in names for area in (areas if placed[name] else areas[:1])]
    before = [
        claim(name, area, draw(roles), draw(st.sampled_from(Status)), None)
        for name, area in draw(st.lists(st.sampled_from(stood), unique=True, max_size=3))
    ]
    return Reading(claims=tuple(before)), documents


@settings(max_examples=200)
@given(days())
def test_the_order_of_documents_of_one_day_does_not_matter(day: tuple[Reading, list[Reading]]) -> None:
    before, documents = day

    def after(order: tuple[int, ...]) -> set:
        standings = [replace(s, valid_from=DAY - timedelta(days=9)) for s in stood(before)]
        told = set()
        for number in order:
            changes = compare_with_ledger(standings, documents[number], published_on=DAY)
            told |= {c.organisation_to_id or c.organisation_id for c in changes if c.type is not EventType.ROLE_CHANGED}
            step = moves(standings, documents[number], changes, on=DAY, known_at=NOW, url="u", source_id="s")
            over = {(s.slot, s.partnership, s.claim_id) for s in step.ended}
            kept = [s for s in standings if s.valid_to or (s.slot, s.partnership, s.claim_id) not in over]
            standings = [*kept, *step.ended, *step.begun]
        held = [s for s in standings if s.valid_to is None]
        # Who bids and is out on one day may be told of in one step or in two, or not at all if the exit is read first.
        told -= {s.organisation_id for s in held if s.status.is_exit}
        # As what somebody left does not matter once they are out.
        within = {(s.organisation_id, s.area, s.role, s.status, s.partnership) for s in held if not s.status.is_exit}
        return told | within | {(s.organisation_id, s.area, s.status) for s in held if s.status.is_exit}

    assert len({frozenset(after(order)) for order in permutations(range(3))}) == 1
