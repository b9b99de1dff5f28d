"""A bidder list survives every ordinary layout: each name is in a block, in order, with its heading where it has one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.extract.layout.blocks import MAX_BLOCKS, html_to_blocks, text_to_blocks
from monitor.model import BlockKind, Zone, document_of

ROWS = (
    ("Aldermoor", "Pellworth Care"),
    ("Brackenby", "Sunder Trust"),
    ("Castle Combe Vale", "Quay & Harbour CIC"),
    ("Dunmere", "Orchard 21"),
    ("Eskdale", "RISING PATHS"),
    ("Farrowdale", "Thistle Homes Ltd"),
)


def page(body: str) -> str:
    return f"<html><head><title>T</title></head><body><nav><a href='/'>Home</a></nav>{body}<footer>Cookies</footer></body></html>"


def escaped(text: str) -> str:
    return text.replace("&", "&amp;")


def joined(template: str) -> str:
    return "".join(template.format(area=area, name=escaped(name)) for area, name in ROWS)


LAYOUTS = {
    "table": "<table><tr><th>Area</th><th>Bidder</th></tr>" + joined("<tr><td>{area}</td><td>{name}</td></tr>") + "</table>",
    "table with linked names": "<table>" + joined("<tr><td>{area}</td><td><a href='/x'>{name}</a></td></tr>") + "</table>",
    "table of row headers": "<table>" + joined("<tr><th scope='row'>{area}</th><td>{name}</td></tr>") + "</table>",
    "table in thead and tbody": "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>"
    + joined("<tr><td><p>{area}</p></td><td><div>{name}</div></td></tr>") + "</tbody></table>",
    "layout table": "<table role='presentation'><tr><td><ul>" + joined("<li>{area}: {name}</li>") + "</ul></td></tr></table>",
    "nested tables": "<table><tr><td><table>" + joined("<tr><td>{area}</td><td>{name}</td></tr>") + "</table></td></tr></table>",
    "list": "<ul>" + joined("<li>{area}: {name}</li>") + "</ul>",
    "list with every item a link": "<ul>" + joined("<li><a href='/a'>{area}: {name}</a></li>") + "</ul>",
    "list with spans": "<ul>" + joined("<li><span>{area}</span> <b>{name}</b></li>") + "</ul>",
    "nested lists": "<ul>" + joined("<li>{area}<ul><li>{name}</li></ul></li>") + "</ul>",
    "ordered list": "<ol>" + joined("<li>{area} - {name}</li>") + "</ol>",
    "definition list": "<dl>" + joined("<dt>{area}</dt><dd>{name}</dd>") + "</dl>",
    "aside": "<aside class='sidebar'><h3>Bidders</h3><ul>" + joined("<li>{area}: {name}</li>") + "</ul></aside>",
    "cards": "<div class='grid'>" + joined("<div class='card'><h3>{area}</h3><p>{name}</p></div>") + "</div>",
    "cards that are links": joined("<a class='card' href='/c'><h3>{area}</h3><div>{name}</div></a>"),
    "accordion": joined("<details><summary>{area}</summary><p>{name}</p></details>"),
    "accordion of buttons": joined("<h4><button>{area}</button></h4><div hidden>{name}</div>"),
    "map with a legend": "<svg><text>map</text></svg><figure><figcaption>Legend</figcaption><ul>"
    + joined("<li>{area}: {name}</li>") + "</ul></figure>",
    "fieldset": "<form><fieldset><legend>Bidders</legend>" + joined("<p>{area}: {name}</p>") + "</fieldset></form>",
    "line breaks": "<p>The bidders are:<br>" + joined("{area}: {name}<br>") + "</p>",
    "bare divs": joined("<div>{area}</div><div>{name}</div>"),
    "blockquote": "<blockquote>" + joined("<p>{area}: {name}</p>") + "</blockquote>",
    "preformatted": "<pre>" + joined("{area}: {name}\n") + "</pre>",
    "tabs": "<div role='tablist'>" + joined("<div role='tabpanel'><span>{area}</span><em>{name}</em></div>") + "</div>",
    "footer of an article": "<article><footer>" + joined("<p>{area}: {name}</p>") + "</footer></article>",
    "unclosed tags": "<table><tr><th>A<th>B" + joined("<tr><td>{area}<td>{name}"),
    "noise in cells": "<table>" + joined("<tr><td>{area}<script>x()</script></td><td>\ue004 {name}<!-- c --></td></tr>") + "</table>",
    "column spans": "<table><tr><th colspan=2>Bidders</th></tr>" + joined("<tr><td>{area}</td><td>{name}</td></tr>") + "</table>",
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_bidder_survives_the_layout(layout: str) -> None:
    document = document_of(html_to_blocks(page(LAYOUTS[layout])), source_id="s", identity="d", url="https://e.org/")

    positions = [(document.text.find(area), document.text.find(name)) for area, name in ROWS]

    assert all(area >= 0 and name >= 0 for area, name in positions)
    assert [area for area, _ in positions] == sorted(area for area, _ in positions)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_text_and_offsets_of_a_document_agree(layout: str) -> None:
    document = document_of(html_to_blocks(page(LAYOUTS[layout])), source_id="s", identity="d", url="https://e.org/")

    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text
        assert all(document.text[cell.start :].startswith(cell.text) for cell in block.cells)


def test_a_row_span_reaches_down_and_headers_over_two_rows_join() -> None:
    blocks = html_to_blocks(
        "<table><tr><th rowspan=2>Area</th><th colspan=2>Provider</th></tr><tr><th>Lead</th><th>Partner</th></tr>"
        "<tr><td rowspan=2>Aldermoor</td><td>Pellworth</td><td>Sunder</td></tr><tr><td>Quay</td><td>Orchard</td></tr></table>"
    )

    rows = [block for block in blocks if block.kind is BlockKind.ROW]

    assert [[cell.text for cell in row.cells] for row in rows[2:]] == [
        ["Aldermoor", "Pellworth", "Sunder"],
        ["Aldermoor", "Quay", "Orchard"],
    ]
    assert [cell.header for cell in rows[2].cells] == ["Area", "Provider Lead", "Provider Partner"]


def test_a_line_across_a_table_is_the_heading_of_the_rows_below_it() -> None:
    blocks = html_to_blocks(
        "<h2>Bidders</h2><table><tr><th>Bidder</th><th>Value</th></tr><tr><td colspan=2>Aldermoor</td></tr>"
        "<tr><td>Pellworth</td><td>1</td></tr></table><p>After</p>"
    )

    assert next(b for b in blocks if "Pellworth" in b.text).headings == ("Bidders", "Aldermoor")
    assert next(b for b in blocks if b.text == "After").headings == ("Bidders",)


def test_headings_nest_by_level() -> None:
    blocks = html_to_blocks("<h1>A</h1><p>1</p><h2>B</h2><p>2</p><h3>C</h3><p>3</p><h2>D</h2><p>4</p>")

    assert {b.text: b.headings for b in blocks if b.kind is BlockKind.PARAGRAPH} == {
        "1": ("A",), "2": ("A", "B"), "3": ("A", "B", "C"), "4": ("A", "D"),
    }  # fmt: skip


def test_furniture_is_labelled_and_kept() -> None:
    blocks = html_to_blocks(page("<main><p>News</p></main><div class='related-links'><p>More</p></div>"))

    zones = {block.text: block.zone for block in blocks}

    assert zones["News"] is Zone.MAIN
    assert {zones["Home"], zones["More"], zones["Cookies"]} == {Zone.CHROME}


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<form><label for=q>Search</label> <input id=q><button>Go</button></form>", ["Search", "Go"]),
        ("<p>Provider: <label>Pellworth</label> of Leeds</p>", ["Provider: Pellworth of Leeds"]),
        ("<p><label>Pellworth</label> with <label>Sunder</label></p>", ["Pellworth with Sunder"]),
        ("<form><label>Supplier:</label> <button>Pellworth</button></form>", ["Supplier: Pellworth"]),
        ("<p>Pellworth <button><svg/></button> <button><svg/></button> won it.</p>", ["Pellworth won it."]),
        ("<p><label>Pellworth</label> <button><svg/></button> won it.</p>", ["Pellworth won it."]),
    ],
)
def test_what_is_pressed_is_parted_from_what_is_pressed_beside_it(html: str, lines: list[str]) -> None:
    assert [block.text for block in html_to_blocks(html)] == lines


def test_a_link_round_a_button_has_the_words_of_its_own_button() -> None:
    (block,) = html_to_blocks(
        "<label>Go</label><a href=/1><button>One</button></a><a href=/2><button>Two</button></a>",
        base_url="https://e.org",
    )

    assert block.links == (("One", "https://e.org/1"), ("Two", "https://e.org/2"))


def test_a_wrapped_sentence_is_not_cut_at_its_line_breaks() -> None:
    blocks = html_to_blocks("<p>The contract goes to Pellworth and<br>Sunder Trust, which<br>start in May.</p>")

    assert [block.text for block in blocks] == ["The contract goes to Pellworth and Sunder Trust, which start in May."]


def test_links_keep_their_words_and_full_address() -> None:
    (block,) = html_to_blocks("<p>See <a href='../x'>the <b>list</b></a></p>", base_url="https://e.org/a/b")

    assert block.links == (("the list", "https://e.org/x"),)


def test_a_plain_text_has_items_headings_and_tables() -> None:
    blocks = text_to_blocks("Bidders\n\nThey are:\n- Pellworth\n- Sunder\n\nname\tsupplier\nA\tPellworth\nB\tSunder\n")

    assert [block.kind for block in blocks] == [
        BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ITEM, BlockKind.ROW, BlockKind.ROW, BlockKind.ROW,
    ]  # fmt: skip


def test_bullets_that_are_typed_make_items() -> None:
    blocks = html_to_blocks(
        "<p>Contracts went to:</p><p>\u2022Aldermoor: Pellworth Care</p><p>\u25aa Dunmere: Orchard 21</p>"
    )

    assert [(block.kind, block.text) for block in blocks[1:]] == [
        (BlockKind.ITEM, "Aldermoor: Pellworth Care"), (BlockKind.ITEM, "Dunmere: Orchard 21"),
    ]  # fmt: skip


def test_deep_nesting_ends_in_text_and_not_in_a_crash() -> None:
    blocks = html_to_blocks("<div>" * 5_000 + "deep" + "</div>" * 5_000)

    assert "deep" in " ".join(block.text for block in blocks)


def test_a_page_of_a_million_lines_is_cut() -> None:
    assert len(html_to_blocks("<p>x" * (MAX_BLOCKS + 5_000))) <= MAX_BLOCKS


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/ =\"'abtdrhulip&;\u2028\u00a0\n-!"), max_size=300))
def test_no_markup_makes_the_walker_raise(markup: str) -> None:
    document = document_of(html_to_blocks(markup), source_id="s", identity="d", url="https://e.org/")

    assert all(document.text[b.start : b.end] == b.text for b in document.blocks)
