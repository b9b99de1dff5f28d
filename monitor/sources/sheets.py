"""A table of a sheet (CSV, TSV): its names of columns, what stands above them, and its rows as blocks."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from monitor.model import Block, BlockKind, Cell

MAX_ROWS = 20_000
_BLOCKED_CELL = "\x00"
#: So many lines may stand above the names of the columns: what the file is, and when it was made.
_MOST_ABOVE = 8
#: A table is so many times as wide as the lines above it.
_TIMES_AS_WIDE = 4


def rows_of(text: str, delimiter: str) -> tuple[list[list[str]], list[list[str]]]:
    """The lines above the names of the columns, and the names with the rows below them. Raises ``csv.Error``."""
    lines = [line for line in text.splitlines()[: _MOST_ABOVE + 1] if line.strip()]
    first = "".join(lines)
    # A file that is named for its tabs and has none in its header, or the other way round, is of the other kind.
    delimiter = next((other for other in "\t,;" if delimiter not in first and other in first), delimiter)
    if not _parts_all(lines, delimiter):
        # "1.250,50" in a file whose columns semicolons part
        delimiter = next((other for other in "\t;|" if _parts_all(lines, other)), delimiter)
    rows = list(csv.reader(io.StringIO(text.replace(_BLOCKED_CELL, "\ufffd")), delimiter=delimiter))[: MAX_ROWS + 1]
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    # A title may be of one cell, and what a file was made from of a few in a row of many.
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows[: 2 * _MOST_ABOVE]]
    few = max(1, max(widths, default=0) // _TIMES_AS_WIDE)
    above = rows[: sum(1 for _ in itertools.takewhile(lambda width: width <= few, widths[:_MOST_ABOVE]))]
    return above, rows[len(above) :] if len(rows) > len(above) + 1 else rows


def _parts_all(lines: Sequence[str], delimiter: str) -> bool:
    """Whether ``delimiter`` stands in each of ``lines`` equally often, outside quotes and the brackets of a cell that is a record."""
    bare = [_WHOLE_CELL.sub("", line) for line in lines]
    return len({line.count(delimiter) for line in bare}) == 1 and delimiter in bare[0]


#: "a, b" in quotes, and "[Acme|1 High Street|Yes]".
_WHOLE_CELL = re.compile(r'"[^"]*"|\[[^\[\]]*\]')


def tables_of(rows: Sequence[list[str]]) -> Iterator[tuple[list[list[str]], list[list[str]]]]:
    """The tables that stand below each other in ``rows``: the lines above the names of each, and its names with its rows.

    A further one begins with a line of one cell, or of few, and a line that has most names of columns of the first.
    """
    names = {cell.strip().casefold() for cell in rows[0] if cell.strip()}
    above: list[list[str]] = []
    start = 0
    for number, (row, following) in enumerate(pairwise(rows)):
        if number <= start or not (_parts(row) or _is_narrow(row, len(names))):
            continue
        again = {cell.strip().casefold() for cell in following if cell.strip()}
        if len(again) > 1 and 2 * len(again & names) >= len(again):
            yield above, list(rows[start:number])
            above, start = [row], number + 1
    yield above, list(rows[start:])


def _is_narrow(row: Sequence[str], columns: int) -> bool:
    """Whether ``row`` has a value in its first column and in few of the others: what a table is, and what some of its columns are."""
    told = sum(bool(cell.strip()) for cell in row)
    return bool(row[0].strip()) and told <= max(1, columns // _TIMES_AS_WIDE)


def row_blocks(header: Sequence[str], rows: Sequence[Sequence[str]], group: int = 1) -> Iterator[Block]:
    """The rows below ``header``. Where the first has a value in its first column alone, such rows part the table and head what follows."""
    parted = len(header) > 2 and _parts(rows[0])
    section = ""
    last = max((number for number, row in enumerate(rows) if not _parts(row)), default=len(rows))
    for number, row in enumerate(rows):
        # What stands in the first column alone is a head, or below all rows a note.
        heads = _parts(row) and (parted or number > last)
        section = row[0].strip() if heads else section
        block = _row_block([""] if heads else header, [section] if heads else row, number, group)
        yield replace(block, headings=(section,)) if section and not heads else block


def _parts(row: Sequence[str]) -> bool:
    return bool(row[0].strip()) and not any(cell.strip() for cell in row[1:])


def _row_block(header: Sequence[str], row: Sequence[str], number: int, group: int) -> Block:
    cells = tuple(Cell(header=header[n] if n < len(header) else "", text=_one_line(t)) for n, t in enumerate(row))
    return Block(kind=BlockKind.ROW, text="", cells=cells, group=group, signature=f"records.{number}")


def _one_line(text: str) -> str:
    """``text`` with the lines of a cell parted by semicolons, as those of a page are, but for one that goes on with the last."""
    return _NEW_LINE.sub("; ", text.strip()) if "\n" in text else text


_NEW_LINE = re.compile(r"(?<![,;:&(/-])(?<!\band)(?<!\bof)[ \t]*\r?\n\s*(?![a-z(&])")
