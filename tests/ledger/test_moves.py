"""What a reading and its changes do to the standings: which end, which begin, on what day and with whose words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from monitor.ledger.moves import Moves, moves
from monitor.model import (
    Change,
    Claim,
    EventType,
    Evidence,
    Layer,
    Reading,
    Role,
    Sector,
    Standing,
    Status,
    organisation_id_of,
)  # fmt: skip

DAY = date(2026, 5, 1)
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
NOW = datetime(2026, 5, 2, tzinfo=UTC)


def a_claim(organisation: str = "Acme", **fields: Any) -> Claim:
    given: dict[str, Any] = {
        "role": Role.LEAD, "status": Status.PREFERRED_BIDDER, "areas": ("Quay",), "programme": "p", "layer": Layer.TABLE,
        "surface": organisation, "organisation_id": organisation_id_of(organisation),
        "evidence": Evidence(quote=f"{organisation} of DAY", start=0, end=9),
    }  # fmt: skip
    return Claim(organisation=organisation, **{**given, **fields})


def a_standing(organisation: str = "Acme", **fields: Any) -> Standing:
    given: dict[str, Any] = {
        "role": Role.LEAD, "status": Status.PREFERRED_BIDDER, "area": "Quay", "programme": "p", "valid_from": MARCH,
        "organisation_id": organisation_id_of(organisation), "quote": f"{organisation} of March",
    }  # fmt: skip
    return Standing(organisation=organisation, **{**given, **fields})


def a_change(kind: EventType, organisation: str = "Acme", **fields: Any) -> Change:
    given: dict[str, Any] = {"area": "Quay", "programme": "p", "organisation_id": organisation_id_of(organisation)}
    return Change(type=kind, organisation=organisation, **{**given, **fields})


def step(standings: Iterable[Standing], claims: Iterable[Claim] = (), changes: Iterable[Change] = ()) -> Moves:
    return moves(
        list(standings), Reading(claims=tuple(claims)), changes, on=DAY, known_at=NOW, url="https://s.example/n",
        source_id="gazette",
    )  # fmt: skip


def brief(standings: Iterable[Standing]) -> list[tuple[Any, ...]]:
    return sorted((s.organisation, s.area or "", s.status.value, s.valid_from, s.valid_to) for s in standings)


def test_a_claim_begins_a_standing_that_says_all_that_it_says_and_where() -> None:
    claim = a_claim(
        status=Status.AWARDED, contract="C-7", sector=Sector.CHARITY, partnership="Bright Ways", confidence=0.8, event_date=APRIL
    )  # fmt: skip

    assert step([], [claim]) == Moves(
        begun=(
            Standing(
                organisation="Acme", organisation_id=claim.organisation_id, role=Role.LEAD, status=Status.AWARDED, area="Quay",
                partnership="Bright Ways", programme="p", contract="C-7", sector=Sector.CHARITY, valid_from=APRIL, known_from=NOW,
                quote="Acme of DAY", url="https://s.example/n", claim_id=claim.id, source_id="gazette", confidence=0.8,
            ),
        )
    )  # fmt: skip


def test_that_something_moved_shows() -> None:
    assert not step([a_standing()], [a_claim()])
    assert step([], [a_claim()])
    assert step([a_standing()], (), [a_change(EventType.REMOVED)])


def test_a_rename_carries_every_place_over_from_its_day_with_the_partnership_that_is_called_after_the_body() -> None:
    own, other = a_standing(partnership="Acme"), a_standing(area="Moor", partnership="Bright Ways", contract="c")
    change = a_change(
        EventType.RENAMED, area=None, organisation_to="Bolt", organisation_to_id="body:bolt", occurred_on=APRIL
    )

    done = step([own, other, a_standing("Zenith")], (), [change])

    assert done.ended == (replace(own, valid_to=APRIL), replace(other, valid_to=APRIL))
    name = {"organisation": "Bolt", "organisation_id": "body:bolt", "valid_from": APRIL}
    assert done.begun == (replace(own, partnership="Bolt", **name), replace(other, **name))


def test_a_rename_that_gives_no_new_identifier_keeps_the_one_that_was_and_a_questioned_one_does_nothing() -> None:
    change = a_change(EventType.RENAMED, area=None, organisation_to="Acme plc")

    (begun,) = step([a_standing()], (), [change]).begun

    assert (begun.organisation, begun.organisation_id, begun.valid_from) == (
        "Acme plc",
        organisation_id_of("Acme"),
        DAY,
    )
    assert not step([a_standing()], (), [replace(change, question="Or another body?")])


@pytest.mark.parametrize(
    ("change", "known", "ended"),
    [
        ({}, {}, True),
        ({"question": "Is it a redesign?"}, {}, False),
        ({"area": "Moor"}, {}, False),
        ({"area": None}, {}, True),
        ({"contract": "c"}, {"contract": "c"}, True),
        ({"contract": "c"}, {}, True),
        ({"contract": "c"}, {"contract": "d"}, False),
        ({}, {"contract": "d"}, True),
        ({"programme": None}, {}, True),
        ({"programme": "q"}, {}, False),
        ({"programme": "q"}, {"programme": None}, True),
        ({"organisation_id": "body:other"}, {}, False),
    ],
)
def test_a_removal_ends_the_place_that_it_names_and_no_other(change, known, ended) -> None:
    standing = a_standing(**known)

    done = step([standing, a_standing("Zenith")], (), [a_change(EventType.REMOVED, **change)])

    assert done == Moves(ended=(replace(standing, valid_to=DAY),) if ended else ())


def test_of_a_body_in_two_areas_a_removal_that_names_none_ends_nothing() -> None:
    assert not step([a_standing(), a_standing(area="Moor")], (), [a_change(EventType.REMOVED, area=None)])


def test_an_ended_standing_never_ends_before_it_began() -> None:
    removed = a_change(EventType.REMOVED, occurred_on=date(2026, 2, 1))

    assert step([a_standing()], (), [removed]).ended[0].valid_to == MARCH
    assert step([a_standing(valid_from=None)], (), [removed]).ended[0].valid_to == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("change", "follows"),
    [
        ({"status": Status.WITHDRAWN}, True),
        ({"status": Status.WITHDRAWN, "programme": None}, True),
        ({"status": Status.WITHDRAWN, "programme": "q"}, False),
        ({"status": Status.WITHDRAWN, "area": "Moor"}, False),
        ({"status": Status.AWARDED}, False),
    ],
)
def test_members_follow_the_partnership_out_and_stay_with_it_otherwise(change, follows) -> None:
    member = a_standing("Hope", role=Role.PARTNER, partnership="Bright Ways")

    done = step([member], (), [a_change(EventType.STATUS_CHANGED, "Bright Ways", **change)])

    assert done.ended == ((replace(member, valid_to=DAY),) if follows else ())


def test_what_one_document_begins_and_ends_was_for_the_days_between() -> None:
    bid = a_claim(event_date=MARCH)
    left = a_claim(status=Status.WITHDRAWN, role=Role.WITHDRAWN, event_date=APRIL)

    assert brief(step([], [bid, left]).begun) == [
        ("Acme", "Quay", "preferred_bidder", MARCH, APRIL),
        ("Acme", "Quay", "withdrawn", APRIL, None),
    ]
    assert brief(step([], [bid, replace(left, event_date=MARCH)]).begun) == [("Acme", "Quay", "withdrawn", MARCH, None)]


@pytest.mark.parametrize(
    ("source_id", "ended", "begun"),
    [
        ("gazette", [("preferred_bidder", APRIL, APRIL)], [("terminated", MARCH, None)]),
        ("paper", [], [("terminated", MARCH, APRIL)]),
    ],
)
def test_a_change_of_a_day_before_its_source_was_read_ends_what_was_seen_there_but_not_what_another_says(
    source_id, ended, begun
) -> None:
    seen = a_standing(valid_from=APRIL, source_id=source_id)
    over = a_claim(status=Status.TERMINATED, event_date=MARCH)
    told = a_change(EventType.STATUS_CHANGED, status=Status.TERMINATED, claim_id=over.id, occurred_on=MARCH)

    done = step([seen], [over], [told])

    assert [entry[2:] for entry in brief(done.ended)] == ended
    assert [entry[2:] for entry in brief(done.begun)] == begun


def test_a_bid_keeps_its_name_and_who_was_out_comes_back_without_it() -> None:
    bid = a_standing(partnership="Bright Ways")
    award = a_claim(status=Status.AWARDED)
    out = a_claim(status=Status.WITHDRAWN, role=Role.WITHDRAWN)

    assert [s.partnership for s in step([bid], [award]).begun] == ["Bright Ways"]
    assert [s.partnership for s in step([bid], [out]).begun] == [None]
    gone = replace(bid, status=Status.WITHDRAWN, role=Role.WITHDRAWN)
    back = a_change(EventType.STATUS_CHANGED, claim_id=award.id)
    assert [s.partnership for s in step([gone], [award], [back]).begun] == [None]


def test_naming_the_area_later_fills_it_in_unless_one_of_the_two_is_out() -> None:
    open_area = a_standing(area=None)

    done = step([open_area], [a_claim(event_date=APRIL)])

    assert done.ended == (replace(open_area, valid_to=APRIL),)
    assert brief(done.begun) == [("Acme", "Quay", "preferred_bidder", APRIL, None)]
    out = replace(open_area, status=Status.WITHDRAWN, role=Role.WITHDRAWN)
    assert step([out], [a_claim()]).ended == ()


@pytest.mark.parametrize(
    ("claim", "begins"),
    [
        pytest.param({}, False, id="the same again"),
        pytest.param({"status": Status.AWARDED}, True, id="a step on"),
        pytest.param({"status": Status.SHORTLISTED}, False, id="a stage of then, still written"),
        pytest.param({"status": Status.SHORTLISTED, "event_date": APRIL}, True, id="a step back that is dated"),
        pytest.param({"role": Role.CONTRACT_HOLDER}, False, id="a role that some do not tell apart"),
        pytest.param({"role": Role.PARTNER}, True, id="another role"),
    ],
)
def test_a_claim_without_a_change_moves_what_it_overtakes(claim, begins) -> None:
    assert bool(step([a_standing()], [a_claim(**claim)])) is begins


def test_what_stood_until_the_day_is_not_begun_again_by_who_wrote_before_its_news() -> None:
    award = a_standing(status=Status.AWARDED, valid_to=DAY)
    now = a_standing(valid_from=DAY)

    assert not step([award, now], [a_claim(status=Status.AWARDED)])
    assert step([replace(award, valid_to=APRIL), now], [a_claim(status=Status.AWARDED)])
    assert not step([award], [a_claim(status=Status.AWARDED)])
    assert step([award], [a_claim(status=Status.SHORTLISTED)])
    assert step([award], [a_claim(status=Status.AWARDED, role=Role.PARTNER)])


def test_the_partnership_of_a_known_place_is_filled_in_with_the_words_that_name_it() -> None:
    claim = a_claim(partnership="Bright Ways")
    known = a_standing(url="https://s.example/march", claim_id="m")

    done = step([known], [claim])

    assert done.ended == (replace(known, valid_to=MARCH),)
    assert done.begun == (
        replace(known, partnership="Bright Ways", quote="Acme of DAY", url="https://s.example/n", claim_id=claim.id),
    )
    lesser = a_claim(role=Role.PARTNER, status=Status.SHORTLISTED, partnership="Bright Ways")
    assert step([known], [lesser]).begun == (replace(known, partnership="Bright Ways"),)
    out = {"status": Status.WITHDRAWN, "role": Role.WITHDRAWN}
    assert not step([replace(known, **out)], [replace(claim, **out)])


@pytest.mark.parametrize(
    ("past", "claim", "begun"),
    [
        ([(MARCH, APRIL)], {"event_date": date(2026, 2, 1)}, [(date(2026, 2, 1), MARCH)]),
        ([(APRIL, DAY), (MARCH, APRIL)], {"event_date": date(2026, 2, 1)}, [(date(2026, 2, 1), MARCH)]),
        ([(MARCH, APRIL)], {"event_date": date(2026, 3, 9)}, []),
        ([(MARCH, APRIL)], {"event_date": MARCH}, []),
        ([(None, APRIL)], {"event_date": date(2026, 2, 1)}, []),
        ([(MARCH, APRIL)], {"event_date": APRIL}, []),
        ([(MARCH, APRIL)], {"event_date": APRIL, "status": Status.AWARDED}, [(APRIL, None)]),
        ([(MARCH, APRIL)], {}, [(DAY, None)]),
    ],
)
def test_a_claim_of_a_time_that_is_over_takes_its_place_there(past, claim, begun) -> None:
    ended = [a_standing(valid_from=start, valid_to=end) for start, end in past]

    done = step(ended, [a_claim(**claim)])

    assert [(s.valid_from, s.valid_to) for s in done.begun] == begun
    assert done.ended == ()


def test_a_claim_that_names_no_area_moves_the_places_that_its_changes_found_for_it() -> None:
    award = a_claim(areas=(), status=Status.AWARDED, role=Role.PARTNER)
    moved = a_change(EventType.STATUS_CHANGED, status=Status.AWARDED, claim_id=award.id)
    known = [a_standing(), a_standing(area="Moor")]

    (begun,) = step(known, [award], [moved]).begun

    # Of the role in this area it says nothing.
    assert (begun.area, begun.status, begun.role) == ("Quay", Status.AWARDED, Role.LEAD)
    assert not step(known, [award], [replace(moved, question="Of which?")])
    assert not step(known, [award], [replace(moved, claim_id="another")])


def test_who_is_replaced_somewhere_is_out_there_by_a_claim_that_names_no_area() -> None:
    out = a_claim(areas=(), status=Status.WITHDRAWN, role=Role.WITHDRAWN)
    replaced = a_change(EventType.REPLACED, organisation_to="Bolt", organisation_to_id=organisation_id_of("Bolt"))
    elsewhere = a_standing(area="Moor")

    done = step([a_standing(), elsewhere], [out], [replaced])

    assert brief(done.begun) == [("Acme", "Quay", "withdrawn", DAY, None)]
    assert done.begun[0].role is Role.WITHDRAWN
    assert brief(done.ended) == [("Acme", "Quay", "preferred_bidder", MARCH, DAY)]


def test_a_claim_without_an_area_says_nothing_new_of_whoever_has_one_and_stands_for_itself_otherwise() -> None:
    placeless = a_claim(areas=())

    assert not step([a_standing()], [placeless])
    assert brief(step([a_standing("Zenith")], [placeless]).begun) == [("Acme", "", "preferred_bidder", DAY, None)]


@pytest.mark.parametrize(
    ("known", "claim", "programme"),
    [
        ([a_standing()], a_claim(programme=None, status=Status.AWARDED), "p"),
        ([a_standing(area="Moor")], a_claim(programme=None), None),
        ([a_standing("Zenith")], a_claim(programme=None), None),
        ([a_standing(), a_standing(programme="q")], a_claim(programme=None), None),
        ([a_standing()], a_claim(programme="q"), "q"),
        ([a_standing(area=None)], a_claim(areas=(), programme=None, status=Status.AWARDED), None),
    ],
)
def test_a_claim_that_names_no_programme_is_of_the_one_in_which_its_body_is_known_there(
    known, claim, programme
) -> None:
    assert [standing.programme for standing in step(known, [claim]).begun] == [programme]
