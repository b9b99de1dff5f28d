"""Files on disk read as the documents of a source: what ``tierwatch extract FILE`` begins with."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import cast

from monitor.errors import ExtractError
from monitor.model import Document, Harvest, Snapshot, Source

#: Larger files are refused: nothing that a publisher puts out as one document is near it.
MAX_BYTES = 64 * 1024 * 1024


def read_file(
    path: Path, *, url: str = "", published: date | None = None, publisher: str = "", source_id: str = "file"
) -> list[Document]:
    """The documents in the file at ``path``, its type taken from the name's ending.

    ``.txt``, ``.html`` ``.htm``, ``.xml`` ``.rss`` ``.atom`` (a feed), ``.json`` (OCDS release or package, GOV.UK content item,
    register record or list, JSON Feed), ``.csv``, ``.tsv``, ``.pdf``, ``.warc`` ``.warc.gz``. ``published`` dates documents that
    carry no date themselves. Raises ExtractError if the ending is unknown or the content is of another kind.
    """
    path = Path(path)
    read = _reader_for(path)
    source = Source(id=source_id, kind="file", url=url or path.absolute().as_uri(), publisher=publisher)
    moment = datetime.combine(published, time(), tzinfo=UTC) if published else None
    harvest = read(_snapshot(path, source, moment), source)
    return [
        replace(
            document,
            publisher=document.publisher or publisher,
            published_at=document.published_at or moment,
        )
        for document in harvest.documents
    ]


def _snapshot(path: Path, source: Source, moment: datetime | None) -> Snapshot:
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ExtractError(str(path), f"cannot be read: {error.strerror}") from error
    if len(body) > MAX_BYTES:
        raise ExtractError(str(path), f"is larger than {MAX_BYTES // 1024 // 1024} MB")
    return Snapshot(
        url=source.url,
        requested_url=source.url,
        fetched_at=moment or datetime.fromtimestamp(path.stat().st_mtime, UTC),
        status=200,
        body=body,
        content_type=_CONTENT_TYPES.get(path.suffix.lower(), ""),
    )


_CONTENT_TYPES: Mapping[str, str] = {
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".json": "application/json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".pdf": "application/pdf",
    ".gz": "application/gzip",
    ".warc": "application/warc",
}

Reader = Callable[[Snapshot, Source], Harvest]

#: The module of each ending; it is imported when such a file is met, so that a text does not wait for a PDF library.
_READERS: Mapping[str, str] = {
    ".txt": "page",
    ".html": "page",
    ".htm": "page",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".json": "shapes",
    ".csv": "register",
    ".tsv": "register",
    ".pdf": "pdf",
    ".gz": "archive",
    ".warc": "archive",
}


def _reader_for(path: Path) -> Reader:
    name = _READERS.get(path.suffix.lower())
    if name is None:
        known = ", ".join(_READERS)
        raise ExtractError(str(path), f'no reader for "{path.suffix}"', expected=f"one of {known}")
    return cast("Reader", importlib.import_module(f"monitor.sources.{name}").extract)
