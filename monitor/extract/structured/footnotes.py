"""Notes below a table and the marks in its cells that point to them: "*" behind a name, and "* Subject to contract" below."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from monitor.extract.words.statuses import status_in
from monitor.model import Block, BlockKind, Cell, Document, Status, first_behind

#: The mark of a note, its block and what it says.
Note = tuple[str, Block, str]
#: Marks that point to a note. A plain number could be part of a name.
MARKS = "*\u2020\u2021\u00a7#^\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
_NOTE = re.compile(rf"(?P<mark>[{MARKS}]+|\[\w\]|\(\w\)|\d{{1,2}}(?=[ .)]))[ .)]*(?P<said>[A-Z].+)")
_RAISED = str.maketrans("\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079", "1230456789")
#: So far below a table its notes may stand.
_MOST = 8


def notes_below(document: Document, last: Block) -> list[Note]:
    """The notes below the table that ends with ``last``: the mark of each, its block and what it says."""
    found: list[Note] = []
    for block in lines_below(document, last, _MOST):
        match = _NOTE.match(block.text) if block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM} else None
        if match is None and (found or block.kind is not BlockKind.PARAGRAPH):
            break
        if match:
            found += [(mark, block, said) for mark, said in _apart(match["mark"], match["said"])]
    return found


def lines_below(document: Document, last: Block, most: int) -> Sequence[Block]:
    """The first blocks, ``most`` of them, that stand below the table that ends with ``last``."""
    first = first_behind(document.blocks, last.start)
    return document.blocks[first : first + most]


def noted_tables(document: Document) -> Iterator[tuple[Sequence[Block], str, Block, str]]:
    """Each note below a table of ``document``: the rows of the table, the mark of the note, its block and what it says."""
    rows = [block for block in document.blocks if block.kind is BlockKind.ROW and block.cells]
    for _, table in groupby(rows, key=lambda row: row.group):
        lines = list(table)
        yield from ((lines, *note) for note in notes_below(document, lines[-1]))


def _apart(mark: str, said: str) -> Iterator[tuple[str, str]]:
    """The notes that stand one behind another in one paragraph, each with its mark; those in turn after ``mark`` are notes."""
    while mark:
        bare = mark.translate(_RAISED).strip("[]()")
        after = mark.replace(bare, _next_of(bare)) if mark.isascii() else _next_of(bare).translate(_LIFTED)
        rest = re.search(rf"(?<=[.!;]) {re.escape(after)}[ .)]*(?=[A-Z])", said) if _next_of(bare) else None
        yield bare, said[: rest.start()] if rest else said
        mark, said = (after, said[rest.end() :]) if rest else ("", "")


def _next_of(mark: str) -> str:
    """The mark that follows upon a letter or a number; none upon a sign."""
    if mark.isdigit():
        return str(int(mark) + 1)
    return chr(ord(mark) + 1) if len(mark) == 1 and mark.isalpha() and mark not in "zZ" else ""


def stages_of_notes(notes: Sequence[Note]) -> dict[str, Status]:
    """The stage that each mark gives to those behind whose names it stands, for the notes that say one."""
    stages = ((mark, _stage(said)) for mark, _, said in notes)
    return {mark: stage for mark, stage in stages if stage}


def _stage(said: str) -> Status | None:
    if _HELD_UP.match(said):
        return Status.PREFERRED_BIDDER
    first = re.split(r"[.;:]", said)[0]
    return status_in(first) if len(first.split()) <= _LONGEST and not _TIMED.search(first) else None


_HELD_UP = re.compile(
    r"(?:award |contract |appointment |offer )?(?:is )?(?:(?:made )?subject to|conditional (?:on|upon)|pending|awaiting|provisional|dependent (?:on|upon))\b",
    re.IGNORECASE,
)
_LONGEST = 5
#: What is to come by a day has not come yet, and what is of another sort says nothing of the stage.
_TIMED = re.compile(r"\b(?:will|until|from|not|only|may|might)\b", re.IGNORECASE)


def mark_behind(text: str) -> str:
    """The mark at the beginning of ``text``, which is what a cell has behind a name; past brackets with a remark."""
    match = _BEHIND.match(text)
    return match["mark"].translate(_RAISED).strip("[]()") if match else ""


_BEHIND = re.compile(rf"\s*(?:\([^()]{{2,}}\))?\s*(?P<mark>[{MARKS}]+|\[\w\]|\([a-z\d]\))")


def mark_at_end(text: str) -> str:
    """The mark with which a cell ends."""
    match = _AT_END.search(text)
    return match["mark"].translate(_RAISED).strip("[]()") if match else ""


_AT_END = re.compile(rf"(?<=\S) ?(?P<mark>[{MARKS}]+|\[\w\]|\([a-z\d]\))$")


def is_note(text: str) -> bool:
    """Whether ``text`` begins with the mark of a note, which is no plain number."""
    return bool(_NOTE.match(text)) and not text[:1].isdigit()


def with_raised(rows: Sequence[Block], notes: Sequence[Note]) -> Sequence[Block]:
    """``rows`` with the plain numbers at the ends of cells that point to a note below as raised ones, where they stay in place."""
    marks = {mark for mark, _, _ in notes if mark.isdigit()}
    if not marks:
        return rows
    return [replace(row, cells=tuple(_raised(cell, marks) for cell in row.cells)) for row in rows]


def _raised(cell: Cell, marks: Collection[str]) -> Cell:
    match = _PLAIN.search(cell.text)
    if match is None or match[0] not in marks:
        return cell
    return replace(cell, text=cell.text[: match.start()] + match[0].translate(_LIFTED))


_LIFTED = str.maketrans("1230456789", "\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079")
#: A number behind a word: "Acme Carers 2".
_PLAIN = re.compile(r"(?<=[a-z][a-z ])\d{1,2}$")
