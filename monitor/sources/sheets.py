"""A table of a sheet (CSV, TSV): its names of columns, what stands above them, and its rows as blocks."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.model import Block, BlockKind, Cell

MAX_ROWS = 20_000
_BLOCKED_CELL = "\x00"
#: So many lines may stand above the names of the columns: what the file is, and when it was made.
_MOST_ABOVE = 8


def rows_of(text: str, delimiter: str) -> tuple[list[list[str]], list[list[str]]]:
    """The lines above the names of the columns, and the names with the rows below them. Raises ``csv.Error``."""
    first = "".join(text.splitlines()[: _MOST_ABOVE + 1])
    # A file that is named for its tabs and has none in its header, or the other way round, is of the other kind.
    delimiter = next((other for other in "\t,;" if delimiter not in first and other in first), delimiter)
    rows = list(csv.reader(io.StringIO(text.replace(_BLOCKED_CELL, "\ufffd")), delimiter=delimiter))[: MAX_ROWS + 1]
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    above = list(itertools.takewhile(lambda row: sum(bool(cell.strip()) for cell in row) == 1, rows[:_MOST_ABOVE]))
    return above, rows[len(above) :] if len(rows) > len(above) + 1 else rows


def row_blocks(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Block]:
    """The rows below ``header``. Where the first has a value in its first column alone, such rows part the table and head what follows."""
    parted = len(header) > 2 and _parts(rows[0])
    section = ""
    for number, row in enumerate(rows):
        heads = parted and _parts(row)
        section = row[0].strip() if heads else section
        block = _row_block([""] if heads else header, [section] if heads else row, number)
        yield replace(block, headings=(section,)) if section and not heads else block


def _parts(row: Sequence[str]) -> bool:
    return bool(row[0].strip()) and not any(cell.strip() for cell in row[1:])


def _row_block(header: Sequence[str], row: Sequence[str], number: int) -> Block:
    cells = tuple(Cell(header=header[n] if n < len(header) else "", text=_one_line(t)) for n, t in enumerate(row))
    return Block(kind=BlockKind.ROW, text="", cells=cells, group=1, signature=f"records.{number}")


def _one_line(text: str) -> str:
    """``text`` with the lines of a cell parted by semicolons, as those of a page are, but for one that goes on with the last."""
    return _NEW_LINE.sub("; ", text.strip()) if "\n" in text else text


_NEW_LINE = re.compile(r"(?<![,;:&(/-])(?<!\band)(?<!\bof)[ \t]*\r?\n\s*(?![a-z(&])")
