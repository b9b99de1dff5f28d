"""Open data: valid against its published schema, safe in a spreadsheet, and without the addresses of persons."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema_rs
import openpyxl
import pytest
from icalendar import Calendar

from monitor.ledger.feeds import Day, to_atom, to_ics
from monitor.ledger.opendata import (
    EVENT_COLUMNS,
    STANDING_COLUMNS,
    event_row,
    is_personal,
    standing_row,
    to_csv,
    to_xlsx,
)
from monitor.model import Change, Event, EventType, Evidence, Role, Standing, Status
from monitor.text import fingerprint

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/reference/open-data.schema.json").read_text(encoding="utf-8"))
NOW = datetime(2014, 11, 7, 9, tzinfo=UTC)
EVIL = '=HYPERLINK("https://evil.test")'


def a_standing(**fields):
    values = {"organisation": "Acme", "organisation_id": "acme", "role": Role.LEAD, "status": Status.AWARDED} | fields
    return Standing(**values)


def an_event(**fields):
    values = {"type": EventType.ADDED, "organisation": "Acme", "organisation_id": "acme"} | fields
    change = Change(**values)
    return Event(
        id=fingerprint(change.key), change=change, source_id="s", document_id=None, version_id=None, url="https://a.test/1",
        title="A page", publisher="Ministry", detected_at=NOW,
    )  # fmt: skip


def document(standings=(), events=()):
    rows = {"standings": [standing_row(each) for each in standings], "events": [event_row(each) for each in events]}
    return {"as_of": "2014-11-07", **rows}


def test_what_is_exported_is_valid_by_the_published_schema_and_what_is_not_is_refused():
    whole = document(
        [a_standing(), a_standing(area="Essex", valid_from=date(2014, 10, 29), known_from=NOW, quote="Acme leads")],
        [an_event(), an_event(type=EventType.VALUE_CHANGED, before="1", after="2", occurred_on=date(2014, 11, 1))],
    )
    valid = jsonschema_rs.validator_for(SCHEMA, validate_formats=True)

    assert valid.is_valid(whole)
    for broken in ({"role": "boss"}, {"since": "yesterday"}, {"confidence": 2}, {"id": ""}, {"more": 1}):
        standings = [{**whole["standings"][0], **broken}]
        assert not valid.is_valid({**whole, "standings": standings}), broken


def test_a_formula_from_a_source_is_words_in_csv_and_in_the_workbook():
    row = standing_row(a_standing(organisation=EVIL, quote="+1", partnership="@x"))
    read = next(csv.DictReader(io.StringIO(to_csv(STANDING_COLUMNS, [row]))))
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx({"standings": (STANDING_COLUMNS, [row])}, about=["About"])))
    cells = {cell.column: cell for cell in book["standings"][2]}

    assert (read["organisation"], read["quote"], read["partnership"]) == (f"'{EVIL}", "'+1", "'@x")
    assert [cell.value for cell in cells.values() if cell.data_type == "f"] == []
    assert f"'{EVIL}" in [cell.value for cell in cells.values()]


def test_the_workbook_opens_with_a_readme_that_explains_every_column():
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx({"events": (EVENT_COLUMNS, [])}, about=["What this is"])))
    readme = [[cell for cell in row if cell] for row in book["README"].iter_rows(values_only=True)]

    assert book.sheetnames[0] == "README"
    assert readme[0] == ["What this is"]
    assert [list(pair) for pair in EVENT_COLUMNS.items()] == [row for row in readme if len(row) == 2]


def test_the_address_of_a_person_is_held_back_wherever_it_stands():
    person = "jane.doe@charity.test"
    row = event_row(
        an_event(
            type=EventType.CONTACT_RETIRED, organisation=person, before=person, after="press@charity.test",
            evidence=Evidence(quote=f"Write to {person}", start=0, end=5),
        )
    )  # fmt: skip
    held = standing_row(a_standing(quote=f"Ask {person}"))
    feed = to_atom([an_event(organisation=person)], title="t", feed_id="f", updated=NOW).decode()

    assert person not in json.dumps([row, held]) + feed
    assert row["to"] == "press@charity.test"


@pytest.mark.parametrize(
    ("address", "personal"),
    [
        ("jane.doe@charity.test", True), ("j.doe@charity.test", True), ("press@charity.test", False),
        ("general.enquiries@charity.test", False), ("020 7946 0000", False), ("https://charity.test/jane@home", False),
    ],
)  # fmt: skip
def test_an_office_is_told_from_a_person(address, personal):
    assert is_personal(address) is personal


def test_a_feed_of_a_place_has_an_id_that_is_an_address_and_entries_with_permanent_ids():
    events = [an_event(), an_event(organisation="Beacon", organisation_id="beacon")]
    feed = ET.fromstring(to_atom(events, title="Essex", feed_id="changes:Essex & Kent", updated=NOW))
    atom = "{http://www.w3.org/2005/Atom}"

    assert feed.findtext(f"{atom}id") == "urn:tierwatch:changes:Essex%20%26%20Kent"
    assert {entry.findtext(f"{atom}id") for entry in feed.findall(f"{atom}entry")} == {
        f"urn:tierwatch:event:{event.id}" for event in events
    }


def test_a_calendar_is_read_back_as_it_was_meant_whatever_the_words():
    days = [
        Day(id="b", on=date(2014, 11, 18), summary='Closes: grants; for "all"\r\nEND:VEVENT', url="https://a.test/x"),
        Day(id="a", on=date(2014, 11, 1), summary="ä" * 100, url="javascript:alert(1)"),
    ]
    calendar = Calendar.from_ical(to_ics(days, stamp=NOW))
    entries = calendar.walk("VEVENT")

    assert [str(entry["uid"]) for entry in entries] == ["a@tierwatch", "b@tierwatch"]
    assert [entry["dtstart"].dt for entry in entries] == [date(2014, 11, 1), date(2014, 11, 18)]
    assert str(entries[0]["summary"]) == "ä" * 100
    assert "url" not in entries[0]
    assert str(entries[1]["summary"]) == 'Closes: grants; for "all" END:VEVENT'
    assert all(len(line.encode()) <= 75 for line in to_ics(days, stamp=NOW).split("\r\n"))
