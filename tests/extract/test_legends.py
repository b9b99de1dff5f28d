"""Signs under places that a key explains, and what tables of dates and introductions under one place say of others."""

from __future__ import annotations

from tests.extract.test_tables import table

_SIGNED = table(
    ["Contractor", "Hexham", "Alnwick", "Wait"],
    ["Kerr Homes Ltd", "●", "○", "4"],
    ["Dunmore Roofing Ltd", "", "●", "5"],
    ["Tay Plumbing CIC", "△", "✗", "6"],
    ["Esk Glazing Ltd", "▽", "", "7"],
    before="<h1>Who repairs council homes</h1>{}",
)
_TOLD = {
    ("Kerr Homes Ltd", "lead", "awarded", "Hexham"),
    ("Kerr Homes Ltd", "subcontractor", "awarded", "Alnwick"),
    ("Dunmore Roofing Ltd", "lead", "awarded", "Alnwick"),
    ("Tay Plumbing CIC", "lead", "preferred_bidder", "Hexham"),
    ("Esk Glazing Ltd", "lead", "terminated", "Hexham"),
}
_MEANINGS = (
    ("●", "holds the contract"),
    ("○", "works as a subcontractor"),
    ("△", "preferred bidder, contract not yet signed"),
    ("▽", "contract ends in May"),
    ("✗", "no service"),
)


def test_a_key_in_a_list_a_line_or_a_table_of_terms_explains_the_signs(told) -> None:
    items = "".join(f"<li>{sign} {said}</li>" for sign, said in _MEANINGS)
    terms = "".join(f"<dt>{sign}</dt><dd>{said}</dd>" for sign, said in _MEANINGS)
    line = "; ".join(f"{sign} = {said}" for sign, said in _MEANINGS)

    for key in (f"<ul>{items}</ul>", f"<dl>{terms}</dl>", f"<p>Key: {line}</p>"):
        assert told(_SIGNED.format(key), "html") == _TOLD


def test_signs_without_a_key_of_contracts_give_no_places(told) -> None:
    key = "<p>● open every day; ○ open at weekends; △ by appointment; ▽ closed in May; ✗ no lift</p>"

    assert {place for *_, place in told(_SIGNED.format(key), "html")} <= {""}


def test_what_happened_is_read_in_a_table_of_dates(told) -> None:
    page = table(
        ["When", "What happened"],
        ["May 2025", "Torus Active hands back the contract for the pools."],
        ["June 2025", "Contract signed with Everwell Leisure Ltd for both of the pools."],
        ["July 2025", "Survey by Moorhouse Consulting: 4,118 replies were sent in."],
        before="<h1>Who runs our pools</h1>",
    )

    assert {claim[:3] for claim in told(page, "html")} == {
        ("Torus Active", "lead", "terminated"),
        ("Everwell Leisure Ltd", "lead", "awarded"),
    }


def test_the_others_are_not_who_was_spoken_of_last(told) -> None:
    page = (
        "<p>The board has named Kerr Homes Ltd as preferred bidder for the contract. "
        "The other two were told that they had not been successful.</p>"
    )

    assert {claim[:3] for claim in told(page, "html")} == {("Kerr Homes Ltd", "lead", "preferred_bidder")}


def test_what_leads_a_list_in_below_one_place_is_over_at_the_next(told) -> None:
    page = (
        "<h1>Prison teaching</h1><h2>Yorkshire</h2><p>Subcontractors of the main supplier:</p>"
        "<ul><li>Inkwell Arts Ltd</li><li>Dearne Skills CIC</li></ul>"
        "<h2>Kent</h2><p>Teaching: Medway College Group</p><p>Guidance: Forward Guidance Ltd</p>"
    )

    assert {name for name, role, *_ in told(page, "html") if role == "subcontractor"} == {
        "Inkwell Arts Ltd",
        "Dearne Skills CIC",
    }


def test_what_was_put_to_a_board_is_read_where_it_was_carried(told) -> None:
    page = table(
        ["Item", "Subject and recommendation", "Action"],
        ["1", "Approve a contract with Kerr Homes Ltd for roof repairs in Hexham.", "Approved 5-0"],
        ["2", "Award the contract for school meals in Alnwick to Fresh Plate CIC.", "Deferred to July"],
        ["3", "Receive a report from the Northern Chamber of Commerce on parking in Amble.", "Accepted"],
        before="<h1>Minutes of the board</h1>",
    )

    assert told(page, "html") == {("Kerr Homes Ltd", "lead", "awarded", "Hexham")}
    assert told(page.replace("Action", "Page"), "html") == set()


_RANKS = "Supplier\tSmall firm\tLot 1 Saltwick\tLot 2 Harle Valley\tLot 3 Keldale\nDunmore Roads Ltd\tYes\t1\t2\tR\nKerr Civils Ltd\tNo\t2\t\t1\nTay Surfacing plc\tNo\tU\t1\tU\n\n{}"


def test_ranks_and_letters_under_lots_tell_how_each_fared_in_them(told) -> None:
    note = "Numbers give the rank of those appointed. R = reserve. U = tender not successful. Blank = no tender."

    assert told(_RANKS.format(note), "tsv") == {
        ("Dunmore Roads Ltd", "lead", "awarded", "Saltwick"),
        ("Dunmore Roads Ltd", "lead", "awarded", "Harle Valley"),
        ("Dunmore Roads Ltd", "lead", "shortlisted", "Keldale"),
        ("Kerr Civils Ltd", "lead", "awarded", "Saltwick"),
        ("Kerr Civils Ltd", "lead", "awarded", "Keldale"),
        ("Tay Surfacing plc", "bidder_unsuccessful", "unsuccessful", "Saltwick"),
        ("Tay Surfacing plc", "lead", "awarded", "Harle Valley"),
        ("Tay Surfacing plc", "bidder_unsuccessful", "unsuccessful", "Keldale"),
    }


def test_letters_alone_may_tell_it_too(told) -> None:
    page = table(
        ["Bidder", "Lot 1 Saltwick", "Lot 2 Harle Valley"],
        ["Dunmore Roads Ltd", "A", "N"],
        ["Kerr Civils Ltd", "X", "A"],
        before="<h1>Results of the tender</h1><p>A: awarded; N: not awarded; X: did not bid</p>",
    )

    assert told(page, "html") == {
        ("Dunmore Roads Ltd", "lead", "awarded", "Saltwick"),
        ("Dunmore Roads Ltd", "bidder_unsuccessful", "unsuccessful", "Harle Valley"),
        ("Kerr Civils Ltd", "lead", "awarded", "Harle Valley"),
    }


def test_ranks_that_nothing_explains_or_that_rate_work_done_give_no_places(told) -> None:
    notes = ("Ranking of the tenders received", "Ranks by a survey of tenants. R = reserve. U = tender not successful.")

    for note in notes:
        assert {place for *_, place in told(_RANKS.format(note), "tsv")} <= {""}
