"""A page: one address whose text is watched whole.

The document is the page, named by the address that was asked for, so that neither a redirect nor an edit makes another of it.
``select`` narrows the reading to the elements of a CSS selector and ``drop`` leaves elements out; ordinary pages need neither. A
selector that finds nothing is an error (the page was restructured), never an empty page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urldefrag

from monitor.errors import ExtractError
from monitor.extract.layout.blocks import html_to_blocks, text_to_blocks
from monitor.model import Block, BlockKind, Document, Harvest, Snapshot, Source, document_of
from monitor.sources.base import NOTHING_KNOWN, SourceType, State, options_of
from monitor.sources.decode import decode_text
from monitor.sources.markup import parse_date
from monitor.text import squash, storable

_BODY = re.compile(r"<(?:body|div|main|article|p|table|h1)[\s>]", re.IGNORECASE)
_OTHER_KINDS = ((b"%PDF-", "a PDF", "pdf"), (b"\x1f\x8b", "compressed", "archive"), (b"PK\x03\x04", "a zip file", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """``select``: CSS selector of the parts to read. ``drop``: CSS selectors of parts to leave out."""

    select: str = ""
    drop: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for key, selectors in (("select", (self.select,)), ("drop", self.drop)):
            for selector in filter(None, selectors):
                _check_selector(key, selector)


def _check_selector(key: str, selector: str) -> None:
    import soupsieve

    try:
        soupsieve.compile(selector)
    except (soupsieve.SelectorSyntaxError, NotImplementedError) as error:
        raise ValueError(f'{key}: the selector "{selector}" is malformed') from error


def extract(snapshot: Snapshot, source: Source, _state: State = NOTHING_KNOWN, /) -> Harvest:
    """The page as one document. Raises ExtractError if it is no text, is empty, or lost what is to be read of it."""
    return Harvest(documents=(read_page(snapshot, source, options_of(source, PageOptions)),))


def read_page(snapshot: Snapshot, source: Source, options: PageOptions) -> Document:
    """The page in ``snapshot`` as a document of ``source``."""
    text = _text_of(snapshot)
    if snapshot.media_type == "text/plain":
        return _document(text_to_blocks(text), snapshot, source)
    facts = _facts(text)
    if options.select or options.drop:
        text = _narrowed(text, options, snapshot.url)
    return _document(html_to_blocks(text, base_url=snapshot.url), snapshot, source, facts)


def _text_of(snapshot: Snapshot) -> str:
    for start, what, kind in _OTHER_KINDS:
        if snapshot.body.startswith(start):
            raise ExtractError(
                snapshot.url, f"the answer is {what}", expected=f"a page (kind {kind} reads it)" if kind else "a page"
            )
    text = decode_text(snapshot.body, content_type=snapshot.content_type, charset=snapshot.charset)
    return storable(text)


def _narrowed(html: str, options: PageOptions, url: str) -> str:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "lxml")
    for selector in options.drop:
        for element in soup.select(selector):
            element.decompose()
    if not options.select:
        return str(soup)
    found = soup.select(options.select)
    if not found:
        raise ExtractError(url, f'nothing on the page fits "{options.select}"', expected="the part that select names")
    return "".join(str(element) for element in found)


@dataclass(frozen=True, slots=True)
class _Facts:
    title: str = ""
    language: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    summary: str = ""


_PUBLISHED = ("article:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "dc.date", "pubdate")
_UPDATED = ("article:modified_time", "datemodified", "dcterms.modified", "last-modified")


def _facts(html: str) -> _Facts:
    """What the head of a page says of it."""
    from selectolax.lexbor import LexborHTMLParser

    body = _BODY.search(html, 0, 400_000)
    tree = LexborHTMLParser(html[: body.start() if body else 400_000])
    named: dict[str, str] = {}
    for node in tree.css("meta[content]")[:200]:
        held = node.attributes
        name = held.get("property") or held.get("name") or held.get("itemprop") or ""
        named.setdefault(name.lower(), held.get("content") or "")
    title = tree.css_first("title")
    root = tree.css_first("html")
    return _Facts(
        title=squash(named.get("og:title", "") or (title.text() if title else "")),
        language=((root.attributes.get("lang") if root else "") or "")[:20],
        published_at=next((found for name in _PUBLISHED if (found := parse_date(named.get(name, "")))), None),
        updated_at=next((found for name in _UPDATED if (found := parse_date(named.get(name, "")))), None),
        summary=squash(named.get("description", "") or named.get("og:description", ""))[:500],
    )


def _document(blocks: Sequence[Block], snapshot: Snapshot, source: Source, facts: _Facts | None = None) -> Document:
    facts = facts or _Facts()
    headings = [
        block.text
        for block in blocks
        if block.kind is BlockKind.TITLE or (block.kind is BlockKind.HEADING and block.level == 1)
    ]
    document = document_of(
        blocks,
        source_id=source.id,
        identity=urldefrag(snapshot.requested_url).url,
        url=snapshot.url,
        title=facts.title or squash(headings[0] if headings else "")[:300],
        publisher=source.publisher,
        published_at=facts.published_at,
        updated_at=facts.updated_at,
        language=facts.language,
        summary=facts.summary,
        complete=source.complete,
    )
    if all(block.kind is BlockKind.TITLE for block in document.blocks):
        raise ExtractError(snapshot.url, "the page holds no text", expected="a page with text")
    return document


SOURCE_TYPE = SourceType(kind="page", options=PageOptions, extract=extract)
