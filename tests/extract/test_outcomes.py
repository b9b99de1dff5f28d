"""How bidders fared and who follows whom, where a table says so by ranks, notes, marks and a line across its cells."""

from __future__ import annotations

import pytest

from tests.extract.test_tables import table

_SCORED = ["Lot", "Place", "Tenderer", "Quality", "Price", "Rank"]


def scored(*rows: list[str], before: str = "<h1>Award of the ferry contracts</h1>") -> str:
    return table(_SCORED, *rows, before=before)


def test_who_is_ranked_below_the_first_has_lost_the_lot(told) -> None:
    page = scored(
        ["1", "Islay", "Sound Ferries Ltd", "60", "30", "1st"],
        ["1", "Islay", "Narrows Boats CIC", "55", "28", "2nd"],
        ["2", "Jura", "Narrows Boats CIC", "55", "31", "1st"],
        ["2", "Jura", "Harbour Line Ltd", "50", "20", "2nd"],
    )

    assert told(page, "html") == {
        ("Sound Ferries Ltd", "lead", "awarded", "Islay"),
        ("Narrows Boats CIC", "bidder_unsuccessful", "unsuccessful", "Islay"),
        ("Narrows Boats CIC", "lead", "awarded", "Jura"),
        ("Harbour Line Ltd", "bidder_unsuccessful", "unsuccessful", "Jura"),
    }


@pytest.mark.parametrize(
    "before",
    ["<h1>Ferry framework</h1><p>All are on the framework.</p>", "<h1>Ferries</h1><p>The top two are taken on.</p>"],
)
def test_ranks_lose_nothing_where_several_are_taken_on(told, before: str) -> None:
    rows = (
        ["1", "Islay", "Sound Ferries Ltd", "60", "30", "1"],
        ["1", "Islay", "Narrows Boats CIC", "55", "28", "2"],
    )

    assert {status for _, _, status, _ in told(scored(*rows, before=before), "html")} == {"awarded"}


def test_a_line_across_the_scores_and_a_lot_that_is_not_let(told) -> None:
    page = (
        "<main><h1>Award of the ferry contracts</h1><p>That Lot 3 be not awarded.</p><table><tr>"
        + "".join(f"<th>{header}</th>" for header in _SCORED)
        + "</tr><tr><td>1</td><td>Islay</td><td>Sound Ferries Ltd</td><td>60</td><td>30</td><td>1</td></tr>"
        "<tr><td>1</td><td>Islay</td><td>Narrows Boats CIC</td><td colspan='3'>Bid withdrawn in May</td></tr>"
        "<tr><td>3</td><td>Coll</td><td>Harbour Line Ltd</td><td>20</td><td>30</td><td>n/a</td></tr></table></main>"
    )

    assert told(page, "html") == {
        ("Sound Ferries Ltd", "lead", "awarded", "Islay"),
        ("Narrows Boats CIC", "withdrawn", "withdrawn", "Islay"),
        ("Harbour Line Ltd", "bidder_unsuccessful", "unsuccessful", "Coll"),
    }


def test_who_has_it_now_goes_where_another_comes(told) -> None:
    page = table(
        ["Town", "Current caterer", "New caterer"],
        ["Hexham", "Kettle Catering Ltd", "Fresh Plate CIC"],
        ["Alnwick", "Kettle Catering Ltd", "Kettle Catering Ltd"],
        ["Wooler", "Dunn Foods Ltd", "To be confirmed"],
        ["Amble", "Dunn Foods Ltd", "Harbour Meals Ltd (preferred bidder)*"],
    )

    assert told(page, "html") == {
        ("Kettle Catering Ltd", "lead", "terminated", "Hexham"),
        ("Fresh Plate CIC", "lead", "awarded", "Hexham"),
        ("Kettle Catering Ltd", "lead", "awarded", "Alnwick"),
        ("Dunn Foods Ltd", "lead", "awarded", "Wooler"),
        ("Dunn Foods Ltd", "lead", "awarded", "Amble"),
        ("Harbour Meals Ltd", "lead", "preferred_bidder", "Amble"),
    }


@pytest.mark.parametrize(
    ("note", "status"),
    [
        ("* Subject to satisfactory checks of the drivers.", "preferred_bidder"),
        ("* Pending approval of the safety case.", "preferred_bidder"),
        ("* Provisional", "preferred_bidder"),
        ("* The vessel is on loan.", "awarded"),
        ("* Boats will not run on Sundays.", "awarded"),
    ],
)
def test_a_note_gives_its_stage_to_whom_its_mark_stands_behind(told, note: str, status: str) -> None:
    page = table(["Island", "Operator"], ["Jura", "Narrows Boats CIC *"], ["Islay", "Sound Ferries Ltd"])

    assert told(page.replace("</main>", f"<p>{note}</p></main>"), "html") == {
        ("Narrows Boats CIC", "lead", status, "Jura"),
        ("Sound Ferries Ltd", "lead", "awarded", "Islay"),
    }


def test_a_sentence_in_a_note_is_of_the_place_in_the_row_that_points_to_it(told) -> None:
    page = table(["Locality", "Provider"], ["Balfron", "Endrick Care Ltd"], ["Drymen", "Blane Care Ltd<sup>1</sup>"])
    note = "<p><sup>1</sup> Interim. Fintry Care Ltd handed back its contract here on 31 January.</p></main>"

    assert ("Fintry Care Ltd", "lead", "terminated", "Drymen") in told(page.replace("</main>", note), "html")


def test_a_code_that_a_table_lists_is_no_body(told) -> None:
    page = table(
        ["Route", "School", "Operator"], ["RH01", "Hill School", "Amman Travel Ltd"], ["RH09", "Bryn School", "-"]
    )
    after = "<p>RH09 was withdrawn because its pupils go elsewhere.</p></main>"

    assert {name for name, *_ in told(page.replace("</main>", after), "html")} == {"Amman Travel Ltd"}


@pytest.mark.parametrize("mark", [" / ", ", ", " and ", "; "])
def test_brackets_behind_a_joint_venture_name_its_members(told, mark: str) -> None:
    page = table(["District", "Contractor"], ["Fife", f"Hillfoot Roads JV<br>(Kerr Civil Ltd{mark}Dunmore Roads Ltd)"])

    assert told(page, "html") == {
        ("Hillfoot Roads JV", "lead", "awarded", "Fife"),
        ("Kerr Civil Ltd", "joint_venture_member", "awarded", "Fife"),
        ("Dunmore Roads Ltd", "joint_venture_member", "awarded", "Fife"),
    }


def test_brackets_behind_a_venture_may_say_what_it_does_and_where(told) -> None:
    page = table(["District", "Contractor"], ["Moray", "Spey Highways Alliance (gritting, signs and lines)"])

    assert told(page, "html") == {("Spey Highways Alliance", "lead", "awarded", "Moray")}


_ZONES = table(
    ["Proponent", "Price", "Rank"],
    ["Narrows Boats CIC", "28", "2"],
    ["Sound Ferries Ltd", "30", "1"],
    ["Harbour Line Ltd", "20", "3"],
    before="<h1>Ferries</h1><h2>{}</h2><p>That the proposal ranked first be accepted.</p>{}",
)


@pytest.mark.parametrize(
    ("heading", "decided", "status"),
    [
        ("Recommendation", "", "preferred_bidder"),
        ("Recommendations to Council", "", "preferred_bidder"),
        ("Recommendation", "<p>Motion carried.</p>", "awarded"),
        ("Decision", "", "awarded"),
    ],
)
def test_who_is_ranked_first_is_recommended_where_somebody_else_decides(
    told, heading: str, decided: str, status: str
) -> None:
    assert {claim[:3] for claim in told(_ZONES.format(heading, decided), "html")} == {
        ("Sound Ferries Ltd", "lead", status),
        ("Narrows Boats CIC", "bidder_unsuccessful", "unsuccessful"),
        ("Harbour Line Ltd", "bidder_unsuccessful", "unsuccessful"),
    }
