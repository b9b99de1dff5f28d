"""What is quoted of a table: one row for those that say the same of other areas, its cells parted as words are."""

from __future__ import annotations

from monitor.digest.render import render
from monitor.model import Audience, Evidence, Role

AREAS = ("Essex", "Kent, Surrey and Sussex", "Northumbria", "South Yorkshire", "Wales", "York")
LIKE_IT = {"en": "and 5 like it", "cy": "gyda 5 arall tebyg"}


def row(*cells: str) -> Evidence:
    text = " | ".join(cells)
    return Evidence(quote=text, start=0, end=len(text))


def awards(build, *rows: tuple[str, Evidence], who: str = "Acme", **over):
    return [
        build.event(
            f"{who}{number}", area=area, evidence=evidence, organisation=who, organisation_id=who.lower(),
            **({"role": Role.LEAD, "status": "awarded"} | over),
        )
        for number, (area, evidence) in enumerate(rows)
    ]  # fmt: skip


def printed(item) -> list[tuple[str, list[str]]]:
    return [(words(quote.text), [words(text) for text in quote.alike]) for quote in item.quotes]


def words(text: str) -> str:
    return " ".join(text.split())


def test_rows_that_differ_in_their_area_alone_are_one_quotation_and_every_area_stands_beside_it(build):
    digest = build.digest(events=awards(build, *((area, row(area, "Acme", "Nacro")) for area in AREAS)))
    (item,) = digest.items

    assert printed(item) == [("Essex · Acme · Nacro", [f"{area} · Acme · Nacro" for area in AREAS[1:]])]
    for language, like_it in LIKE_IT.items():
        bulletin = render(digest, Audience(language=language))
        assert f"> “Essex · Acme · Nacro” {like_it}" in words(bulletin.text)
        assert bulletin.html.count("<blockquote") == 1
        assert like_it in bulletin.html
        for shown in (bulletin.text, bulletin.html):
            assert [area for area in AREAS if area not in words(shown)] == []
            assert shown.count("https://site.example/a") == 1


def test_the_rows_of_a_lead_and_of_its_partner_are_one_quotation_too(build):
    rows = [(area, row(area, "Acme", "Nacro")) for area in AREAS]
    events = [
        *awards(build, *rows, partnership="Bright"),
        *awards(build, *rows[::-1], who="Nacro", partnership="Bright", role=Role.PARTNER),
    ]

    (item,) = build.digest(events=events).items

    assert [(text, len(alike)) for text, alike in printed(item)] == [("Essex · Acme · Nacro", 5)]


def test_rows_that_say_more_than_another_area_are_quoted_each(build):
    rows = [("Wales", row("Wales", "Acme", "£1.5m")), ("Essex", row("Essex", "Acme", "£15m")), ("York", row("Acme", "York", "£15m"))]  # fmt: skip

    (item,) = build.digest(events=awards(build, *rows)).items

    assert len(item.quotes) == 3
    assert not any(quote.alike for quote in item.quotes)


def test_the_same_words_of_two_documents_are_quoted_each(build):
    one, other = AREAS[0], AREAS[4]
    events = [
        *awards(build, (one, row(one, "Acme"))),
        *awards(build, (one, row(one, "Acme")), (other, row(other, "Acme")), url="https://site.example/b")[1:],
    ]

    (item,) = build.digest(events=events).items

    assert [quote.link.url[-1] for quote in item.quotes if quote.link] == ["a", "b"]


def test_an_area_that_is_written_with_an_ampersand_is_the_same_area(build):
    rows = [("Essex", row("Essex", "Acme")), ("Kent, Surrey and Sussex", row("Kent, Surrey & Sussex", "Acme"))]

    (item,) = build.digest(events=awards(build, *rows)).items

    assert printed(item) == [("Essex · Acme", ["Kent, Surrey & Sussex · Acme"])]


def test_who_follows_an_area_reads_the_row_of_that_area(build):
    digest = build.digest(events=awards(build, *((area, row(area, "Acme")) for area in AREAS)))

    text = words(render(digest, Audience(areas=("Wales",))).text)

    assert "> “Wales · Acme” and 5 like it" in text


def test_sentences_that_differ_in_their_area_alone_are_one_and_their_counts_are_in_words(build):
    rows = [(area, row(f"Acme has won {area}.")) for area in AREAS[:2]]

    text = words(render(build.digest(events=awards(build, *rows))).text)

    assert "> “Acme has won Essex.” and one like it" in text


def test_empty_cells_leave_no_mark_and_a_bar_within_a_word_is_left(build):
    (item,) = build.digest(events=awards(build, ("Essex", row("Essex", "Acme", "", "a|b")))).items

    assert printed(item) == [("Essex · Acme · a|b", [])]
