"""Where only the furniture of a page moved, the page is not read again; unless what moved there says something."""

from __future__ import annotations

import pytest

from monitor.extract.claims import find_claims
from monitor.extract.layout.blocks import html_to_blocks
from monitor.model import Reading, document_of
from monitor.poll.furniture import only_furniture_moved
from monitor.programmes import Watchlist, load_packs

_WATCHLIST = Watchlist.of(load_packs())
_NEWS = "<h1>News</h1><p>Harbour Trust has been awarded the contract for Kent.</p>"


def a_page(main: str = _NEWS, *, side: str = "<li>Popular</li>", title: str = "News"):
    html = f"<title>{title}</title><main>{main}</main><div class='sidebar'><ul>{side}</ul></div>"
    return document_of(html_to_blocks(html), source_id="s", identity="i", url="https://site.example/news", title=title)


def moved(before, after) -> tuple[bool, list[str]]:
    """The verdict, and what was read for it."""
    read = []

    def reading(document) -> Reading:
        read.append(document.text)
        return find_claims(document, _WATCHLIST)

    return only_furniture_moved(before, after, reading), read


def test_a_new_menu_is_told_by_reading_the_menu_alone() -> None:
    verdict, read = moved(a_page(), a_page(side="<li>Popular</li><li>Services for families</li>"))

    assert verdict
    assert read == ["Services for families"]


def test_another_order_of_the_furniture_reads_nothing() -> None:
    before, after = a_page(side="<li>One</li><li>Two</li>"), a_page(side="<li>Two</li><li>One</li>")

    assert moved(before, after) == (True, [])


@pytest.mark.parametrize(
    "after",
    [
        a_page(_NEWS.replace("Kent", "Essex")),
        a_page(_NEWS.replace("<h1>News</h1>", "")),
        a_page(title="Other news"),
        a_page(side="<li>Tamar Advice has been awarded the contract for Devon.</li>"),
    ],
    ids=["the text", "a heading gone", "the title", "a bidder at the side"],
)
def test_what_says_something_is_read(after) -> None:
    assert not moved(a_page(), after)[0]
    assert not moved(after, a_page())[0]


def test_a_winner_that_stands_in_a_box_at_the_side_is_on_record(site, poller, store) -> None:
    frame = "<html><body><main><h1>News</h1><p>Much was said of the garden, and of the weather.</p></main><div class='sidebar'>{}</div></body></html>"
    site.put("/page", frame.format("<p>Popular</p>"))
    page = poller("/page")
    page.poll()
    site.put("/page", frame.format("<p>Nacro has been awarded the contract for Essex.</p>"))
    page.poll()

    assert [sighting.claim.organisation for sighting in store.claims.list()] == ["Nacro"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Nacro runs the centre in Essex until 31 December 2026.",
            "Nacro runs the centre in Essex until 25 June 2027.",
        ),
        ("In all 300 people were seen at the centre.", "In all 500 people were seen at the centre."),
        ("Contract end: 31 December 2026", "Contract end: 25 June 2027"),
    ],
)
def test_a_day_or_a_number_that_is_told_and_moves_is_on_record_and_no_event(site, poller, store, before, after) -> None:
    site.put("/page", f"<main><h1>The centre</h1><p>Nacro has the contract for Essex.</p><p>{before}</p></main>")
    page = poller("/page")
    page.poll()
    site.put("/page", f"<main><h1>The centre</h1><p>Nacro has the contract for Essex.</p><p>{after}</p></main>")

    assert page.poll() == []
    assert [each.document.text.rpartition("\n")[2] for each in store.documents.of_source(page.source.id)] == [after]
    assert store.full_text.count(after) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Updated {} March 2026",
        "{} comments",
        "You are visitor number {} to this page.",
        "This page was last reviewed on {} March 2026.",
        "{} March 2026",
    ],
)
def test_what_counts_or_dates_the_page_itself_makes_no_version(site, poller, store, line) -> None:
    page = poller("/page")
    for number in (1, 2):
        site.put(
            "/page", f"<main><h1>News</h1><p>Nacro has the contract for Essex.</p><p>{line.format(number)}</p></main>"
        )
        page.poll()

    assert page.last.unchanged
    (document,) = store.documents.of_source(page.source.id)
    assert document.ordinal == 1
