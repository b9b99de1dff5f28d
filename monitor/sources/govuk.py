"""GOV.UK: an organisation's or finder's Atom feed, the search API, or one content item; the pages are read from the content API.

An entry of an organisation's feed gets a new id at each major update, so a page is named by its address alone. The list says
which pages there are; each is read as its content item (``/api/content/...``), which gives the text without furniture, the
dated change notes and a withdrawal. The newest pages are asked for at each visit, as a minor edit shows in no list.
``content = false`` reads the list's own summaries and nothing more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from monitor.errors import ExtractError
from monitor.extract.layout.blocks import html_to_blocks
from monitor.model import Block, BlockKind, Document, DocumentKind, Harvest, Request, Snapshot, Source, document_of
from monitor.sources.base import NOTHING_KNOWN, SourceType, State, names_in, options_of, remembered, request_for
from monitor.sources.entries import Memory
from monitor.sources.feed import harvest_of, read_feed
from monitor.sources.jsons import dig, moment_at, parse_json, parse_moment, text_at
from monitor.text import squash

_API = "/api/content"
_KEPT = 400
#: Pages of a search that are followed when nothing on the first is known.
_SEARCH_PAGES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class GovukOptions:
    """``content``: read each page in full. ``items``: how many of the newest pages are read again at each visit.
    ``document_types``: keep only these (``press_release``, ``statutory_guidance`` ...); all where empty.
    """

    content: bool = True
    items: int = 25
    document_types: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.items <= 200:
            raise ValueError("items must be from 1 to 200")


def requests(source: Source, state: State, _now: datetime, /) -> Sequence[Request]:
    """The list, then the newest pages that it named before."""
    options = options_of(source, GovukOptions)
    known = list(_pages(state))[: options.items] if options.content else []
    address = _content_address(source.url) if _is_page(source.url) else source.url
    return tuple(request_for(source, url) for url in dict.fromkeys([address, *known]))


def _pages(state: State) -> dict[str, str]:
    """The content items that are known, newest first, with the moment that the list gave."""
    return names_in(remembered(state))


def _is_page(url: str) -> bool:
    path = urlsplit(url).path
    return not path.startswith("/api/") and not path.endswith(".atom")


def _content_address(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, _API + (parts.path.rstrip("/") or "/"), "", ""))


def extract(snapshot: Snapshot, source: Source, state: State = NOTHING_KNOWN, /) -> Harvest:
    """A content item as one document, or the pages that a list names."""
    options = options_of(source, GovukOptions)
    if snapshot.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _read_atom(snapshot, source, options, state)
    value = parse_json(snapshot)
    if isinstance(value, dict) and isinstance(value.get("results"), list):
        return _read_search(value, snapshot, source, options, state)
    if isinstance(value, dict) and isinstance(value.get("base_path"), str):
        return _read_item(value, snapshot, source, options)
    raise ExtractError(
        snapshot.url,
        "the answer is neither a list nor a page of GOV.UK",
        expected="Atom, search results or a content item",
    )


def _read_atom(snapshot: Snapshot, source: Source, options: GovukOptions, state: State) -> Harvest:
    memory = Memory() if options.content else Memory.of(state)
    reading = read_feed(snapshot, memory)
    if any("feed has ended" in entry.title.casefold() for entry in reading.changed):
        raise ExtractError(snapshot.url, "the publisher has ended this feed", expected="a live feed")
    if not options.content:
        return harvest_of(reading, memory, snapshot, source, by_address=True)
    named = {entry.url: str(entry.updated_at or entry.published_at or "") for entry in reading.changed if entry.url}
    return _listed(named, snapshot, state, options)


def _read_search(
    value: Mapping[str, Any], snapshot: Snapshot, source: Source, options: GovukOptions, state: State
) -> Harvest:
    named: dict[str, str] = {}
    results = [result for result in value["results"] if isinstance(result, dict) and text_at(result, "link", "_id")]
    if value["results"] and not results:
        raise ExtractError(snapshot.url, "no result has a link", expected="search results")
    if not options.content:
        documents = [_summary(result, snapshot, source) for result in results]
        return Harvest(documents=tuple(documents[::-1]))
    for result in results:
        named[urljoin(snapshot.url, text_at(result, "link", "_id"))] = text_at(result, "public_timestamp")
    harvest = _listed(named, snapshot, state, options)
    return harvest if not harvest.gap else _with_next_page(harvest, value, snapshot)


def _listed(named: Mapping[str, str], snapshot: Snapshot, state: State, options: GovukOptions) -> Harvest:
    """What a list leads to: the pages that are not asked for anyway, on this host; the newest first in memory."""
    host = urlsplit(snapshot.url).netloc
    listed = {_content_address(url): moment for url, moment in named.items() if urlsplit(url).netloc == host}
    known = _pages(state)
    asked = set(list(known)[: options.items])
    merged = {**listed, **{url: moment for url, moment in known.items() if url not in listed}}
    missed = bool(known) and bool(listed) and not any(url in known for url in listed)
    return Harvest(
        next_urls=tuple(url for url, moment in listed.items() if url not in asked and known.get(url) != moment),
        cursor=json.dumps(dict(list(merged.items())[:_KEPT])),
        unchanged=sum(1 for url, moment in listed.items() if known.get(url) == moment),
        gap=missed,
        notes=("no page in common with the last visit: some may have been missed",) if missed else (),
    )


def _with_next_page(harvest: Harvest, value: Mapping[str, Any], snapshot: Snapshot) -> Harvest:
    parts = urlsplit(snapshot.requested_url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    start, total, count = value.get("start"), value.get("total"), len(value["results"])
    if not (isinstance(start, int) and isinstance(total, int)) or not count:
        return harvest
    if start + count >= total or start >= _SEARCH_PAGES * count:
        return harvest
    following = urlencode({**query, "start": str(start + count)}, safe=":,-[]")
    address = urlunsplit((parts.scheme, parts.netloc, parts.path, following, ""))
    return Harvest(
        next_urls=(*harvest.next_urls, address),
        cursor=harvest.cursor,
        unchanged=harvest.unchanged,
    )


def _summary(result: Mapping[str, Any], snapshot: Snapshot, source: Source) -> Document:
    title, words = squash(text_at(result, "title")), squash(text_at(result, "description"))
    url = urljoin(snapshot.url, text_at(result, "link", "_id"))
    return document_of(
        [Block(kind=BlockKind.TITLE, text=title), Block(kind=BlockKind.PARAGRAPH, text=words)],
        source_id=source.id,
        identity=url,
        url=url,
        title=title,
        publisher=source.publisher,
        published_at=moment_at(result, "public_timestamp"),
        summary=words[:500],
    )


def _read_item(value: Mapping[str, Any], snapshot: Snapshot, source: Source, options: GovukOptions) -> Harvest:
    if value.get("schema_name") in {"gone", "redirect"} or value.get("document_type") in {"gone", "redirect"}:
        return Harvest(notes=(f"{value['base_path']} is {value.get('document_type')}",), unchanged=1)
    if options.document_types and value.get("document_type") not in options.document_types:
        return Harvest(unchanged=1)
    page = urljoin(snapshot.url if _API in snapshot.url else "https://www.gov.uk/", value["base_path"])
    document = _item_document(value, page, source)
    if not document.text:
        raise ExtractError(snapshot.url, "the page has no title and no text", expected="a content item with a body")
    return Harvest(documents=(document,), next_urls=_inner_pages(value, snapshot) if options.content else ())


def _item_document(value: Mapping[str, Any], page: str, source: Source) -> Document:
    title, description = squash(text_at(value, "title")), squash(text_at(value, "description"))
    blocks = [
        Block(kind=BlockKind.TITLE, text=title),
        Block(kind=BlockKind.PARAGRAPH, text=description, signature="description"),
    ]
    for heading, markup in _bodies(value):
        if heading:
            blocks.append(Block(kind=BlockKind.HEADING, text=heading, level=2))
        inner = [block for block in html_to_blocks(markup, base_url=page) if block.kind is not BlockKind.TITLE]
        above = (heading,) if heading else ()
        blocks += [replace(block, headings=above + block.headings) for block in inner] if above else inner
    blocks += _attachments(value)
    notes = _change_notes(value)
    return document_of(
        blocks,
        source_id=source.id,
        identity=page,
        url=page,
        title=title,
        kind=DocumentKind.STATEMENT if "statement" in text_at(value, "document_type") else DocumentKind.PAGE,
        publisher=source.publisher or ", ".join(_organisations(value)[:3]),
        published_at=moment_at(value, "first_published_at", "details.first_public_at", "public_updated_at"),
        updated_at=moment_at(value, "public_updated_at", "updated_at"),
        language=text_at(value, "locale"),
        withdrawn=_withdrawal(value),
        summary=(description or (notes[0]["note"] if notes else ""))[:500],
        record=_kept_facts(value, notes),
        record_kind="govuk",
    )


def _bodies(value: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every piece of markup that a content item may carry, with the heading that its page gives it."""
    found = [("", _markup(dig(value, "details.body"))), ("", _markup(dig(value, "details.introduction")))]
    for path in ("details.parts", "details.collection_groups"):
        parts = dig(value, path)
        inner = [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
        found += [(squash(text_at(part, "title")), _markup(part.get("body"))) for part in inner]
    return [(heading, markup) for heading, markup in found if markup]


def _markup(value: Any) -> str:
    if isinstance(value, list):
        return next((text_at(part, "content") for part in value if text_at(part, "content_type") == "text/html"), "")
    return value if isinstance(value, str) else ""


def _attachments(value: Mapping[str, Any]) -> list[Block]:
    found = dig(value, "details.attachments")
    named = (
        [(squash(text_at(part, "title")), text_at(part, "url")) for part in found if isinstance(part, dict)]
        if isinstance(found, list)
        else []
    )
    return [
        Block(kind=BlockKind.ITEM, text=title, links=((title, url),), signature="attachment", group=9_000)
        for title, url in named
        if title
    ]


def _inner_pages(value: Mapping[str, Any], snapshot: Snapshot) -> tuple[str, ...]:
    """The pages below a publication (``/publication/page``): its attachments in HTML are content items of their own."""
    found = dig(value, "details.attachments")
    host = urlsplit(snapshot.url).netloc
    pages = [
        urljoin(snapshot.url, text_at(part, "url"))
        for part in (found if isinstance(found, list) else [])
        if text_at(part, "attachment_type") == "html"
    ]
    return tuple(_content_address(url) for url in pages[:10] if urlsplit(url).netloc == host)


def _organisations(value: Mapping[str, Any]) -> list[str]:
    found = dig(value, "links.organisations.title")
    return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []


def _change_notes(value: Mapping[str, Any]) -> list[dict[str, str]]:
    """The dated notes of major updates, newest first."""
    found = dig(value, "details.change_history")
    notes = [
        {"public_timestamp": text_at(part, "public_timestamp"), "note": squash(text_at(part, "note"))}
        for part in (found if isinstance(found, list) else [])
        if text_at(part, "note")
    ]
    return sorted(notes, key=lambda note: str(parse_moment(note["public_timestamp"])), reverse=True)


def _withdrawal(value: Mapping[str, Any]) -> str | None:
    notice = value.get("withdrawn_notice")
    if not isinstance(notice, dict) or not notice:
        return None
    blocks = html_to_blocks(text_at(notice, "explanation"))
    return " ".join(block.text for block in blocks) or "withdrawn without explanation"


def _kept_facts(value: Mapping[str, Any], notes: list[dict[str, str]]) -> dict[str, Any]:
    """What else is worth comparing. ``updated_at`` is not: it moves whenever anything that the page links to is republished."""
    notice = value.get("withdrawn_notice")
    return {
        "base_path": value["base_path"],
        "content_id": text_at(value, "content_id"),
        "document_type": text_at(value, "document_type"),
        "schema_name": text_at(value, "schema_name"),
        "organisations": _organisations(value),
        "change_history": notes,
        "withdrawn_at": text_at(notice, "withdrawn_at") if isinstance(notice, dict) else "",
    }


SOURCE_TYPE = SourceType(kind="govuk", options=GovukOptions, extract=extract, requests=requests)
