"""Documents: what a source publishes, as an ordered list of blocks over one normalised text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from monitor.model.vocabulary import BlockKind, DocumentKind, Zone
from monitor.text import fingerprint, squash

SEPARATOR = "\n"
_COUNTERS = re.compile(
    r"\d+|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table row: its column header, its words, and where they start in the document's text."""

    header: str
    text: str
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of a document. Invariant: ``document.text[block.start:block.end] == block.text``.

    ``headings`` is the path of headings above it, outermost first. ``signature`` is the tag and class path on the page, which
    stays the same over versions. A block of kind ``row`` has ``cells``; ``group`` numbers the table or list it belongs to.
    """

    kind: BlockKind
    text: str
    start: int = 0
    headings: tuple[str, ...] = ()
    zone: Zone = Zone.MAIN
    signature: str = ""
    cells: tuple[Cell, ...] = ()
    group: int = 0
    level: int = 0
    links: tuple[tuple[str, str], ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing that a source published.

    ``identity`` names it within its source and survives edits (an entry's GUID, a page's canonical address, a record's key).
    ``record`` holds the parsed value of a structured document and ``record_kind`` says which shape that is (``ocds``: one
    release; ``govuk``: one content item; ``register``: ``records`` is the list of records as published, ``register``, ``fields``
    and ``codes`` are the mapping of the source's options, where it has one). Each leaf of an ``ocds`` or JSON ``register`` record
    is a block of kind ``record`` whose ``signature`` is its dotted path (``records.0.providers.subcontractor_codes.1``). ``text`` is normalised: single blanks, one line a block. ``complete`` says that it lists everyone.
    """

    source_id: str
    identity: str
    url: str
    title: str = ""
    kind: DocumentKind = DocumentKind.PAGE
    publisher: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str = ""
    text: str = ""
    blocks: tuple[Block, ...] = ()
    record: Mapping[str, Any] | None = None
    record_kind: str = ""
    complete: bool = False
    withdrawn: str | None = None
    summary: str = ""

    @property
    def id(self) -> str:
        return _document_id(self.source_id, self.identity)

    @property
    def content_hash(self) -> str:
        """The same for two versions that say the same, whatever their markup."""
        if self.record is None:
            return _hash_of_words(self.title, self.text, self.withdrawn)
        return fingerprint("content", self.title, self.text, self.record, self.withdrawn)

    @property
    def quiet_hash(self) -> str:
        """The same for two versions that differ in their furniture and in what counts or dates the page itself. What they claim may still differ."""
        blocks = [_quiet(block) for block in self.blocks if block.zone is not Zone.CHROME]
        words = SEPARATOR.join(blocks) if blocks else _COUNTERS.sub("0", self.text)
        return fingerprint("quiet", self.title, words, self.record, self.withdrawn)


#: Of what the page tells, and not of what it is about: "Updated 5 March", "12 comments", "You are visitor number 4,512."
_OF_THE_PAGE = re.compile(
    r"\b(?:updated|reviewed|published|posted|modified|edited|built|generated|printed|retrieved|visitors?|viewed|views|reads?|downloads?|comments?|replies|shares|likes|page|ago|today|copyright)\b|\u00a9",
    re.IGNORECASE,
)
_SHORT = 60


def _quiet(block: Block) -> str:
    """The words of ``block``, without the numbers and days of a line that tells nothing but when, or of the page itself."""
    text = block.text
    is_told = block.kind is BlockKind.ROW or len(text) >= _SHORT or text.endswith((".", "!", "?")) or ": " in text
    if is_told and block.zone is Zone.MAIN and not (len(text) < 2 * _SHORT and _OF_THE_PAGE.search(text)):
        return text
    return _COUNTERS.sub("0", text)


#: A poll asks it of a new document half a dozen times, one document after the other.
@lru_cache(maxsize=128)
def _hash_of_words(title: str, text: str, withdrawn: str | None) -> str:
    return fingerprint("content", title, text, None, withdrawn)


@lru_cache(maxsize=4096)
def _document_id(source_id: str, identity: str) -> str:
    return fingerprint("document", source_id, identity)


_start = attrgetter("start")


def first_behind(blocks: Sequence[Block], position: int) -> int:
    """The number in ``blocks``, which are in order, of the first that begins behind ``position``; how many there are where none does."""
    return bisect_right(blocks, position, key=_start)


def block_at(blocks: Sequence[Block], position: int) -> int | None:
    """The number in ``blocks``, which are in order and apart, of the one that has ``position`` of the document's text; ``None`` where none has."""
    number = first_behind(blocks, position) - 1
    return number if number >= 0 and position < blocks[number].end else None


def document_of(blocks: Iterable[Block], *, source_id: str, identity: str, url: str, **fields: Any) -> Document:
    """A document over ``blocks`` in order, with ``text`` and every offset set. Empty blocks are left out.

    The text of each block is squashed; the text of a row is its cells' texts joined by `` | ``.
    """
    placed: list[Block] = []
    position = 0
    for block in blocks:
        texts = [squash(cell.text) for cell in block.cells]
        text = " | ".join(texts) if texts else squash(block.text)
        if not text.strip(" |"):
            continue
        placed.append(_placed(block, text, position, texts))
        position += len(text) + len(SEPARATOR)
    text = SEPARATOR.join(block.text for block in placed)
    return Document(source_id=source_id, identity=identity, url=url, text=text, blocks=tuple(placed), **fields)


def _placed(block: Block, text: str, start: int, texts: list[str]) -> Block:
    """``block`` with ``text`` at its place, its cells with ``texts`` at theirs."""
    if not texts and block.start == start and block.text == text:
        return block
    offset = start
    cells = []
    for cell, words in zip(block.cells, texts, strict=True):
        cells.append(Cell(header=squash(cell.header), text=words, start=offset))
        offset += len(words) + 3
    # Spelt out, as a page has hundreds: ``replace`` takes twice as long.
    return Block(
        kind=block.kind,
        text=text,
        start=start,
        headings=block.headings,
        zone=block.zone,
        signature=block.signature,
        cells=tuple(cells),
        group=block.group,
        level=block.level,
        links=block.links,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """What a source type found in one answer: its documents, and what else there is to fetch before the visit is whole.

    ``next_urls`` are addresses to fetch in the same poll (the pages of a listing, the next page of an API); each answer is
    handed to the source type again. ``notes`` are things that staff should know ("20 entries skipped: over the cap").
    ``cursor`` is what the type wants to remember; ``None`` leaves what it remembers as it is. ``unchanged`` counts the things
    that were seen and are as last time, so not read again: no documents and none unchanged is an empty source. ``gap`` says
    that something may have come and gone between two visits; ``degraded`` says why the answer is only partly trusted.
    """

    documents: tuple[Document, ...] = ()
    next_urls: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cursor: str | None = None
    gap: bool = field(default=False)
    unchanged: int = 0
    degraded: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What an address turned out to be at a first look: a ``kind`` of source at ``url``, and the ``reason`` by which that was told.

    ``others`` are what it could be read as besides; ``complete`` is whether all that there is stands in one answer.
    """

    kind: str
    url: str
    reason: str
    title: str = ""
    complete: bool = False
    options: Mapping[str, object] = field(default_factory=dict)
    others: tuple[str, ...] = ()
