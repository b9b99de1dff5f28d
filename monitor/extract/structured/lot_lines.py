"""Tables without headers that part their rows by lots: a line "Lot 2: Harbour", and below it the number of a bidder and who it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.extract.structured.parties import parties_in
from monitor.extract.structured.subjects import is_of_awarding
from monitor.extract.structured.titles import place_of_lot
from monitor.model import Block, Cell
from monitor.programmes.watchlist import Watchlist

_LOT = re.compile(r"(?:lot|package|contract) \w{1,4} ?[:.)\u2013-] ?\S.*", re.IGNORECASE)
_COUNTED = re.compile(r"(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]?", re.IGNORECASE)
_FEWEST = 2


def under_lots(rows: Sequence[Block], around: Sequence[str], watchlist: Watchlist) -> list[list[tuple[str, Cell]]]:
    """The records of such a table, each with who is named and the place in the title of the lot; none where it is no such table."""
    lines = [row for row in rows if len(row.cells) == 1 and _LOT.fullmatch(row.cells[0].text)]
    below = [row for row in rows if len(row.cells) > 1]
    if len(lines) < _FEWEST or len(lines) + len(below) < len(rows) or rows[0] is not lines[0]:
        return []
    # The words around must say it: lots are sold at auctions too.
    said = [text for text in around if not _LOT.fullmatch(text)]
    if not is_of_awarding(said) or not all(_is_counted(row) for row in below):
        return []
    return list(_records(rows, watchlist))


def _is_counted(row: Block) -> bool:
    return len(row.cells) == _FEWEST and _COUNTED.fullmatch(row.cells[0].text) is not None


def _records(rows: Sequence[Block], watchlist: Watchlist) -> Iterator[list[tuple[str, Cell]]]:
    place = ""
    for row in rows:
        named = row.cells[-1]
        if len(row.cells) == 1:
            place = place_of_lot(named.text, watchlist)
        elif parties_in(named.text, watchlist):
            areas = [("area", Cell(header="", text=place))] if place else []
            yield [("lead", Cell(header="", text=named.text, start=named.start)), *areas]
