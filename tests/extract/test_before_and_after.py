"""Who had something before and who has it now, as headers, labels and notes say it; and tables of guests, which say nothing of it."""

from __future__ import annotations

import pytest

from tests.extract.test_tables import table

_ROWS = (["Kent", "Pellworth Care", "Sunder Trust"], ["Essex", "Orchard Homes Ltd", "Orchard Homes Ltd"])
_TOLD = {
    ("Pellworth Care", "lead", "terminated", "Kent"),
    ("Sunder Trust", "lead", "awarded", "Kent"),
    ("Orchard Homes Ltd", "lead", "awarded", "Essex"),
}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Supplier at present", "Supplier from October"),
        ("Provider now", "Provider from 1 April 2026"),
        ("Current contractor", "New contractor"),
        ("Contract to 31 March 2025: provider", "Contract from 1 April 2025: provider"),
        ("Provider to June 2025", "Provider from July 2025"),
        ("Operator until May 2024", "Operator after May 2024"),
    ],
)
def test_a_header_of_a_time_that_is_over_when_the_next_begins_holds_who_had_it(told, before: str, after: str) -> None:
    assert told(table(["Area", before, after], *_ROWS), "html") == _TOLD


def test_headers_over_two_columns_each_part_those_who_had_it_from_those_who_have_it(told) -> None:
    page = (
        "<h1>Youth work</h1><table><tr><th rowspan='2'>Area</th><th colspan='2'>Deed to 30 June 2025</th>"
        "<th colspan='2'>Deed from 1 July 2025</th></tr><tr><th>Provider</th><th>Places</th><th>Provider</th><th>Places</th></tr>"
        "<tr><td>Kent</td><td>Pellworth Care</td><td>40</td><td>Sunder Trust</td><td>60</td></tr>"
        "<tr><td>Essex</td><td>Orchard Homes Ltd</td><td>30</td><td>Orchard Homes Ltd</td><td>20</td></tr></table>"
    )

    assert told(page, "html") == _TOLD


def test_a_header_with_an_end_and_no_successor_holds_who_has_it(told) -> None:
    page = table(["Area", "Provider to March 2029"], ["Kent", "Pellworth Care"], ["Essex", "Sunder Trust"])

    assert {status for _, _, status, _ in told(page, "html")} == {"awarded"}


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("Backup under subcontract", "awarded"),
        ("Reserve provider", "shortlisted"),
        ("Standby under contract", "awarded"),
    ],
)
def test_who_stands_by_and_has_signed_for_it_is_no_reserve(told, header: str, status: str) -> None:
    page = table(
        ["Area", "Provider", header], ["Kent", "Pellworth Care", "Sunder Trust"], ["Essex", "Acme Ltd", "None"]
    )

    assert {claim[2] for claim in told(page, "html") if claim[0] == "Sunder Trust"} <= {status}


def test_labels_say_until_when_and_from_when(told) -> None:
    page = (
        "<h1>Our bus units</h1>"
        "<h2>Unit 1 Harbour Flats</h2><ul><li>Routes: 1 and 3</li><li>Operator: Pellworth Coaches Ltd</li></ul>"
        "<h2>Unit 2 Glen Valley</h2><ul><li>Routes: 5</li><li>Operator until 31 January 2026: Sunder Bus Co</li>"
        "<li>Operator from 1 February 2026: Pellworth Coaches Ltd</li></ul>"
    )

    assert told(page, "html") == {
        ("Pellworth Coaches Ltd", "lead", "awarded", "Harbour Flats"),
        ("Pellworth Coaches Ltd", "lead", "awarded", "Glen Valley"),
        ("Sunder Bus Co", "lead", "terminated", "Glen Valley"),
    }


def test_terms_say_who_had_it_before_and_who_is_to_have_it(told) -> None:
    page = (
        "<h1>Lead agencies</h1><h2>Northern Region</h2><dl><dt>Lead agency</dt><dd>Pellworth Families, Inc.</dd>"
        "<dt>Previous lead agency</dt><dd>Sunder Kids (contract not renewed)</dd></dl>"
        "<h2>Southern Region</h2><dl><dt>Lead agency</dt><dd>Orchard Homes Ltd (interim)</dd>"
        "<dt>Intended award, July 2025</dt><dd>Mill Lane Care</dd></dl>"
    )

    assert {claim[:1] + claim[2:] for claim in told(page, "html")} == {
        ("Pellworth Families, Inc", "awarded", "Northern Region"),
        ("Sunder Kids", "terminated", "Northern Region"),
        ("Orchard Homes Ltd", "awarded", "Southern Region"),
        ("Mill Lane Care", "preferred_bidder", "Southern Region"),
    }


def test_a_raised_number_behind_a_name_points_to_a_note_and_is_no_part_of_it(told) -> None:
    page = table(
        ["Provider", "Area"],
        ["Pellworth Care<sup>1</sup>", "Kent"],
        ["Sunder Trust <sup>2</sup>", "Essex"],
        ["Studio 3", "Sussex"],
    )
    notes = "<p>1 Takes no new clients.</p><p>2 Preferred bidder: the contract is not yet signed.</p>"

    assert told(page + notes, "html") == {
        ("Pellworth Care", "lead", "awarded", "Kent"),
        ("Sunder Trust", "lead", "preferred_bidder", "Essex"),
        ("Studio 3", "lead", "awarded", "Sussex"),
    }


def test_a_letter_in_brackets_points_to_a_note_which_says_nothing_of_the_next_table(told) -> None:
    first = table(["Area", "Supplier"], ["Kent", "Pellworth Care<sup>(a)</sup>"], ["Essex", "Sunder Trust"])
    next_one = table(
        ["Area", "Supplier"], ["Devon", "Orchard Homes Ltd"], ["Dorset", "Sunder Trust"], before="<h2>Advice</h2>"
    )

    assert told(f"{first}<p>(a) Preferred bidder.</p>{next_one}", "html") == {
        ("Pellworth Care", "lead", "preferred_bidder", "Kent"),
        ("Sunder Trust", "lead", "awarded", "Essex"),
        ("Orchard Homes Ltd", "lead", "awarded", "Devon"),
        ("Sunder Trust", "lead", "awarded", "Dorset"),
    }


@pytest.mark.parametrize("heading", ["Who came", "Who attended", "Companies that took part"])
def test_who_came_to_a_day_for_the_market_has_no_contract(told, heading: str) -> None:
    before = (
        f"<h1>Market engagement on our pools</h1><p>No decision on a contract has been taken.</p><h2>{heading}</h2>"
    )
    page = table(["Organisation", "Kind"], ["Pellworth Care", "Company"], ["Sunder Trust", "Charity"], before=before)

    assert told(page, "html") == set()


def test_what_was_visited_tells_of_guests(told) -> None:
    page = table(
        ["Organisation", "Sites visited"],
        ["Pellworth Care", "Kent"],
        ["Sunder Trust", "Essex"],
        before="<h1>Providers</h1>",
    )

    assert told(page, "html") == set()


def test_a_note_names_who_works_under_the_one_with_its_mark(told) -> None:
    page = table(["Area", "Supplier"], ["Kent", "Pellworth Care<sup>(a)</sup>"], ["Essex", "Sunder Trust"])
    notes = "<p>(a) With Mill Lane Reading as subcontractor for libraries.</p><p>(b) With regret, as partner schools know.</p>"

    assert told(page + notes, "html") == {
        ("Pellworth Care", "lead", "awarded", "Kent"),
        ("Mill Lane Reading", "subcontractor", "awarded", "Kent"),
        ("Sunder Trust", "lead", "awarded", "Essex"),
    }


@pytest.mark.parametrize(
    ("value", "role"),
    [
        ("Via Loop Systems, under a subcontract to the operator", "subcontractor"),
        ("Via Loop Systems (subcontractor)", "subcontractor"),
        ("Via Loop Systems", ""),
        ("24 hours a day", ""),
    ],
)
def test_a_value_says_that_its_bearer_is_a_subcontractor_whatever_its_label(told, value: str, role: str) -> None:
    page = (
        "<h1>Buses</h1><h2>Hythe Valley</h2><ul><li>Operator: Pellworth Coaches Ltd</li>"
        f"<li>Booking system: {value}</li><li>Contract: nine years</li></ul>"
    )

    found = {claim[:2] for claim in told(page, "html")}
    assert found == {("Pellworth Coaches Ltd", "lead"), *([("Via Loop Systems", role)] if role else [])}


@pytest.mark.parametrize("marks", [("(a)", "(b)"), ("[a]", "[b]"), ("1", "2"), ("¹", "²")])
def test_notes_may_stand_one_behind_another_in_one_paragraph(told, marks: tuple[str, str]) -> None:
    first, second = marks
    page = table(["Area", "Supplier"], ["Kent", f"Pellworth Care {first}"], ["Essex", f"Sunder Trust {second}"])
    notes = f"<p>{first} Takes no new clients.<br>{second} Preferred bidder: the contract is not yet signed.</p>"

    assert told(page + notes, "html") == {
        ("Pellworth Care", "lead", "awarded", "Kent"),
        ("Sunder Trust", "lead", "preferred_bidder", "Essex"),
    }
