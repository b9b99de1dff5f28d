"""A register: records that a publisher keeps at a stable address, as JSON, CSV or TSV.

One answer is one document and lists what it lists in full: a single record, a list of records, or a table. Where each fact of
a record stands is said by a programme pack's register (``register = "id"``) or here by ``fields``: the name of a fact and the
dotted path to it (``lead = "providers.prime_provider_code"``). Codes are resolved to names by ``codes`` or by the list at
``codes_url``. A register kept as many files is read by an ``index``: a JSON list of ``{name, download_url, sha}``, as
code-hosting sites give for a folder; only files whose ``sha`` moved are fetched again.

A mapped field that no record has is an error, and so is a register of which no key says who provides what, mapped or understood:
nobody would ever be read in it. Where ``lead``, ``listed`` or ``areas`` is missing from fewer than half of the records, the visit
notes in how many.
"""

from __future__ import annotations

import csv
import fnmatch
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urldefrag, urlsplit

from monitor.errors import ExtractError
from monitor.model import (
    Block,
    BlockKind,
    Document,
    DocumentKind,
    Harvest,
    Request,
    Snapshot,
    Source,
    document_of,
)
from monitor.sources.base import NOTHING_KNOWN, SourceType, State, names_in, options_of, remembered, request_for
from monitor.sources.decode import decode_text
from monitor.sources.grids import grid_of
from monitor.sources.heads import under_heads
from monitor.sources.jsons import dig, parse_json, record_blocks, text_at
from monitor.sources.options import suggestion
from monitor.sources.register_fields import check_fields, lacking
from monitor.sources.sheets import row_blocks, rows_of, tables_of

MAX_FILES = 390
#: What a record can say. A fact by another name would be read by nobody, and its silence pass for a register without it.
FACTS = (
    "lead", "partners", "subcontractors", "owner", "listed", "areas", "services", "status", "started", "ended", "title",
    "description", "key", "contract", "signature",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterOptions:
    """``format``: ``auto`` decides by the answer. ``records``: dotted path to the list of records. ``register``: the id of a
    pack's register. ``fields``: fact to dotted path, the facts being ``lead``, ``partners``, ``subcontractors``, ``owner``,
    ``listed`` (whose role nothing says), ``areas``, ``services``, ``status``, ``started`` and ``ended`` (as
    ISO 8601: the days of a change in who has the contract, once they have come), ``title``, ``description``, ``key`` (what a
    record is known by), ``contract`` and ``signature``. ``codes``: code to name. ``codes_url``: a JSON list of codes and names,
    whose keys are ``code_key`` and ``name_key``. ``index``: the address answers with a list of files; ``files``: pattern of
    the names to read, or further addresses.
    """

    format: Literal["auto", "json", "csv", "tsv"] = "auto"
    records: str = ""
    register: str = ""
    fields: Mapping[str, str | list[str]] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    codes_url: str = ""
    code_key: str = "code"
    name_key: str = "name"
    index: bool = False
    files: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for fact in self.fields:
            if fact not in FACTS:
                hint = suggestion(fact, FACTS) or f"one of {', '.join(FACTS)}"
                raise ValueError(f'fields: "{fact}" is not a fact of a record: {hint}')


def requests(source: Source, _state: State, _now: datetime) -> Sequence[Request]:
    """The code list first, as the records need it; then the register or its index, and any further files."""
    options = options_of(source, RegisterOptions)
    further = [] if options.index else [url for url in options.files if "://" in url]
    addresses = [url for url in (options.codes_url, source.url, *further) if url]
    return tuple(request_for(source, url) for url in addresses)


def extract(snapshot: Snapshot, source: Source, state: State = NOTHING_KNOWN, /) -> Harvest:
    """The register as one document, or what its index leads to."""
    options = options_of(source, RegisterOptions)
    asked = urldefrag(snapshot.requested_url).url
    memory = _memory(state)
    if options.codes_url and asked == options.codes_url:
        return _read_codes(snapshot, source, options, memory)
    if options.index and asked == source.url:
        return _read_index(snapshot, options, memory)
    document = _document(snapshot, source, options, memory["codes"])
    notes = lacking(options.fields, (document.record or {}).get("records") or ())
    return Harvest(documents=(document,), cursor=_read_cursor(asked, memory), notes=tuple(notes))


def _memory(state: State) -> dict[str, dict[str, str]]:
    """Codes and names; each file with the ``sha`` that was read last; and the files that the index says have moved since."""
    known = remembered(state)
    return {part: names_in(known.get(part)) for part in ("codes", "files", "moved")}


def _read_cursor(asked: str, memory: dict[str, dict[str, str]]) -> str | None:
    """A file counts as read only now, so that one that failed is asked for again."""
    if asked not in memory["moved"]:
        return None
    moved = {url: sha for url, sha in memory["moved"].items() if url != asked}
    return _cursor(memory, moved=moved, files={**memory["files"], asked: memory["moved"][asked]})


def _cursor(memory: dict[str, dict[str, str]], **changed: dict[str, str]) -> str:
    return json.dumps({**memory, **changed}, sort_keys=True)


def _read_codes(
    snapshot: Snapshot, source: Source, options: RegisterOptions, memory: dict[str, dict[str, str]]
) -> Harvest:
    value = parse_json(snapshot)
    entries = value if isinstance(value, list) else [value]
    codes = {
        text_at(entry, options.code_key): text_at(entry, options.name_key)
        for entry in entries
        if text_at(entry, options.code_key)
    }
    if not codes:
        raise ExtractError(
            snapshot.url, "no entry has a code", expected=f'"{options.code_key}" in each entry of the list'
        )
    document = _json_document(snapshot, source, RegisterOptions(), {}, value)
    return Harvest(documents=(document,), cursor=_cursor(memory, codes=codes))


def _read_index(snapshot: Snapshot, options: RegisterOptions, memory: dict[str, dict[str, str]]) -> Harvest:
    value = parse_json(snapshot)
    files = {
        text_at(entry, "download_url"): text_at(entry, "sha")
        for entry in (value if isinstance(value, list) else [])
        if urlsplit(text_at(entry, "download_url")).scheme in {"http", "https"}
        and any(fnmatch.fnmatch(text_at(entry, "name"), pattern) for pattern in options.files or ("*",))
    }
    if not files:
        raise ExtractError(snapshot.url, "the index names no file", expected="a JSON list with name and download_url")
    moved = {url: sha for url, sha in files.items() if not sha or memory["files"].get(url) != sha}
    known = {url: sha for url, sha in memory["files"].items() if url in files}
    notes = [f"no longer in the index: {url}" for url in sorted(set(memory["files"]) - set(files))[:20]]
    if len(moved) > MAX_FILES:
        notes.append(f"{len(moved) - MAX_FILES} files left for the next visit")
    return Harvest(
        next_urls=tuple(moved)[:MAX_FILES],
        notes=tuple(notes),
        cursor=_cursor(memory, files=known, moved=moved),
        unchanged=len(files) - len(moved),
    )


def _document(snapshot: Snapshot, source: Source, options: RegisterOptions, codes: Mapping[str, str]) -> Document:
    kind = _format(snapshot, options)
    if kind == "json":
        return _json_document(snapshot, source, options, codes, parse_json(snapshot))
    return _table_document(snapshot, source, options, codes, delimiter="\t" if kind == "tsv" else ",")


def _format(snapshot: Snapshot, options: RegisterOptions) -> str:
    if options.format != "auto":
        return options.format
    path = urlsplit(snapshot.requested_url).path.lower()
    start = snapshot.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if "json" in snapshot.media_type or path.endswith(".json") or start[:1] in (b"{", b"["):
        return "json"
    if start[:1] == b"<":
        raise ExtractError(snapshot.url, "the answer is a page", expected="JSON, CSV or TSV")
    head = snapshot.body[:4096]
    if "tab-separated" in snapshot.media_type or path.endswith(".tsv") or head.count(b"\t") > head.count(b","):
        return "tsv"
    return "csv"


def _json_document(
    snapshot: Snapshot, source: Source, options: RegisterOptions, codes: Mapping[str, str], value: Any
) -> Document:
    found = dig(value, options.records)
    grid = grid_of(found)
    if grid:
        return _rows_document(grid, [], snapshot, source, options, codes)
    records = found if isinstance(found, list) else [found]
    if not records or not all(isinstance(record, dict) and record for record in records):
        where = f'"{options.records}"' if options.records else "the top"
        raise ExtractError(snapshot.url, f"no records at {where}", expected="an object, or a list of objects")
    check_fields(snapshot.url, options.fields, records)
    return _made(record_blocks({"records": records}), snapshot, source, options, codes, records)


def _table_document(
    snapshot: Snapshot, source: Source, options: RegisterOptions, codes: Mapping[str, str], *, delimiter: str
) -> Document:
    text = decode_text(snapshot.body, content_type=snapshot.content_type, charset=snapshot.charset).lstrip("\ufeff")
    try:
        above, rows = rows_of(text, delimiter)
    except csv.Error as error:
        raise ExtractError(snapshot.url, f"the table cannot be read ({error})", expected="CSV or TSV") from error
    if len(rows) < 2 or len(rows[0]) < 2:
        raise ExtractError(snapshot.url, "the table has no rows", expected="a line of column names and lines below it")
    return _rows_document(rows, above, snapshot, source, options, codes)


def _rows_document(
    rows: list[list[str]],
    above: Sequence[Sequence[str]],
    snapshot: Snapshot,
    source: Source,
    options: RegisterOptions,
    codes: Mapping[str, str],
) -> Document:
    blocks: list[Block] = []
    records: list[dict[str, str]] = []
    for group, (over, table) in enumerate(tables_of(rows), 1):
        header, below = under_heads(table)
        blocks += [Block(kind=BlockKind.CAPTION, text=" ".join(row).strip(), group=group) for row in (*above, *over)]
        blocks += row_blocks(header, below, group)
        records += [dict(zip(header, (cell.strip() for cell in row), strict=False)) for row in below]
        above = []
    check_fields(snapshot.url, options.fields, records)
    return _made(blocks, snapshot, source, options, codes, records)


def _made(
    blocks: Sequence[Block],
    snapshot: Snapshot,
    source: Source,
    options: RegisterOptions,
    codes: Mapping[str, str],
    records: Sequence[Any],
) -> Document:
    record = {
        "register": options.register,
        "fields": dict(options.fields),
        "codes": {**codes, **options.codes},
        "records": list(records),
    }
    return document_of(
        blocks,
        source_id=source.id,
        identity=urldefrag(snapshot.requested_url).url,
        url=snapshot.url,
        title=source.name or urlsplit(snapshot.requested_url).path.rpartition("/")[2],
        kind=DocumentKind.RECORD,
        publisher=source.publisher,
        record=record,
        record_kind="register",
        complete=source.complete,
    )


SOURCE_TYPE = SourceType(kind="register", options=RegisterOptions, extract=extract, requests=requests)
