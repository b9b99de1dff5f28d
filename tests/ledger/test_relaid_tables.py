"""Tables that stand in one version with other columns than in the other: what moves is the layout, not who provides."""

from __future__ import annotations

import pytest

from monitor.ledger.doubts import RELAID
from tests.ledger.test_edits_in_place import changes, told


def table(*rows: str, above: str = "Here is who runs which package of routes.") -> str:
    head, *lines = (row.split("|") for row in rows)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in lines)
    heads = "".join(f"<th>{cell}</th>" for cell in head)
    return f"<html><body><h1>Our operators</h1><p>{above}</p><table><tr>{heads}</tr>{body}</table></body></html>"


PACKAGES = table("Package|Operator|Town", "Dunmere|Harbour Coaches|Alford", "Saltwick|Alder Buses|Brough")


def test_a_column_of_places_that_is_dropped_takes_no_area_from_anybody() -> None:
    shorter = table("Package|Operator|Vehicles", "Dunmere|Harbour Coaches|17", "Saltwick|Alder Buses|29")

    assert told(PACKAGES, shorter) == []
    assert told(shorter, PACKAGES) == []


def test_what_a_row_said_in_another_column_is_no_further_area() -> None:
    before = table(
        "Home|Where|Care by",
        "Larch House|Dunmere|Rowan Trust",
        "Elm Court|Saltwick|Rowan Trust",
        "Fir Lodge|Alford|Mill Homes",
    )
    after = table(
        "District|Home|Care by",
        "Dunmere|Larch House|Rowan Trust",
        "Saltwick|Elm Court|Rowan Trust",
        "Alford|Fir Lodge|Mill Homes",
    )

    assert told(before, after) == []
    assert {change.question for change in changes(before, after)} <= {RELAID}


def test_who_is_another_in_a_row_of_a_table_with_other_columns_has_taken_its_place() -> None:
    after = table("Operator|Package|Vehicles", "Alder Buses|Saltwick|29", "Tern Transit|Dunmere|17")

    assert told(PACKAGES, after) == [("replaced", "Harbour Coaches", "Tern Transit", "Dunmere")]


@pytest.mark.parametrize(
    "above", ["The council has paid operators to run these routes since 2016.", "Fares are paid on board."]
)
def test_words_of_paying_beside_a_table_of_operators_by_place_leave_it_one(above: str) -> None:
    before = table("Package|Operator", "Dunmere|Harbour Coaches", "Saltwick|Alder Buses", above=above)
    after = table("Package|Operator", "Dunmere|Tern Transit", "Saltwick|Alder Buses", above=above)

    assert told(before, after) == [("replaced", "Harbour Coaches", "Tern Transit", "Dunmere")]


def test_a_column_of_those_who_inspect_names_who_does_it() -> None:
    before = table(
        "Region|Inspection service provider", "Dunmere|Harbour Audits", "Saltwick|Alder Reviews", above="Who comes."
    )
    after = table(
        "Region|Inspection service provider", "Dunmere|Harbour Audits", "Saltwick|Tern Reviews", above="Who comes."
    )

    assert told(before, after) == [("replaced", "Alder Reviews", "Tern Reviews", "Saltwick")]
