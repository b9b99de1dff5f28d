"""How the bidders in a table of scores fared: by their rank, by a line across the scores, by a lot that was not let."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from monitor.extract.structured.columns import Column
from monitor.extract.words.statuses import header_words, status_in
from monitor.model import Block, BlockKind, Cell, Document, Status
from monitor.text import fold


def fared(rows: Sequence[Block], columns: Mapping[str, Column], document: Document) -> dict[int, Cell]:
    """A cell that says how the bidder in a row fared, by where the row begins, for the rows that tell it by more than a word of stage."""
    if not any(c.kind == "lead" and _BIDDERS.search(header_words(header)) for header, c in columns.items()):
        return {}
    if any(column.kind == "status" for column in columns.values()):
        return {}
    ranks = {} if _SEVERAL.search(document.text) else _ranks(rows)
    unlet = set(_UNLET.findall(document.text))
    put = _is_put(document)
    found: dict[int, Cell] = {}
    for row in rows:
        if across := _across(row):
            found[row.start] = across
        elif ranks.get(row.start, 1) > 1 or any(
            cell.text in unlet and _LOT.fullmatch(fold(cell.header)) for cell in row.cells
        ):
            found[row.start] = _LOST
        elif row.start in ranks and put:
            found[row.start] = _FIRST
    return found


def _is_put(document: Document) -> bool:
    """Whether ``document`` recommends what somebody else has yet to decide."""
    headed = any(b.kind is BlockKind.HEADING and _RECOMMENDS.fullmatch(fold(b.text)) for b in document.blocks)
    return headed and not _DECIDED.search(document.text)


_LOST = Cell(header="", text="unsuccessful")
_FIRST = Cell(header="", text="recommended")
_RECOMMENDS = re.compile(
    r"(?:(?:officer|staff|administrative|the) )?recommendations?(?: (?:to (?:the )?)?(?:council|committee|cabinet|board))?"
)
_DECIDED = re.compile(
    r"\b(?:[Cc]arried|CARRIED|RESOLVED|[Rr]esolved|[Mm]otion (?:was )?(?:passed|adopted)|(?:recommendations?|report) (?:was|were) (?:approved|adopted|agreed|accepted)|"
    r"(?:[Cc]ouncil|[Cc]ommittee|[Cc]abinet|[Bb]oard) (?:has |have )?(?:approved|agreed|adopted))\b"
)
#: Where more than the first are taken on.
_SEVERAL = re.compile(
    r"\b(?:frameworks?|panel|approved list|dynamic purchasing|multi-supplier)\b|"
    r"\b(?:top|first|best|highest)(?:[- ](?:ranked|ranking|scoring|placed))? (?:two|three|four|five|six|\d)\b|\branked first and second\b",
    re.IGNORECASE,
)
_BIDDERS = re.compile(r"\b(?:bidders?|tenderers?|respondents?|proposers?|proponents?|offerors?|applicants?)\b")
#: "That Lot 3 be not awarded".
_UNLET = re.compile(
    r"\b[Ll]ot (\w{1,3}) (?:(?:is|was|be|has been|will be|should be) not (?:be )?|not (?:be |to be )?)(?:awarded|let)\b"
)
_LOT = re.compile(r"lots?(?: (?:no|number|ref))?")


def _ranks(rows: Sequence[Block]) -> dict[int, int]:
    """The rank of the bidder in each row: given one after another, each lot beginning again with the first, or one of each."""
    told = {
        row.start: int(match[1])
        for row in rows
        for cell in row.cells
        if _RANK.fullmatch(header_words(cell.header)) and (match := _ORDINAL.fullmatch(cell.text))
    }
    ranks = list(told.values())
    begun = all(after in {before, before + 1} or after == 1 for before, after in pairwise(ranks))
    # In whatever order, one of each rank: those of one lot.
    each = sorted(ranks) == list(range(1, len(ranks) + 1)) and len(ranks) == len(rows) - _headers(rows)
    return told if 1 in ranks and max(ranks, default=0) > 1 and (begun or each) else {}


def _headers(rows: Sequence[Block]) -> int:
    return sum(not any(cell.header for cell in row.cells) for row in rows)


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
