"""A feed: RSS, Atom, RDF or JSON Feed, read entry by entry.

The newest entries are read (``limit``, at most 2,000). Each is a document whose identity outlives edits of its text, its GUID
or its address; an edit is a new version of it. Entries that are as last time are recognised by a hash of their source and not
parsed. An entry that leaves the feed has not been withdrawn. A visit that shares no entry with the last one may have missed
some and says so. A feed that is not well-formed is read as far as it goes and counts as degraded.
"""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from monitor.errors import ExtractError
from monitor.model import Harvest, Snapshot, Source
from monitor.sources.base import NOTHING_KNOWN, SourceType, State, options_of
from monitor.sources.entries import MAX_ENTRIES, Entry, Known, Memory, document_of_entry, identify, short_hash
from monitor.sources.json_feed import read_json_feed
from monitor.sources.markup import (
    breaks_off,
    is_feed,
    items_of,
    markup_of,
    newest,
    parse_date,
    parse_markup,
    recovered,
    reduced,
    up_to_the_last_entry,
)
from monitor.sources.plain_entries import read_plainly
from monitor.sources.urls import canonical_url
from monitor.text import storable

# The forgiving parser takes seconds for a megabyte; what is larger is mended by the quick one, at the price of some words.
_LOOSE_CHARACTERS = 300_000
_FEED_SIGN = re.compile(r"<(?:\w+:)?(?:item|entry|rss|feed|rdf|channel)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedOptions:
    """``limit``: how many of the newest entries to read."""

    limit: int = MAX_ENTRIES

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= MAX_ENTRIES:
            raise ValueError(f"limit must be from 1 to {MAX_ENTRIES}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReading:
    """A feed taken apart: the entries that are new or changed, and the known ones that stand in it as before."""

    changed: Sequence[Entry] = ()
    present: Sequence[Known] = ()
    title: str = ""
    notes: tuple[str, ...] = ()
    degraded: str | None = None


def extract(snapshot: Snapshot, source: Source, state: State = NOTHING_KNOWN, /) -> Harvest:
    """The new and changed entries as documents."""
    memory = Memory.of(state)
    reading = read_feed(snapshot, memory, limit=options_of(source, FeedOptions).limit)
    return harvest_of(reading, memory, snapshot, source)


def harvest_of(
    reading: FeedReading, memory: Memory, snapshot: Snapshot, source: Source, *, by_address: bool = False
) -> Harvest:
    """What a reading adds to what is known of the feed."""
    found = identify(reading.changed, memory, present=reading.present, by_address=by_address)
    current = [*found, *reading.present]
    documents = tuple(
        document_of_entry(entry, known.identity, source, base_url=snapshot.url, publisher=reading.title)
        for entry, known in zip(reading.changed, found, strict=True)
    )
    missed = memory.missed(current)
    return Harvest(
        # A feed begins with its newest; documents are handed on as they came out.
        documents=documents[::-1],
        unchanged=len(reading.present),
        cursor=memory.after(current).cursor(),
        gap=missed,
        notes=(
            *reading.notes,
            *(("no entry in common with the last visit: some may have been missed",) if missed else ()),
        ),
        degraded=reading.degraded,
    )


def read_feed(snapshot: Snapshot, memory: Memory, *, limit: int = MAX_ENTRIES) -> FeedReading:
    """The feed in ``snapshot``, with only new or changed entries parsed. Raises ExtractError if it is no feed."""
    start = snapshot.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if not start:
        raise ExtractError(snapshot.url, "the answer is empty", expected="a feed")
    if start == b"{":
        own, entries, skipped = read_json_feed(snapshot, limit)
        return _against(memory, entries, title=own, skipped=skipped)
    text = markup_of(snapshot)
    root, mended = parse_markup(text)
    if mended and breaks_off(text):
        text = up_to_the_last_entry(text)
        if not text:
            raise ExtractError(
                snapshot.url, f"the feed is not well-formed ({mended})"[:300], expected="RSS, Atom or RDF"
            )
        root, _ = parse_markup(text)
    if root is None and len(text) <= _LOOSE_CHARACTERS:
        return _read_loosely(text, mended, snapshot, memory, limit)
    if root is None:
        root = recovered(text)
    if root is None or not is_feed(root):
        raise ExtractError(snapshot.url, _not_a_feed(root, text), expected="RSS, Atom, RDF or JSON Feed")
    found = items_of(root)
    items = {item.mark: item for item in found}
    kept = newest(list(items.values()), limit)
    notes = (f"{len(items) - len(kept)} entries skipped: over the limit of {limit}",) if len(kept) < len(items) else ()
    known = memory.marks()
    reading = FeedReading(
        present=[known[item.mark] for item in kept if item.mark in known],
        notes=notes,
        degraded=f"the feed is not well-formed ({mended})"[:300] if mended else None,
    )
    fresh = {item.mark: item for item in kept if item.mark not in known}
    if not fresh:
        return reading
    title, plain = read_plainly(root, text, fresh.values(), snapshot.url)
    rest = [item for mark, item in fresh.items() if mark not in plain]
    if not rest and title is not None:
        return replace(reading, changed=list(plain.values()), title=title)
    parsed = _parse(reduced(root, found, to=rest), snapshot)
    if len(parsed.entries) != len(rest):
        # Items where the parser sees none, or several: its own count is the safer one.
        return _read_loosely(text, mended, snapshot, memory, limit)
    plain |= {item.mark: _entry(raw, snapshot, item.mark) for raw, item in zip(parsed.entries, rest, strict=True)}
    undated = sum(1 for raw in parsed.entries if _has_unread_date(raw))
    return replace(
        reading,
        changed=[plain[mark] for mark in fresh],
        title=_title(parsed),
        notes=(*notes, *((f"{undated} entries have a date that cannot be read",) if undated else ())),
    )


def _not_a_feed(root: Any, text: str) -> str:
    if "<html" in text[:5000].lower():
        return "the answer is a page"
    if root is not None and isinstance(root.tag, str):
        return f'the answer is XML with the root "{root.tag.rpartition("}")[2][:40]}"'
    return "the answer is neither XML nor JSON"


def _read_loosely(text: str, reason: str, snapshot: Snapshot, memory: Memory, limit: int) -> FeedReading:
    """A feed that is not well-formed, by the parser that forgives; every entry is parsed to learn whether it is as before."""
    if not _FEED_SIGN.search(text):
        raise ExtractError(snapshot.url, _not_a_feed(None, text), expected="RSS, Atom, RDF or JSON Feed")
    parsed = _parse(text.encode("utf-8", "replace"), snapshot)
    reason = f"the feed is not well-formed ({reason or parsed.get('bozo_exception') or 'no entries in it'})"[:300]
    if not parsed.entries and not parsed.get("version"):
        raise ExtractError(snapshot.url, reason, expected="RSS, Atom or RDF")
    entries = [_entry(raw, snapshot, "") for raw in parsed.entries[:limit]]
    return _against(memory, entries, title=_title(parsed), degraded=reason, skipped=len(parsed.entries) - len(entries))


def _against(
    memory: Memory, entries: Sequence[Entry], *, title: str, degraded: str | None = None, skipped: int = 0
) -> FeedReading:
    """Entries that were parsed anyway, told apart by a hash of what they say."""
    marked = {mark: replace(entry, mark=mark) for entry in entries if (mark := _said(entry))}
    known = memory.marks()
    notes = (f"{skipped} entries skipped: over the limit",) if skipped else ()
    return FeedReading(
        changed=[entry for mark, entry in marked.items() if mark not in known],
        present=[known[mark] for mark in marked if mark in known],
        title=title,
        notes=notes,
        degraded=degraded,
    )


def _said(entry: Entry) -> str:
    return short_hash(entry.guid, entry.url, entry.title, entry.html, entry.text, entry.published_at, entry.updated_at)


def _parse(markup: bytes, snapshot: Snapshot) -> Any:
    import feedparser

    # Markup is made into blocks by our own reader, which drops scripts; the library's sanitiser would alter quotes.
    headers = {"content-location": snapshot.url, "content-type": "application/xml; charset=utf-8"}
    try:
        return feedparser.parse(
            io.BytesIO(markup), sanitize_html=False, resolve_relative_uris=False, response_headers=headers
        )
    except Exception as error:  # the library gives way on hostile input in more ways than it documents
        raise ExtractError(
            snapshot.url, f"the feed cannot be read ({type(error).__name__})", expected="a feed"
        ) from error


def _title(parsed: Any) -> str:
    title = parsed.feed.get("title", "") if isinstance(parsed.feed, Mapping) else ""
    return storable(title) if isinstance(title, str) else ""


def _entry(raw: Any, snapshot: Snapshot, mark: str) -> Entry:
    html, text = _content(raw)
    return Entry(
        mark=mark,
        guid=_string(raw, "id"),
        url=canonical_url(_string(raw, "link") or _guid_address(raw), snapshot.url) if _linked(raw) else "",
        title=_plain_title(raw),
        html=html,
        text=text,
        published_at=_moment(raw, "published") or _moment(raw, "created"),
        updated_at=_moment(raw, "updated"),
        language=_string(raw, "language"),
    )


def _string(raw: Any, key: str) -> str:
    # Not raw.get(): the library answers for an absent "updated" with the day of publication.
    value = dict.get(raw, key)
    return storable(value).strip() if isinstance(value, str) else ""


def _linked(raw: Any) -> bool:
    return bool(_string(raw, "link") or _guid_address(raw))


def _guid_address(raw: Any) -> str:
    guid = _string(raw, "id")
    return guid if guid.startswith(("https://", "http://")) else ""


def _plain_title(raw: Any) -> str:
    title, detail = _string(raw, "title"), raw.get("title_detail")
    if isinstance(detail, Mapping) and "html" in str(detail.get("type", "")) and ("<" in title or "&" in title):
        from monitor.extract.layout.blocks import html_to_blocks

        return " ".join(block.text for block in html_to_blocks(title)) or title
    return title


def _content(raw: Any) -> tuple[str, str]:
    """The fullest text that an entry carries, as markup or as plain text."""
    parts = [part for part in [*(raw.get("content") or ()), raw.get("summary_detail")] if isinstance(part, Mapping)]
    values = [(storable(str(part.get("value") or "")), str(part.get("type") or "")) for part in parts]
    if not values:
        return _string(raw, "summary"), ""
    value, kind = max(values, key=lambda pair: len(pair[0]))
    return ("", value) if kind == "text/plain" else (value, "")


def _moment(raw: Any, name: str) -> datetime | None:
    parsed = dict.get(raw, f"{name}_parsed")
    if parsed:
        try:
            return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
        except (ValueError, OverflowError, OSError, TypeError):
            return None
    return parse_date(_string(raw, name))


def _has_unread_date(raw: Any) -> bool:
    return any(_string(raw, name) and _moment(raw, name) is None for name in ("published", "updated"))


SOURCE_TYPE = SourceType(kind="feed", options=FeedOptions, extract=extract)
