"""What the tables of a document say of the sentences beside them: where the one in a note is, and what is only a code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from monitor.extract.structured.footnotes import mark_at_end, noted_tables
from monitor.extract.structured.values import place_told
from monitor.extract.words.statuses import ROLES, header_kind
from monitor.model import Block, BlockKind, Claim, Document
from monitor.programmes.watchlist import Watchlist


def beside_tables(claims: Iterable[Claim], document: Document, watchlist: Watchlist) -> Iterator[Claim]:
    """``claims`` of sentences without those of codes that a table lists ("RH09 was withdrawn"), and those in a note with the place of the row that points to it."""
    rows = [block for block in document.blocks if block.kind is BlockKind.ROW and block.cells]
    codes = {
        c.text for row in rows for c in row.cells if _CODE.fullmatch(c.text) and header_kind(c.header) not in ROLES
    }
    noted = list(_places_of_notes(document, watchlist)) if rows else []
    for claim in claims:
        if claim.surface in codes:
            continue
        at = claim.evidence.start
        place = next((place for note, place in noted if note.start <= at < note.end), "")
        yield replace(claim, areas=(place,)) if place and not claim.areas else claim


_CODE = re.compile(r"[A-Z]{1,5}[-/ ]?\d{1,6}[A-Za-z]?")


def _places_of_notes(document: Document, watchlist: Watchlist) -> Iterator[tuple[Block, str]]:
    """The notes below each table to whose mark one row alone points, and the place of that row."""
    for rows, mark, note, _ in noted_tables(document):
        pointing = [row for row in rows if any(mark_at_end(cell.text) == mark for cell in row.cells)]
        told = {place for row in pointing if (place := _place_of(row, watchlist))}
        if len(pointing) == len(told) == 1:
            yield note, told.pop()


def _place_of(row: Block, watchlist: Watchlist) -> str:
    places = [place_told(cell.text, watchlist) for cell in row.cells if header_kind(cell.header) == "area"]
    return places[0] if len(places) == 1 else ""
