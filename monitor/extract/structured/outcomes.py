"""How the bidders in a table of scores fared: by their rank, by a line across the scores, by a lot that was not let."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from monitor.extract.structured.columns import Column
from monitor.extract.words.statuses import header_words, status_in
from monitor.model import Block, Cell, Document, Status
from monitor.text import fold


def fared(rows: Sequence[Block], columns: Mapping[str, Column], document: Document) -> dict[int, Cell]:
    """A cell that says how the bidder in a row fared, by where the row begins, for the rows that tell it by more than a word of stage."""
    if not any(c.kind == "lead" and _BIDDERS.search(header_words(header)) for header, c in columns.items()):
        return {}
    if any(column.kind == "status" for column in columns.values()):
        return {}
    ranks = {} if _SEVERAL.search(document.text) else _ranks(rows)
    unlet = set(_UNLET.findall(document.text))
    found: dict[int, Cell] = {}
    for row in rows:
        if across := _across(row):
            found[row.start] = across
        elif ranks.get(row.start, 1) > 1 or any(
            cell.text in unlet and _LOT.fullmatch(fold(cell.header)) for cell in row.cells
        ):
            found[row.start] = _LOST
    return found


_LOST = Cell(header="", text="unsuccessful")
#: Where more than the first are taken on.
_SEVERAL = re.compile(
    r"\b(?:frameworks?|panel|approved list|dynamic purchasing|multi-supplier)\b|"
    r"\b(?:top|first|best|highest)(?:[- ](?:ranked|ranking|scoring|placed))? (?:two|three|four|five|six|\d)\b|\branked first and second\b",
    re.IGNORECASE,
)
_BIDDERS = re.compile(r"\b(?:bidders?|tenderers?|respondents?|proposers?|offerors?|applicants?)\b")
#: "That Lot 3 be not awarded".
_UNLET = re.compile(
    r"\b[Ll]ot (\w{1,3}) (?:(?:is|was|be|has been|will be|should be) not (?:be )?|not (?:be |to be )?)(?:awarded|let)\b"
)
_LOT = re.compile(r"lots?(?: (?:no|number|ref))?")


def _ranks(rows: Sequence[Block]) -> dict[int, int]:
    """The rank of the bidder in each row, given one after another, each lot beginning again with the first."""
    told = {
        row.start: int(match[1])
        for row in rows
        for cell in row.cells
        if _RANK.fullmatch(header_words(cell.header)) and (match := _ORDINAL.fullmatch(cell.text))
    }
    ranks = list(told.values())
    begun = all(after in {before, before + 1} or after == 1 for before, after in pairwise(ranks))
    return told if 1 in ranks and max(ranks, default=0) > 1 and begun else {}


_RANK = re.compile(r"(?:(?:overall|final|total|tender|bid) )?(?:rank(?:ing|ed)?|placing|placed|position|place)")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?")


def _across(row: Block) -> Cell | None:
    """The cell of ``row`` that spans several columns and says that its bid came to nothing."""
    for cell, after in pairwise(row.cells):
        status = status_in(cell.text) if cell.text == after.text and len(cell.text.split()) <= _LONGEST else None
        if status in {Status.WITHDRAWN, Status.UNSUCCESSFUL}:
            return cell
    return None


_LONGEST = 8
