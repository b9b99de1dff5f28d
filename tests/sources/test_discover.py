"""What an address is, told by looking; and the block that a person can paste."""

import tomllib
from datetime import UTC, datetime

import pytest

from monitor.config import read_source
from monitor.errors import FetchError
from monitor.model import Snapshot
from monitor.sources.discover import discover

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
RSS = b"<rss version='2.0'><channel><title>T</title><item><title>Named</title><guid>g</guid><description>Words.</description></item></channel></rss>"
WITH_FEED = b"""<html><head><title>Harbour Trust | News</title><link rel=alternate type="application/rss+xml" href="/comments/feed/">
<link rel="alternate" type="application/rss+xml; charset=utf-8" href="/feed/"></head><body><p>Words</p></body></html>"""
PLAIN = b"<html><head><title>Our partners</title></head><body><main><h1>Partners</h1><p>Larkfield and Harbour.</p></main></body></html>"
LISTING = (
    b"<html><head><title>News - Larkfield</title></head><body><main>"
    + b"".join(b'<a href="/news/story-number-%d">The title of story number %d</a>' % (n, n) for n in range(12))
    + b"</main></body></html>"
)
GOVUK = b'{"base_path": "/guidance/x", "title": "X", "schema_name": "s", "details": {"body": "<p>Words.</p>"}}'


def web(pages: dict, asked: list[str] | None = None):
    def fetch(request):
        if asked is not None:
            asked.append(request.url)
        found = pages.get(request.url) or pages.get(request.url.partition("?")[0])
        if found is None:
            raise FetchError(request.url, "no such page", kind="http", transient=False, status=404)
        body, content_type = found if isinstance(found, tuple) else (found, "text/html")
        return Snapshot(
            url=request.url, requested_url=request.url, fetched_at=NOW, status=200, body=body, content_type=content_type
        )

    return fetch


@pytest.mark.parametrize(
    ("url", "pages", "kind", "source_url"),
    [
        ("https://h.example/", {"https://h.example/": WITH_FEED, "https://h.example/feed/": RSS}, "feed", "https://h.example/feed/"),
        ("https://h.example/rss", {"https://h.example/rss": RSS}, "feed", "https://h.example/rss"),
        ("https://h.example/p", {"https://h.example/p": PLAIN}, "page", "https://h.example/p"),
        ("https://h.example/news/", {"https://h.example/news/": LISTING, **{f"https://h.example/news/story-number-{n}": PLAIN for n in range(12)}}, "listing", "https://h.example/news/"),
        ("https://www.gov.uk/guidance/x", {"https://www.gov.uk/guidance/x": PLAIN, "https://www.gov.uk/api/content/guidance/x": GOVUK}, "govuk", "https://www.gov.uk/guidance/x"),
        ("https://h.example/r", {"https://h.example/r": (b'[{"code": "A", "name": "Alpha"}]', "application/json")}, "register", "https://h.example/r"),
        ("https://h.example/r.csv", {"https://h.example/r.csv": (b"name,lead\nNorth,Larkfield\n", "text/csv")}, "register", "https://h.example/r.csv"),
        ("https://h.example/d", {"https://h.example/d": (b"name,lead\nNorth,Larkfield\n", "Text/CSV; charset=utf-8")}, "register", "https://h.example/d"),
        ("https://h.example/o", {"https://h.example/o": (b'{"releases": [{"ocid": "o-1", "id": "1"}]}', "application/json")}, "ocds", "https://h.example/o"),
        ("https://h.example/api/1.0/ocdsReleasePackages", {"https://h.example/api/1.0/ocdsReleasePackages": (b'{"releases": [{"ocid": "o-1", "id": "1"}]}', "")}, "ocds", "https://h.example/api/1.0/ocdsReleasePackages"),
        ("https://h.example/j", {"https://h.example/j": (b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "content_text": "x"}]}', "")}, "feed", "https://h.example/j"),
    ],
)  # fmt: skip
def test_an_address_is_recognised_previewed_and_written_as_a_block_that_loads(url, pages, kind, source_url) -> None:
    found = discover(url, fetch=web(pages), now=NOW)

    assert (found.source.kind, found.source.url) == (kind, source_url)
    assert found.documents, found.notes
    assert found.reason
    (table,) = tomllib.loads(found.block)["sources"]
    source, problems = read_source(table, "sources[0]")
    assert problems == []
    assert source is not None
    assert (source.id, source.kind, source.url) == (found.source.id, kind, source_url)


def test_a_page_with_a_feed_says_what_else_it_could_be_read_as() -> None:
    found = discover(
        "https://h.example/", fetch=web({"https://h.example/": WITH_FEED, "https://h.example/feed/": RSS}), now=NOW
    )

    assert found.others == (
        "feed https://h.example/comments/feed/",
        "page https://h.example/",
        "listing https://h.example/",
    )
    assert found.source.name == "Harbour Trust"


def test_a_folder_of_files_becomes_an_indexed_register() -> None:
    index = b'[{"name": "a.json", "download_url": "https://h.example/a.json", "sha": "1"}]'
    pages = {"https://h.example/index": (index, ""), "https://h.example/a.json": (b'{"lead": "Larkfield"}', "")}

    found = discover("https://h.example/index", fetch=web(pages), now=NOW)

    assert "index = true" in found.block
    assert len(found.documents) == 1


def test_a_preview_costs_a_publisher_little() -> None:
    asked: list[str] = []

    discover("https://h.example/news/", fetch=web({"https://h.example/news/": LISTING}, asked), now=NOW)

    assert len(asked) <= 8


def test_a_kind_that_was_asked_for_is_taken_and_its_failure_told() -> None:
    found = discover("https://h.example/p", fetch=web({"https://h.example/p": PLAIN}), now=NOW, kind="feed")

    assert found.source.kind == "feed"
    assert any("nothing could be extracted" in note for note in found.notes)


def test_a_name_that_holds_quotes_and_brackets_does_not_break_the_block() -> None:
    page = PLAIN.replace(b"Our partners", b'"]\nkind = "x\\"')

    found = discover("https://h.example/p", fetch=web({"https://h.example/p": page}), now=NOW)

    assert tomllib.loads(found.block)["sources"][0]["kind"] == "page"


def test_an_address_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(FetchError):
        discover("https://h.example/none", fetch=web({}), now=NOW)
