"""The requirements on the ledger, each shown through the commands on the real table of 2014."""

import csv
import io
import json
from datetime import date
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from monitor.ledger.completeness import named_in_words
from monitor.ledger.counts import QUERIES, count
from monitor.ledger.opendata import safe_cell
from monitor.ledger.partnerships import partnerships, shortlisted_not_awarded
from monitor.model import Claim, Completeness, Evidence, Role, Sector, Standing, Status
from monitor.programmes import load_packs
from monitor.programmes.pack import Organisation

TR = "transforming-rehabilitation"
WARWICKSHIRE = "Warwickshire and West Mercia"


def test_r01_the_ledger_holds_21_areas_and_8_partnerships_and_every_row_has_a_quote(ledger):
    rows = ledger.ask("standings", "--as-of", "2014-10-30", "--programme", TR)

    assert len({row["area"] for row in rows if row["area"]}) == 21
    # A body that bids alone is its own partnership.
    assert len({row["partnership"] or row["organisation"] for row in rows}) == 8
    assert all(row["evidence"]["quote"] and row["evidence"]["url"] for row in rows)


def test_r02_every_name_of_an_area_asks_for_the_same_area(ledger):
    by_acronym = ledger.ask("standings", "--as-of", "2014-10-30", "--area", "BeNCH")
    in_full = ledger.ask("standings", "--as-of", "2014-10-30", "--area", by_acronym[0]["area"])

    assert by_acronym == in_full


def test_r03_before_the_statement_there_is_nothing_and_what_was_ingested_later_was_not_known(ledger):
    assert ledger.ask("standings", "--as-of", "2014-10-28") == []
    assert ledger.ask("standings", "--as-of", "2014-10-30", "--known-at", "2014-10-28") == []
    assert ledger.ask("standings", "--as-of", "2014-10-30", "--known-at", "2014-10-29") != []


def test_r03_the_area_that_changes_hands_reads_differently_on_either_day_and_as_known_before(ledger):
    def leads(*arguments):
        rows = ledger.ask("standings", "--area", WARWICKSHIRE, *arguments)
        return {row["organisation"] for row in rows}

    before, after = leads("--as-of", "2014-11-01"), leads("--as-of", "2014-11-09")

    assert "EOS" not in before
    assert "EOS" in after
    assert not any("GEO" in name for name in after)
    assert leads("--as-of", "2014-11-09", "--known-at", "2014-11-01") == before


def test_r04_counts_are_saved_queries_that_print_their_rule_unit_and_day(ledger):
    rows = {row["id"]: row for row in ledger.ask("counts", "--as-of", "2014-10-30", "--programme", TR)}
    nacro = ledger.ask("standings", "--as-of", "2014-10-30", "--organisation", "NACRO")

    assert len(nacro) == 6
    assert rows["named-distinct"]["value"] < rows["named-appearances"]["value"]
    assert all(row["definition"] and row["unit"] and row["as_of"] for row in rows.values())
    assert "30 October 2014" in rows["leads-distinct"]["words"]


def test_r04_one_organisation_in_six_areas_counts_once_as_distinct_and_six_times_as_appearances():
    held = [_standing("Nacro", area=f"Area {number}") for number in range(6)]
    totals = {query.id: count(query, held, {}, as_of=date(2014, 10, 30)).value for query in QUERIES}

    assert (totals["named-distinct"], totals["named-appearances"]) == (1, 6)


def test_r05_published_counts_stand_beside_ours_with_their_source(ledger):
    published = [row for row in ledger.ask("counts", "--programme", TR) if row["id"].startswith("published-")]

    assert published
    assert all("published by others" in row["definition"] for row in published)


def test_r06_a_list_that_does_not_say_it_is_whole_names_at_least_that_many():
    names = [_claim(str(number)) for number in range(5)]
    closed = [_claim(str(number), completeness=Completeness.CLOSED) for number in range(5)]

    assert named_in_words(names) == "at least 5"
    assert named_in_words(closed) == "5"


def test_r08_and_r13_and_r14_what_nobody_states_is_a_question_with_its_age(ledger):
    asked = ledger.ask("questions", "--as-of", "2014-11-08", "--programme", TR)
    fields = {row["field"] for row in asked}

    assert {"contract_holder", "payment", "volume", "services"} <= fields
    assert all(row["age_days"] >= 0 for row in asked)
    assert {row["id"] for row in asked} == {
        row["id"] for row in ledger.ask("questions", "--as-of", "2014-11-08", "--programme", TR)
    }


def test_r19_the_timeline_of_an_area_shows_the_change_in_words(ledger):
    events = ledger.ask("events", "--area", WARWICKSHIRE, "--since", "2014-11-01")

    replaced = [event for event in events if event["type"] == "replaced"]
    assert [event["organisation_to"] for event in replaced] == ["EOS"]
    assert replaced[0]["wording"].startswith("EOS replaces")
    assert all(event["state"] == "pending" and event["evidence"]["quote"] for event in events)
    assert ledger.ask("events", "--until", "2014-10-30") == []


def test_r15_a_partnership_has_members_over_time_and_one_that_leaves_two_areas_left_once():
    first, second = date(2014, 10, 29), date(2015, 6, 1)
    history = [
        *(_member("Lantern", area, first, None) for area in ("North", "South")),
        *(_member("Quayside", area, first, second) for area in ("North", "South")),
    ]

    found = partnerships(history)[0]

    assert [(m.organisation, m.areas, m.since, m.until) for m in found.members] == [
        ("Lantern", ("North", "South"), first, None),
        ("Quayside", ("North", "South"), first, second),
    ]
    assert [member.organisation for member in found.members_on(date(2015, 7, 1))] == ["Lantern"]


def test_r21_who_was_shortlisted_and_not_awarded_can_be_asked():
    history = [
        _stage("Harbour", Status.SHORTLISTED, date(2013, 12, 1), None),
        _stage("Beacon", Status.SHORTLISTED, date(2013, 12, 1), date(2014, 10, 29)),
        _stage("Beacon", Status.AWARDED, date(2014, 10, 29), None),
    ]

    assert [each.organisation for each in shortlisted_not_awarded(history)] == ["Harbour"]


def test_r22_a_contested_body_is_counted_both_ways():
    mutual = Organisation(
        id="tees", name="Tees Change", sector=Sector.SOCIAL_ENTERPRISE, contested="has public members too"
    )
    query = next(query for query in QUERIES if query.id == "voluntary-leads-distinct")

    found = count(query, [_standing("Tees Change", organisation_id="tees")], {"tees": mutual}, as_of=date(2014, 10, 30))

    assert (found.value, found.with_contested) == (0, 1)
    assert "0, or 1 if Tees Change counts" in found.in_words()


def test_r23_a_published_total_is_never_printed_without_source_and_date(ledger):
    for pack in load_packs():
        for denominator in pack.denominators:
            assert denominator.source, denominator.id
            assert denominator.on, denominator.id


def test_r29_areas_without_a_named_provider_for_a_group_are_listed(ledger):
    gaps = ledger.ask("gaps", "--as-of", "2014-10-30", "--programme", TR, "--specialism", "women")

    assert {gap["specialism"] for gap in gaps} == {"women"}
    assert "Wales" in {gap["area"] for gap in gaps}


def test_the_export_is_valid_json_csv_xlsx_atom_and_calendar_with_permanent_ids(ledger, tmp_path):
    data = json.loads(ledger.run("export", "--as-of", "2014-10-30", "--all").stdout)
    schema = json.loads(ledger.run("export", "--format", "schema").stdout)
    rows = list(csv.DictReader(io.StringIO(ledger.run("export", "--as-of", "2014-10-30", "--format", "csv").stdout)))
    ledger.run("export", "--as-of", "2014-10-30", "--all", "--format", "xlsx", "--output", str(tmp_path / "data.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "data.xlsx")
    feed = ET.fromstring(ledger.run("export", "--all", "--format", "atom").stdout.encode())
    calendar = ledger.run("export", "--format", "ics").stdout

    assert set(data["standings"][0]) == set(schema["properties"]["standings"]["items"]["properties"])
    assert [row["id"] for row in rows] == [row["id"] for row in data["standings"]]
    assert len({row["id"] for row in rows}) == len(rows)
    assert book.sheetnames == ["README", "standings", "events"]
    assert book["standings"].max_row == len(rows) + 1
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == len(data["events"]) > 0
    assert calendar.startswith("BEGIN:VCALENDAR")


def test_an_event_that_nobody_accepted_is_not_exported(ledger):
    assert json.loads(ledger.run("export").stdout)["events"] == []


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", '"=1', "＝1"])
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(cell):
    assert safe_cell(cell) == f"'{cell}"


def test_addresses_of_people_are_held_back_and_those_of_an_office_stay():
    from monitor.ledger.opendata import hold_back_addresses

    words = "Write to jane.doe@charity.test or press.office@charity.test."

    assert hold_back_addresses(words) == "Write to [address held back] or press.office@charity.test."


def _standing(name, *, area="Wales", organisation_id=None):
    return Standing(
        organisation=name, organisation_id=organisation_id or name.lower(), role=Role.LEAD,
        status=Status.PREFERRED_BIDDER, area=area, programme=TR,
    )  # fmt: skip


def _claim(name, **fields):
    return Claim(
        organisation=name, organisation_id=name, surface=name, role=Role.PARTNER, status=Status.AWARDED,
        evidence=Evidence(quote=name, start=0, end=1), **fields,
    )  # fmt: skip


def _member(name, area, since, until):
    return Standing(
        organisation=name, organisation_id=name.lower(), role=Role.PARTNER, status=Status.AWARDED, area=area,
        partnership="Harbour Together", programme=TR, valid_from=since, valid_to=until,
    )  # fmt: skip


def _stage(name, status, since, until):
    return Standing(
        organisation=name, organisation_id=name.lower(), role=Role.LEAD, status=status, programme=TR, valid_from=since,
        valid_to=until,
    )  # fmt: skip
