"""An archive: past captures of a page or feed replayed through the same line, to fill in history.

The address is the page itself, of which a CDX service lists the captures (by default the Wayback Machine), or that of a WARC
file. Each capture is read as the source type ``reads`` would have read it on its day: it becomes a snapshot dated as captured,
oldest first, so that the changes between captures are found as if they had been polled. ``most`` captures are replayed in
one visit; the next goes on from there. ``only`` keeps the addresses of a WARC file that fit a pattern.
"""

from __future__ import annotations

import fnmatch
import importlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from monitor.errors import ExtractError
from monitor.model import Document, Harvest, Request, Snapshot, Source
from monitor.sources.base import NOTHING_KNOWN, SourceType, State, options_of, remembered, request_for
from monitor.sources.jsons import parse_json
from monitor.sources.options import read_options
from monitor.sources.warc import captures

_STAMP = "%Y%m%d%H%M%S"
_CAPTURE = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/(https?:/.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveOptions:
    """``reads``: the kind of source that the captures are. ``options``: that kind's own options. ``since``, ``until``: days.
    ``most``: captures in one visit. ``only``: patterns of addresses in a WARC file. ``service``: the archive's address.
    """

    reads: str = "page"
    options: Mapping[str, Any] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    most: int = 40
    only: tuple[str, ...] = ()
    service: str = "https://web.archive.org"

    def __post_init__(self) -> None:
        if not 1 <= self.most <= 300:
            raise ValueError("most must be from 1 to 300")
        inner_type = _inner_type(self.reads)
        _, problems = read_options(inner_type.options, self.options, "options")
        if problems:
            raise ValueError("; ".join(str(problem) for problem in problems))


def _inner_type(kind: str) -> SourceType:
    try:
        found = importlib.import_module(f"monitor.sources.{kind}").SOURCE_TYPE if kind.isidentifier() else None
    except (ImportError, AttributeError):
        found = None
    if not isinstance(found, SourceType) or kind == "archive":
        raise ValueError(f'reads = "{kind}" is not a kind of source that an archive can hold')
    return found


def requests(source: Source, state: State, _now: datetime, /) -> Sequence[Request]:
    """The list of captures since the last one that was replayed, or the WARC file."""
    if _is_warc(source.url):
        return (request_for(source, source.url),)
    options = options_of(source, ArchiveOptions)
    query = {
        "url": source.url,
        "output": "json",
        "fl": "timestamp,original,statuscode,digest",
        "filter": "statuscode:200",
        "collapse": "digest",
        # One more than is replayed: the service names the last one that we know again.
        "limit": str(options.most + 1),
    }
    start = _memory(state)[0] or (options.since.strftime("%Y%m%d") if options.since else "")
    query |= {"from": start} if start else {}
    query |= {"to": options.until.strftime("%Y%m%d")} if options.until else {}
    return (request_for(source, f"{options.service.rstrip('/')}/cdx/search/cdx?{urlencode(query)}"),)


def _is_warc(url: str) -> bool:
    return urlsplit(url).path.lower().endswith((".warc", ".warc.gz"))


def _memory(state: State) -> tuple[str, str]:
    """The moment of the last capture that was replayed, and what the inner kind remembers."""
    known = remembered(state)
    return str(known.get("at", "")), str(known.get("inner", ""))


def extract(snapshot: Snapshot, source: Source, state: State = NOTHING_KNOWN, /) -> Harvest:
    """The captures that a list names, the documents of one capture, or those of all captures in a WARC file."""
    capture = _CAPTURE.search(snapshot.requested_url)
    if capture:
        moment = _moment(capture[1])
        if moment is None:
            raise ExtractError(snapshot.url, "the capture has no readable date", expected="a capture's address")
        as_captured = replace(snapshot, url=source.url, requested_url=source.url, fetched_at=moment)
        return _replayed([as_captured], source, state)
    if snapshot.body.startswith((b"\x1f\x8b", b"WARC/")):
        return _read_warc(snapshot, source, state)
    return _read_list(snapshot, source, state)


def _read_warc(snapshot: Snapshot, source: Source, state: State) -> Harvest:
    options = options_of(source, ArchiveOptions)
    found = [
        capture
        for capture in captures(snapshot.body, snapshot.url)
        if not options.only or any(fnmatch.fnmatch(capture.url, pattern) for pattern in options.only)
    ]
    if not found:
        raise ExtractError(
            snapshot.url, "the archive holds no capture to read", expected="response records with status 200"
        )
    return _replayed(sorted(found, key=lambda capture: capture.fetched_at), source, state)


def _read_list(snapshot: Snapshot, source: Source, state: State) -> Harvest:
    options = options_of(source, ArchiveOptions)
    rows = parse_json(snapshot) if snapshot.body.strip() else []
    if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) >= 2 for row in rows):
        raise ExtractError(snapshot.url, "the answer is no list of captures", expected="CDX as JSON")
    last = _memory(state)[0]
    stamps = [(str(row[0]), str(row[1])) for row in rows if _moment(str(row[0])) is not None]
    named = sorted({stamp: original for stamp, original in stamps if stamp > last}.items())
    if not named and not last:
        raise ExtractError(
            snapshot.url, "the archive has no capture of this address", expected="captures with status 200"
        )
    service = options.service.rstrip("/")
    return Harvest(
        next_urls=tuple(f"{service}/web/{stamp}id_/{original}" for stamp, original in named[: options.most]),
        unchanged=0 if named else 1,
        notes=("further captures are replayed at the next visit",) if len(named) >= options.most else (),
    )


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _replayed(snapshots: Sequence[Snapshot], source: Source, state: State) -> Harvest:
    """Each snapshot read by the inner kind, with what it remembers handed from one to the next."""
    options = options_of(source, ArchiveOptions)
    inner_type = _inner_type(options.reads)
    inner_options, _ = read_options(inner_type.options, options.options, "options")
    inner_source = replace(source, kind=options.reads, options=inner_options)
    documents: list[Document] = []
    notes: list[str] = []
    at, memory = _memory(state)
    for snapshot in snapshots:
        inner_state = {"cursor": memory} if memory else NOTHING_KNOWN
        at = max(at, snapshot.fetched_at.strftime(_STAMP))
        try:
            harvest = inner_type.extract(snapshot, replace(inner_source, url=snapshot.requested_url), inner_state)
        except ExtractError as error:
            # One bad capture among many is no reason to lose the others; alone it is the answer.
            if len(snapshots) == 1:
                raise
            notes.append(f"capture of {snapshot.fetched_at:%Y-%m-%d}: {error.reason}")
            continue
        documents += [_dated(document, snapshot) for document in harvest.documents]
        memory = harvest.cursor if harvest.cursor is not None else memory
    if not documents and notes:
        raise ExtractError(
            snapshots[0].url, f"no capture could be read ({notes[0]})", expected=f"captures of kind {options.reads}"
        )
    return Harvest(
        documents=tuple(documents),
        notes=tuple(notes),
        cursor=json.dumps({"at": at, "inner": memory}),
        unchanged=0 if documents else 1,
    )


def _dated(document: Document, snapshot: Snapshot) -> Document:
    """A document that gives no date itself is dated as captured: it was so by then."""
    if document.published_at or document.updated_at:
        return document
    return replace(document, updated_at=snapshot.fetched_at)


SOURCE_TYPE = SourceType(kind="archive", options=ArchiveOptions, extract=extract, requests=requests)
