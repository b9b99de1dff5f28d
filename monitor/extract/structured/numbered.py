"""Cells that give to each lot its own: "Lot 1 - Acme; Lot 2 - Beacon" beside "Lot 1 - North; Lot 2 - South"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.extract.structured.titles import place_of_lot
from monitor.extract.words.statuses import ROLES
from monitor.model import Cell
from monitor.programmes.watchlist import Watchlist

_EACH = re.compile(r"(?:lot|package|zone|area|cluster)s? ?(?P<number>\d{1,3}[a-z]?|[A-Z])\s*[-:\u2013\u2014=)]\s*(?P<said>\S.*?)\s*", re.IGNORECASE)  # fmt: skip
_LINE = re.compile(r"(?:(?!\s[;|]|[;|\n]|,\s*(?:lot|package|zone)s? ?\d).)+", re.IGNORECASE | re.DOTALL)


def by_lots(cells: Sequence[tuple[str, Cell]], watchlist: Watchlist) -> Iterator[list[tuple[str, Cell]]]:
    """The record of a row, or a record for each lot where its names stand behind the numbers of lots."""
    split = {n: parts for n, (_, cell) in enumerate(cells) if (parts := _parts(cell))}
    numbers = dict.fromkeys(number for n, parts in split.items() if cells[n][0] in ROLES for number in parts)
    if not numbers:
        yield list(cells)
    for number in numbers:
        record = [cell for n, cell in enumerate(cells) if n not in split]
        for n, parts in split.items():
            kind = cells[n][0]
            if part := parts.get(number):
                where = kind in {"area", "service"} and place_of_lot(part.text, watchlist)
                record.append(("area" if where else kind, part))
        yield record


def _parts(cell: Cell) -> dict[str, Cell]:
    """What ``cell`` says of each lot; nothing where some of it is of none."""
    found: dict[str, Cell] = {}
    for line in _LINE.finditer(cell.text):
        match = _EACH.fullmatch(line[0].strip(" ,"))
        if match is None:
            return {}
        start = cell.text.index(match["said"], line.start() + match.start("said"))
        found[match["number"].casefold()] = replace(cell, text=match["said"], start=cell.start + start)
    return found
