"""What the pages ask of the ledger: the matrix, the history of a place and of a body, and what a list says of itself."""

from __future__ import annotations

from datetime import UTC, date, datetime

from monitor.ledger.completeness import completeness_of, stated_or_not
from monitor.ledger.histories import one_body, stays
from monitor.ledger.lineage import Lineage
from monitor.ledger.matrix import matrix
from monitor.ledger.timeline import timeline
from monitor.model import Change, Completeness, Event, EventState, EventType, Role, Standing, Status
from monitor.programmes.pack import Area, Programme

ROUND = Programme(
    id="round",
    name="Round",
    areas=(Area(id="north", name="North", successors=("coast",)), Area(id="south", name="South")),
)
LATER = Programme(id="later", name="Later", areas=(Area(id="coast", name="Coast", predecessors=("south",)),))


def a_standing(name="Acme", *, area="North", programme="round", **fields):
    values = {"role": Role.LEAD, "status": Status.AWARDED, "valid_from": date(2014, 10, 29)} | fields
    return Standing(organisation=name, organisation_id=name.lower(), area=area, programme=programme, **values)


def an_event(type_, name, *, on, **fields):
    state = fields.pop("state", EventState.PENDING)
    change = Change(type=type_, organisation=name, organisation_id=name.lower(), area="North", occurred_on=on, **fields)
    return Event(
        id=f"{type_}-{name}", change=change, source_id="s", document_id=None, version_id=None, url="https://a.test",
        title="", publisher="", detected_at=datetime(2014, 11, 7, tzinfo=UTC), state=state,
    )  # fmt: skip


def test_the_matrix_has_a_row_for_an_area_in_which_nobody_is_named():
    rows = matrix([a_standing()], [ROUND])

    assert [(row.area, row.named_in_words) for row in rows] == [("North", "at least 1"), ("South", "none named")]


def test_the_matrix_counts_exactly_only_where_every_list_says_that_it_is_whole():
    held = [a_standing("Acme", claim_id="a"), a_standing("Beacon", claim_id="b", role=Role.PARTNER)]
    closed = {"a": Completeness.CLOSED, "b": Completeness.CLOSED}

    assert matrix(held, [ROUND], closed)[0].named_in_words == "2"
    assert matrix(held, [ROUND], closed | {"b": Completeness.OPEN})[0].named_in_words == "at least 2"


def test_the_matrix_parts_who_leads_who_takes_part_and_who_left():
    held = [
        a_standing("Acme"), a_standing("Beacon", role=Role.SUBCONTRACTOR),
        a_standing("Castle", role=Role.WITHDRAWN, status=Status.WITHDRAWN),
    ]  # fmt: skip
    row = matrix(held, [ROUND])[0]

    assert [[each.organisation for each in part] for part in (row.leads, row.others, row.left)] == [
        ["Acme"], ["Beacon"], ["Castle"],
    ]  # fmt: skip


def test_a_place_that_only_a_source_names_has_a_row_of_its_own():
    assert [row.area for row in matrix([a_standing(area="Islands")], [ROUND])] == ["North", "South", "Islands"]


def test_one_open_list_makes_all_of_them_open_and_silence_makes_them_unknown():
    assert completeness_of([Completeness.CLOSED, Completeness.OPEN]) is Completeness.OPEN
    assert completeness_of([Completeness.CLOSED, Completeness.UNKNOWN]) is Completeness.UNKNOWN
    assert completeness_of([]) is Completeness.UNKNOWN


def test_a_successor_is_found_whichever_of_the_two_packs_names_it():
    lineage = Lineage([ROUND, LATER])

    assert [kin.area.name for kin in lineage.after("north")] == ["Coast"]
    assert sorted(kin.area.name for kin in lineage.before("coast")) == ["North", "South"]
    assert lineage.before("north") == ()


def test_the_timeline_tells_an_event_once_and_what_no_event_tells_from_the_standings():
    day, later = date(2014, 10, 29), date(2014, 11, 6)
    history = [a_standing("Acme", valid_to=later), a_standing("Beacon", valid_from=later)]
    swap = an_event(
        EventType.REPLACED, "Acme", on=later, organisation_to="Beacon", organisation_to_id="beacon", status=Status.AWARDED,
        role=Role.LEAD,
    )  # fmt: skip

    entries = timeline(history, [swap])

    assert [(entry.on, entry.words, entry.chip) for entry in entries] == [
        (day, "Acme is named as lead provider", "awarded the contract"),
        (later, "Beacon replaces Acme as lead provider in North", "awarded the contract"),
    ]


def test_the_timeline_leaves_out_what_a_person_rejected():
    refused = an_event(EventType.REMOVED, "Acme", on=date(2014, 11, 6), state=EventState.REJECTED)

    assert timeline([], [refused]) == ()


def test_the_stages_of_one_bid_are_one_stay_and_a_return_is_another():
    first, second, third = date(2014, 10, 29), date(2014, 12, 5), date(2016, 1, 1)
    history = [
        a_standing(status=Status.PREFERRED_BIDDER, valid_from=first, valid_to=second),
        a_standing(valid_from=second, valid_to=date(2015, 6, 1)),
        a_standing(valid_from=third),
        a_standing(programme="later", area="Coast", valid_from=date(2021, 6, 26)),
    ]

    found = stays(history)

    assert [(stay.programme, len(stay.stages), stay.since, stay.until) for stay in found] == [
        ("round", 2, first, date(2015, 6, 1)), ("round", 1, third, None), ("later", 1, date(2021, 6, 26), None),
    ]  # fmt: skip


def test_a_body_is_one_under_all_the_names_of_a_chain_of_renames():
    renames = {"a": "b", "b": "c", "x": "y"}

    assert one_body("b", renames) == one_body("c", renames) == {"a", "b", "c"}


def test_a_blank_says_that_nobody_stated_it_and_when_we_looked():
    assert stated_or_not(None, checked_on=date(2014, 11, 11)) == "not stated (checked 11 November 2014)"
    assert stated_or_not("a quarter", checked_on=date(2014, 11, 11)) == "a quarter"
