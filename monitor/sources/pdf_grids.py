"""Tables on a page of a PDF, with or without rules: columns by the gutters between them, rows by what wraps and what begins.

A PDF has no tables, only words at places. The layout of a page as lines of text keeps the places; blanks that run down through
several lines part the columns. Only a table whose headers are known words (area, provider, partner ...) is taken for one: pages
set in two columns have gutters too, and must be read as prose.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from monitor.extract.words.statuses import header_kind

#: A header and two rows are the least that shows columns.
_FEWEST_LINES = 3
_GAP = re.compile(r" {2,}")

#: A cell wraps when it is about as long as any in its column, and goes over half of the way to the next.
_FULL, _HALF = 0.85, 0.55
#: Headers are short; the first lines of two columns of prose are not.
_MOST_WORDS = 4

Cells = list[tuple[int, str]]


@dataclass(slots=True)
class Table:
    """The lines ``first`` to before ``last`` of a page, as rows of cells, the headers first."""

    first: int
    last: int
    rows: list[list[str]] = field(default_factory=list)


def tables_in(lines: Sequence[str]) -> Iterator[Table]:
    """The tables of a page given as the lines of its layout."""
    position = 0
    heads: list[list[str]] = []
    while position < len(lines):
        found = _table_at(lines, position, heads)
        if found is None:
            position += 1
            continue
        yield found
        heads.append(found.rows[0])
        position = found.last


def _cells(line: str, edges: frozenset[int] = frozenset()) -> Cells:
    """The cells of a line, parted by gaps; at ``edges`` a single blank is one."""
    cells: Cells = []
    start = 0
    gaps = {gap.start(): gap.end() for gap in _GAP.finditer(line)} | {
        edge - 1: edge for edge in edges if line[edge - 2 : edge + 1].strip() and line[edge - 1 : edge] == " "
    }
    for begin, after in [*sorted(gaps.items()), (len(line), len(line))]:
        if line[start:begin].strip():
            piece = line[start:begin]
            cells.append((start + len(piece) - len(piece.lstrip()), piece.strip()))
        start = max(start, after)
    return cells


def _edges(head: Cells, lines: Sequence[str]) -> frozenset[int]:
    """Where columns begin that a single blank parts from the one before: under a header each cell that reaches so far is cut there."""
    starts = [start for start, _ in head]
    tight = [line for line in lines if _stands_at(line, starts)]
    below = list(itertools.takewhile(lambda line: line in tight or len(_GAP.split(line.strip())) > 1, lines))
    # Where headers are set in the middle of their columns, the lines below tell where these begin.
    ends = [start + len(text) for start, text in head]
    before = [range(end + 1, start) for end, start in zip(ends, starts[1:], strict=False)]
    shared = Counter(low for line in below for low, _ in _cells(line)[1:] if any(low in gap for gap in before))
    found = set()
    for start in dict.fromkeys([*starts, *sorted(low for low, times in shared.items() if times > 1)]):
        reaching = [line for line in below if any(low < start < low + len(text) for low, text in _cells(line))]
        beginning = sum(low == start for line in below for low, _ in _cells(line)) + len(reaching)
        if (beginning > 1 or reaching[:1] == tight[:1]) and all(_stands_at(line, [start]) for line in reaching):
            found.add(start)
    return frozenset(found)


def _stands_at(line: str, starts: Sequence[int]) -> bool:
    """Whether a word of ``line`` begins at each of ``starts`` but the first of all; several tell more than chance."""
    inner = [start for start in starts if start > starts[0]] if len(starts) > 1 else list(starts)
    return len(inner) >= min(2, len(starts)) and all(
        line[start - 1 : start] == " " and line[start : start + 1].strip() for start in inner
    )


def _table_at(lines: Sequence[str], first: int, heads: Sequence[list[str]]) -> Table | None:
    """The table that begins at ``first``. One with the headers of another before it may have a single row."""
    head = _cells(lines[first])
    if len(head) < 2 or not any(header_kind(text) for _, text in head):
        return None
    if any(len(text.split()) > _MOST_WORDS for _, text in head):
        return None
    edges = _edges(head, lines[first + 1 :])
    taken: list[Cells] = []
    columns: list[tuple[int, int]] = []
    last = first
    for number in range(first, len(lines)):
        cells = _cells(lines[number], edges)
        merged = _columns([*taken, cells])
        # A header in the middle of its column looks like a column of its own until a longer cell stands below it.
        if not cells or len(merged) < len(head):
            break
        if len(cells) == 1 and not (taken and _goes_on(taken[-1], cells, merged)):
            break
        taken.append(cells)
        columns, last = merged, number + 1
    rows = _rows(taken, columns)
    kinds = [header_kind(text) for text in rows[0]] if rows else []
    fewest = _FEWEST_LINES - (bool(rows) and rows[0] in heads)
    if len(taken) < fewest or len(rows) < 2 or sum(map(bool, kinds)) < 2:
        return None
    return Table(first=first, last=last, rows=rows)


def _columns(taken: Sequence[Cells]) -> list[tuple[int, int]]:
    """The stretches across the page that some cell covers, parted by gutters through all lines."""
    spans = sorted((start, start + len(text)) for cells in taken for start, text in cells)
    columns: list[tuple[int, int]] = []
    for start, end in spans:
        if columns and start <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], end))
        else:
            columns.append((start, end))
    return columns


def _column_of(start: int, columns: Sequence[tuple[int, int]]) -> int:
    return next((number for number, (low, high) in enumerate(columns) if low <= start < high), 0)


def _goes_on(before: Cells, cells: Cells, columns: Sequence[tuple[int, int]]) -> bool:
    """Whether ``cells`` are what wrapped over from ``before``: one that cannot begin or end there, or each under a full cell."""
    above = {_column_of(start, columns): text for start, text in before}
    under = [(above.get(_column_of(start, columns), ""), text, _column_of(start, columns)) for start, text in cells]
    if any(_BROKEN.match(text) or _OPEN.search(over) for over, text, _ in under if over):
        return True
    if under[0][2] == 0 and _NUMBERED.match(under[0][0]) and not _NUMBERED.match(under[0][1]):
        return True
    counted = {number for number, text in above.items() if _COUNT.fullmatch(text)}
    if 1 < len(under) <= len(columns) / 2 and counted - {number for _, _, number in under}:
        return True
    if len(under) > 1 and under[0][2] == 0 and len(under) == len(columns) - 1:
        # Where but one column is empty a row of its own is likelier than that all the others wrapped.
        return False
    for over, _, number in under:
        low, high = columns[number]
        room = columns[number + 1][0] - low if number + 1 < len(columns) else 0
        if not over or len(over) < _FULL * (high - low) or len(over) < _HALF * room:
            return False
    return True


def _all_go_on(before: Cells, cells: Cells, columns: Sequence[tuple[int, int]]) -> bool:
    """The same for a line with a cell in each column, which is a row of its own unless a cell cannot begin or end there."""
    above = {_column_of(start, columns): text for start, text in before}
    return any(_JOINED.match(text) or _OPEN.search(above.get(_column_of(start, columns), "")) for start, text in cells)


#: How a line begins that goes on, where small letters may begin a value too ("awarded").
_JOINED = re.compile(r"(?:and|of|for|the|with|in)\b|[(&]")
#: How the rows of lots begin; what stands below one by itself, and begins otherwise, is the rest of its name.
_NUMBERED = re.compile(r"(?:lot|package|zone|area|contract|region)\s+\w{1,3}\b", re.IGNORECASE)
#: A sum or a number: a line of a table that has none where the one above has goes on with it.
_COUNT = re.compile(r"[\u00a3\u20ac$]?\d[\d,.]*(?:%|[mk]|bn)?")
#: How a line begins or ends that is one with its neighbour.
_BROKEN = re.compile(r"[a-z(&]")
_OPEN = re.compile(r"(?:[,&-]|\b(?:and|of|the|for|with|in|The))$")


def _rows(taken: Sequence[Cells], columns: Sequence[tuple[int, int]]) -> list[list[str]]:
    rows: list[list[str]] = []
    for number, cells in enumerate(taken):
        goes_on = _goes_on if len(cells) < len(columns) else _all_go_on
        wrapped = bool(number) and goes_on(taken[number - 1], cells, columns)
        if not wrapped:
            rows.append([""] * len(columns))
        for start, text in cells:
            column = _column_of(start, columns)
            rows[-1][column] = f"{rows[-1][column]} {text}".strip()
    return rows
