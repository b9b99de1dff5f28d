"""A listing: an index page and the pages that it links, each of them a document.

``links`` is a CSS selector of the links to follow; without one, a link is followed if it stays on the site, stands outside
navigation, header and footer, and has the words of a title. ``match`` keeps addresses of a pattern (``*/news/*``). Further index
pages are found by ``rel=next`` or the selector ``next``, up to ``pages``. At most ``limit`` pages are read; those found before are asked
for again at each visit, so that an edit is seen, even when the index itself is unchanged. A page that leaves the index has not
been withdrawn.
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from monitor.errors import ExtractError
from monitor.model import Harvest, Request, Snapshot, Source
from monitor.sources import pdf
from monitor.sources.base import NOTHING_KNOWN, SourceType, State, options_of, remembered, request_for, words_in
from monitor.sources.decode import decode_text
from monitor.sources.page import PageOptions, read_page
from monitor.sources.urls import canonical_url
from monitor.text import squash

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_FURNITURE = frozenset({"nav", "header", "footer", "aside", "form"})
_TITLE_CHARACTERS = 12
_KEPT = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingOptions:
    """``links``, ``next``: CSS selectors. ``match``: patterns of addresses, of which one must fit. ``pages``: most index pages.
    ``limit``: most linked pages. ``select``, ``drop``: as for a page, for the linked pages.
    """

    links: str = ""
    next: str = ""
    match: tuple[str, ...] = ()
    pages: int = 1
    limit: int = 30
    select: str = ""
    drop: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not (1 <= self.pages <= 50 and 1 <= self.limit <= 300):
            raise ValueError("pages is from 1 to 50 and limit from 1 to 300")
        for key, selector in (("links", self.links), ("next", self.next)):
            if selector:
                _check_selector(key, selector)
        PageOptions(select=self.select, drop=self.drop)


def _check_selector(key: str, selector: str) -> None:
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    try:
        LexborHTMLParser("<p>").css(selector)
    except SelectolaxError as error:
        raise ValueError(f'{key}: the selector "{selector}" is malformed') from error


def requests(source: Source, state: State, _now: datetime, /) -> Sequence[Request]:
    """The index, then the pages that were found before, the newest first."""
    limit = options_of(source, ListingOptions).limit
    known = list(_memory(state)["items"])[:limit]
    return tuple(request_for(source, url) for url in dict.fromkeys([source.url, *known]))


def _memory(state: State) -> dict[str, list[str]]:
    known = remembered(state)
    return {part: words_in(known.get(part)) for part in ("items", "index")}


def extract(snapshot: Snapshot, source: Source, state: State = NOTHING_KNOWN, /) -> Harvest:
    """A linked page as a document, or the pages that the index links."""
    options = options_of(source, ListingOptions)
    asked = urldefrag(snapshot.requested_url).url
    memory = _memory(state)
    if asked != urldefrag(source.url).url and asked in memory["items"]:
        return _read_item(snapshot, source, options, state)
    return _read_index(snapshot, source, options, memory, asked)


def _read_item(snapshot: Snapshot, source: Source, options: ListingOptions, state: State) -> Harvest:
    if snapshot.body.startswith(b"%PDF-"):
        return pdf.extract(snapshot, source, state)
    return Harvest(documents=(read_page(snapshot, source, PageOptions(select=options.select, drop=options.drop)),))


def _read_index(
    snapshot: Snapshot, source: Source, options: ListingOptions, memory: Mapping[str, list[str]], asked: str
) -> Harvest:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(decode_text(snapshot.body, content_type=snapshot.content_type, charset=snapshot.charset))
    first = asked == urldefrag(source.url).url
    index = [asked] if first else [*memory["index"], asked]
    found = [url for url in links_of(tree, snapshot, options) if url not in index]
    if not found:
        what = f'"{options.links}"' if options.links else "links with the words of a title"
        raise ExtractError(snapshot.url, "the index links no page to read", expected=what)
    following = _next_index(tree, snapshot, options, index)
    items = memory["items"]
    fresh = [url for url in found if url not in items]
    # What the first index page names comes first in memory; a later page adds below what stands there.
    merged = list(dict.fromkeys([*found, *items] if first else [*items, *found]))
    left = max(0, len(fresh) - options.limit)
    return Harvest(
        next_urls=(*fresh[: options.limit][::-1], *following),
        cursor=json.dumps(
            {"items": [url for url in merged if url not in fresh[options.limit :]][:_KEPT], "index": index}
        ),
        unchanged=len(found) - len(fresh),
        gap=bool(items) and first and len(fresh) == len(found) and not following,
        notes=(f"{left} linked pages not read: over the limit of {options.limit}",) if left else (),
    )


def links_of(tree: LexborHTMLParser, snapshot: Snapshot, options: ListingOptions) -> list[str]:
    """The addresses of the pages that an index links, in its order, each once."""
    host = urlsplit(snapshot.url).netloc
    nodes = tree.css(options.links) if options.links else tree.css("a[href]")
    anchors = [anchor for node in nodes for anchor in ([node] if node.tag == "a" else node.css("a[href]"))]
    found = []
    for anchor in anchors:
        url = canonical_url(anchor.attributes.get("href") or "", snapshot.url)
        if not url or url == canonical_url(snapshot.url) or not _wanted(url, options):
            continue
        if options.links or (urlsplit(url).netloc == host and _is_title(anchor) and _is_deeper(url, snapshot.url)):
            found.append(url)
    return list(dict.fromkeys(found))


def _wanted(url: str, options: ListingOptions) -> bool:
    return not options.match or any(fnmatch.fnmatch(url, pattern) for pattern in options.match)


def _is_title(anchor: LexborNode) -> bool:
    if len(squash(anchor.text(deep=True))) < _TITLE_CHARACTERS:
        return False
    node: LexborNode | None = anchor.parent
    while node is not None:
        if node.tag in _FURNITURE:
            return False
        node = node.parent
    return True


def _is_deeper(url: str, index: str) -> bool:
    """Whether a link leads somewhere below a section: an index seldom links sections of the site as its items."""
    path = urlsplit(url).path.strip("/")
    own = urlsplit(index).path.strip("/")
    return path.startswith(own) or path.count("/") >= 1 or path.count("-") >= 2


def _next_index(
    tree: LexborHTMLParser, snapshot: Snapshot, options: ListingOptions, index: Sequence[str]
) -> tuple[str, ...]:
    if len(index) >= options.pages:
        return ()
    nodes = tree.css(options.next) if options.next else tree.css('a[rel~="next"], link[rel~="next"]')
    for node in nodes:
        url = canonical_url(node.attributes.get("href") or "", snapshot.url)
        if url and urlsplit(url).netloc == urlsplit(snapshot.url).netloc and url not in index:
            return (url,)
    return ()


SOURCE_TYPE = SourceType(kind="listing", options=ListingOptions, extract=extract, requests=requests)
