"""A plain text as blocks: paragraphs, list items, headings, and tables drawn with tabs or bars."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.extract.layout.grids import MAX_BLOCKS
from monitor.model import Block, BlockKind, Cell
from monitor.text import squash


def text_to_blocks(text: str) -> list[Block]:
    """The blocks of a plain text: paragraphs parted by blank lines, list items by their marks, short lines as headings."""
    blocks: list[Block] = []
    headings: tuple[str, ...] = ()
    group = 0
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [squash(line) for line in paragraph.split("\n") if line.strip()]
        if not lines:
            continue
        if len(lines) == 1 and _is_heading(lines[0]):
            headings = (lines[0],) if not blocks else (*headings[:1], lines[0])
            blocks.append(Block(kind=BlockKind.HEADING, text=lines[0], headings=headings[:-1], level=len(headings)))
            continue
        grid = _text_grid(paragraph)
        if grid:
            group += 1
            blocks.extend(grid_rows(grid, headings, group))
            continue
        if len(lines) > 1 and _heads_record(lines):
            headings = (*headings[:1], lines[0])
            blocks.append(Block(kind=BlockKind.HEADING, text=lines[0], headings=headings[:-1], level=len(headings)))
            lines = lines[1:]
        group += any(_ITEM.match(line) for line in lines)
        for line in lines:
            mark = _ITEM.match(line)
            kind = BlockKind.ITEM if mark else BlockKind.PARAGRAPH
            words = line[mark.end() :] if mark else line
            blocks.append(Block(kind=kind, text=words, headings=headings, group=group if mark else 0))
    return blocks[:MAX_BLOCKS]


def _text_grid(paragraph: str) -> list[list[str]]:
    """The rows of a paragraph that is a table in plain text: three or more lines parted by as many tabs or bars."""
    lines = [line for line in paragraph.split("\n") if line.strip()]
    for mark in ("\t", "|"):
        rows = [[squash(cell) for cell in line.strip("| " if mark == "|" else "\r").split(mark)] for line in lines]
        rows = [row for row in rows if not all(re.fullmatch(r"[-:=\s]*", cell) for cell in row)]
        if len(rows) >= 2 and len(lines) >= 2 and len(rows[0]) >= 2 and {len(row) for row in rows} == {len(rows[0])}:
            return _unlabelled(rows)
    return _set_in_columns([line.rstrip() for line in lines])


#: So much of the cells of a table set with blanks must be filled.
_FILLED = 0.7


def _set_in_columns(lines: list[str]) -> list[list[str]]:
    """The rows of three or more lines whose values stand below one another, parted by blanks alone."""
    lines = [line for line in lines if not re.fullmatch(r"[-=_+\s]+", line)]
    width = max(map(len, lines), default=0)
    if len(lines) < 3 or "  " not in lines[0].strip():
        return []
    blank = "".join(" " if all(line[at : at + 1] in {"", " "} for line in lines) else "x" for at in range(width))
    spans = [match.span() for match in re.finditer(r"x(?:x| (?=x))*", blank)]
    rows = [[squash(line[start:end]) for start, end in spans] for line in lines]
    filled = sum(bool(cell) for row in rows for cell in row)
    return rows if len(spans) > 1 and all(rows[0]) and filled >= _FILLED * len(rows) * len(spans) else []


def _unlabelled(rows: list[list[str]]) -> list[list[str]]:
    """``rows`` with the labels that each repeats before its values as their headers: "Area: Kent | Provider: Acme"."""
    parted = [[_LABELLED.fullmatch(cell) for cell in row] for row in rows]
    labels = [[match["label"] if match else "" for match in row] for row in parted]
    if not all(labels[0]) or any(row != labels[0] for row in labels):
        return rows
    return [labels[0], *([match["value"] if match else "" for match in row] for row in parted)]


_LABELLED = re.compile(r"(?P<label>[A-Z][\w /'-]{1,40}?) ?: *(?P<value>.*)")


def grid_rows(grid: list[list[str]], headings: tuple[str, ...], group: int) -> Iterator[Block]:
    """The rows of a table whose first row holds its headers."""
    for number, row in enumerate(grid):
        headers = grid[0] if number else [""] * len(row)
        cells = tuple(Cell(header=header, text=text) for header, text in zip(headers, row, strict=True))
        yield Block(kind=BlockKind.ROW, text="", headings=headings, cells=cells, group=group, signature=f"text/{group}")


_ITEM = re.compile(r"[\u2022\u00b7\u25aa]\s*|(?:[-*\u2013]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")


def _heads_record(lines: list[str]) -> bool:
    """Whether the first of ``lines`` stands over labels with their values."""
    first, *others = lines
    return bool(_is_heading(first) and not _LABELLED.fullmatch(first) and all(map(_LABELLED.fullmatch, others)))


def _is_heading(line: str) -> bool:
    return len(line) <= 120 and line[-1] not in ".,;:" and not _ITEM.match(line) and len(line.split()) <= 16
