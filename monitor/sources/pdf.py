"""A PDF: its text, page by page. Each block's ``signature`` begins with its page (``page:3``), so that a quote can name it.

Only text that is in the file is read; a scan without text is an error, as an empty document must not pass for a quiet one. It
is parsed in a process of its own, within time and memory.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote, urldefrag, urlsplit

from monitor.errors import ExtractError
from monitor.extract.layout.blocks import text_to_blocks
from monitor.extract.layout.lines import grid_rows
from monitor.extract.words.statuses import header_kind
from monitor.model import Block, BlockKind, DocumentKind, Harvest, Snapshot, Source, document_of
from monitor.sources.base import NOTHING_KNOWN, SourceType, State, options_of
from monitor.sources.pdf_grids import tables_in
from monitor.text import squash, storable

# The library reports each oddity of a file at length; what matters becomes an ExtractError.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

MAX_CHARACTERS = 4_000_000
#: Laying a page out costs more than its words; it is done where a header of a table of providers may stand.
_TABLED = re.compile(
    r"\b(?:provider|bidder|supplier|contractor|lead|prime|partner|sub-?contractor|operator|winner|awarded to)s?\b",
    re.IGNORECASE,
)
#: A mark of a list, a label before its value ("Contractor: Acme"), the heading of a lot.
_STARTS_ANEW = re.compile(
    r"\s*(?:[•▪●◦·*–-]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s|[A-Z][a-z]+(?: [\w/&'-]+){0,3}: \S|(?:Lot|Package|Zone) \w{1,3} ?[-–:(])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfOptions:
    """``pages``: how many pages to read at most."""

    pages: int = 300

    def __post_init__(self) -> None:
        if not 1 <= self.pages <= 2000:
            raise ValueError("pages must be from 1 to 2000")


def extract(snapshot: Snapshot, source: Source, _state: State = NOTHING_KNOWN, /) -> Harvest:
    """The PDF as one document."""
    most = options_of(source, PdfOptions).pages
    if b"%PDF-" not in snapshot.body[:1024]:
        raise ExtractError(snapshot.url, "the answer is not a PDF", expected="a PDF")
    try:
        title, texts, count = _read(snapshot.body, most)
    except Exception as error:  # the library gives way on damaged files in more ways than it documents
        reason = str(error)[:200] or type(error).__name__
        raise ExtractError(
            snapshot.url, f"the PDF cannot be read ({reason})", expected="a PDF that opens without a password"
        ) from error
    blocks = [block for number, page in enumerate(texts, 1) for block in _page_blocks(*page, number)]
    if not blocks:
        raise ExtractError(snapshot.url, "the PDF holds no text (a scan?)", expected="a PDF with text")
    document = document_of(
        blocks,
        source_id=source.id,
        identity=urldefrag(snapshot.requested_url).url,
        url=snapshot.url,
        title=title or _name(snapshot.url),
        kind=DocumentKind.PDF,
        publisher=source.publisher,
        complete=source.complete,
    )
    return Harvest(documents=(document,), notes=(f"{count - most} pages not read",) if count > most else ())


def _read(body: bytes, most: int) -> tuple[str, list[tuple[str, list[str]]], int]:
    """The title, each page as its text and, where it may hold a table, the lines of its layout, and how many pages there are."""
    # Seven megabytes that a service without PDFs does without.
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(body), strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    texts: list[tuple[str, list[str]]] = []
    room = MAX_CHARACTERS
    for page in reader.pages[:most]:
        text = storable(page.extract_text() or "")[:room]
        room -= len(text)
        layout: list[str] = []
        if _TABLED.search(text):
            drawn = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False) or ""
            layout = storable(drawn)[: len(text) * 4].splitlines()
        texts.append((text, layout))
    stated = reader.metadata.title if reader.metadata else ""
    return squash(storable(stated or ""))[:300], texts, len(reader.pages)


def _name(url: str) -> str:
    return squash(
        unquote(urlsplit(url).path.rpartition("/")[2]).removesuffix(".pdf").replace("-", " ").replace("_", " ")
    )


def _page_blocks(text: str, layout: list[str], number: int) -> list[Block]:
    tables = list(tables_in(layout))
    if not tables:
        return _signed(text_to_blocks(_records_kept(_paragraphs(text))), number)
    blocks: list[Block] = []
    position = 0
    for group, table in enumerate([*tables, None], 1):
        between = layout[position : table.first if table else len(layout)]
        plain = "\n".join(" ".join(line.split()) for line in between)
        blocks += _signed(text_to_blocks(_records_kept(_paragraphs(plain))), number)
        if table:
            headings = tuple(block.text for block in blocks if block.kind is BlockKind.HEADING)[-1:]
            blocks += _signed(grid_rows(table.rows, headings, group), number)
            position = table.last
    return blocks


def _signed(blocks: Iterable[Block], number: int) -> list[Block]:
    return [replace(block, signature=f"page:{number} {block.signature}".strip()) for block in blocks]


def _paragraphs(text: str) -> Iterator[str]:
    """The lines of a page put together again: a line that reaches the margin runs on into the next."""
    lines = [line.rstrip() for line in text.splitlines()]
    margin = 0.7 * max((len(line) for line in lines), default=0)
    held = ""
    for line in lines:
        runs_on = (
            held and line.strip() and not _STARTS_ANEW.match(line) and not held.endswith((".", ":", ";", "?", "!"))
        )
        if runs_on and (len(held.rpartition("\n")[2]) >= margin or line.lstrip()[:1].islower()):
            # A hyphen at the end of a line may belong to the word; it is kept, as losing one would alter a quote.
            held = f"{held} {line.strip()}"
            continue
        if held.strip():
            yield held
        held = line
    if held.strip():
        yield held


def _records_kept(paragraphs: Iterable[str]) -> str:
    """``paragraphs`` as one text, those that are a label with its value set close under what stands above them."""
    text = ""
    for paragraph in paragraphs:
        match = _LABELLED.match(paragraph)
        close = match is not None and header_kind(match["label"]) != "" and len(paragraph) < _LONGEST_LABELLED
        text += ("\n" if close and text else "\n\n" if text else "") + paragraph
    return text


_LABELLED = re.compile(r"\s*(?P<label>[A-Z][a-z]+(?: [\w/&'-]+){0,3}): \S")
_LONGEST_LABELLED = 200


SOURCE_TYPE = SourceType(kind="pdf", options=PdfOptions, extract=extract)
