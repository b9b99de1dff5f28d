"""Records under the headings of their places, tables with a blank corner, and renames in the notes below them."""

from __future__ import annotations

import pytest

from tests.extract.conftest import shipped
from tests.extract.test_tables import table


def cards(*each: tuple[str, str], before: str = "<h1>Respite houses</h1>") -> str:
    return f"<main>{before}" + "".join(f"<h2>{place}</h2>{record}" for place, record in each) + "</main>"


@pytest.mark.parametrize("label", ["Where", "Towns", "Location", "Nearest station", "Office"])
def test_the_place_over_a_record_comes_before_the_house_in_it(told, label: str) -> None:
    lines = "<p>Run by: {}</p><p>{}: {}</p><p>Open: every day</p>"

    found = told(
        cards(
            ("North Devon", lines.format("Pellworth Care", label, "Mill Lane, Braunton")),
            ("Torridge", lines.format("Sunder Trust", label, "The Strand, Appledore")),
        ),
        "html",
    )

    assert found == {
        ("Pellworth Care", "lead", "awarded", "North Devon"),
        ("Sunder Trust", "lead", "awarded", "Torridge"),
    }


def test_what_a_record_serves_comes_before_the_place_over_it(told) -> None:
    found = told(
        cards(
            ("Exeter", "<p>Run by: Pellworth Care</p><p>Area: East Devon</p>"),
            ("Barnstaple", "<p>Run by: Sunder Trust</p><p>Area: North Devon</p>"),
        ),
        "html",
    )

    assert {(name, place) for name, _, _, place in found} == {
        ("Pellworth Care", "East Devon"),
        ("Sunder Trust", "North Devon"),
    }


def test_the_place_may_stand_two_headings_above_the_record(told) -> None:
    found = told(
        cards(
            (
                "Kerry",
                "<h3>Abbey House</h3><dl><dt>Operated by</dt><dd>Pellworth Care</dd><dt>House owned by</dt><dd>Lir Estates Ltd</dd></dl>"
                "<h3>Visiting support</h3><dl><dt>Operated by</dt><dd>Sunder Trust</dd></dl>",
            ),
            (
                "Cork",
                "<h3>Night beds</h3><dl><dt>Operated by</dt><dd>Orchard 21 Ltd</dd>"
                "<dt>Previous operator</dt><dd>Harbour Shelter Ltd (until May 2026)</dd></dl>",
            ),
        ),
        "html",
    )

    assert found == {
        ("Pellworth Care", "lead", "awarded", "Kerry"),
        ("Sunder Trust", "lead", "awarded", "Kerry"),
        ("Orchard 21 Ltd", "lead", "awarded", "Cork"),
        ("Harbour Shelter Ltd", "lead", "terminated", "Cork"),
    }


def test_a_table_with_a_blank_corner_has_places_below_it(told) -> None:
    page = table(
        ["", "Nursing", "Meals"],
        ["Hexham", "Solway Nursing Ltd", "Kettle Catering Ltd"],
        ["Alnwick", "Kind Hands CIC", "Dunn Foods Ltd"],
        before="<h1>Contracted home care providers</h1>",
    )

    assert told(page, "html") == {
        ("Solway Nursing Ltd", "lead", "awarded", "Hexham"),
        ("Kettle Catering Ltd", "lead", "awarded", "Hexham"),
        ("Kind Hands CIC", "lead", "awarded", "Alnwick"),
        ("Dunn Foods Ltd", "lead", "awarded", "Alnwick"),
    }


@pytest.mark.parametrize(
    ("note", "renames"),
    [
        ("&dagger; Formerly Annan Carers Ltd; the name changed in May.", [("Annan Carers Ltd", "Solway Nursing Ltd")]),
        ("&dagger; Previously known as Annan Carers Ltd.", [("Annan Carers Ltd", "Solway Nursing Ltd")]),
        ("&dagger; Formerly based in Hawick.", []),
        ("&Dagger; Formerly Annan Carers Ltd.", []),
    ],
)
def test_a_note_tells_what_the_body_before_its_mark_was_called(tmp_path, note: str, renames: list) -> None:
    from monitor.extract.claims import find_claims
    from monitor.sources.files import read_file

    file = tmp_path / "page.html"
    page = table(["Area", "Provider"], ["Hexham", "Solway Nursing Ltd&dagger;"], ["Alnwick", "Kind Hands CIC"])
    file.write_text(page.replace("</main>", f"<p>{note}</p></main>"), encoding="utf-8")
    found = [
        (rename.former, rename.present)
        for document in read_file(file, url="https://e.org/d", published=None)
        for rename in find_claims(document, shipped()).renames
    ]

    assert found == renames


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("Alcohol and drugs", ""),
        ("Housing support", ""),
        ("Perpetrator programme (whole county)", ""),
        ("Advice on debt", ""),
        ("Market Hexby and the Vale", "Market Hexby and the Vale"),
        ("Unit 4 Harbour Flats", "Harbour Flats"),
        ("Unit 12: Glen Valley", "Glen Valley"),
        ("Employment support, North East", "North East"),
        ("Pathways to Work, Yorkshire and the Humber", "Yorkshire and the Humber"),
        ("Kent, Sussex", "Kent, Sussex"),
        ("Islands and coast", "Islands and coast"),
        ("North and west", "North and west"),
    ],
)
def test_a_heading_that_says_what_is_done_is_no_place(told, heading: str, place: str) -> None:
    record = "<p>Provider: Pellworth Care Ltd</p><p>Open: every day</p>"
    page = cards(
        (heading, record), ("North Devon", record.replace("Pellworth Care", "Sunder Homes")), before="<h1>Care</h1>"
    )

    assert ("Pellworth Care Ltd", "lead", "awarded", place) in told(page, "html")


def test_the_number_of_a_table_is_no_part_of_the_place_over_it(told) -> None:
    first = table(
        ["Proponent", "Total"],
        ["Pellworth Care", "81.5"],
        before="<h1>Transit</h1><h2>Table 1. Zone 1 - Lakeshore</h2>",
    )
    second = table(["Proponent", "Total"], ["Sunder Trust", "80.1"], before="<h2>Table 2. Zone 2 - Glen Valley</h2>")

    assert {(name, place) for name, _, _, place in told(first + second, "html")} == {
        ("Pellworth Care", "Lakeshore"),
        ("Sunder Trust", "Glen Valley"),
    }
