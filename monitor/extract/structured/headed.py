"""Records of which each stands under the heading of its place, whatever town or house its own lines give besides."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.structured.cards import TYPED, Line
from monitor.extract.structured.placelike import is_sure
from monitor.extract.structured.titles import place_of_heading
from monitor.extract.words.statuses import header_words
from monitor.model import Cell
from monitor.programmes.watchlist import Watchlist


def places_over(records: Sequence[Sequence[Line]], watchlist: Watchlist) -> dict[int, str]:
    """The place in a heading over each record that names bodies, by where the record begins.

    It is at the deepest level at which there are several headings and each is a place: "Clare" over "Laurel House" and "Visiting
    support". Empty where there is no such level.
    """
    naming = [record for record in records if {kind for kind, _, _ in record} & TYPED]
    paths = {record[0][2].start: record[0][2].headings for record in naming}
    for depth in range(max(map(len, paths.values()), default=0) - 1, -1, -1):
        heads = {start: path[depth] if len(path) > depth else "" for start, path in paths.items()}
        told = {head: place_told_over(head, watchlist) for head in dict.fromkeys(heads.values())}
        if len(told) > 1 and all(told.values()):
            return {start: told[head] for start, head in heads.items()}
    return {}


def place_told_over(heading: str, watchlist: Watchlist) -> str:
    """The place that a heading gives to what stands below it, where it is sure to be one."""
    place = place_of_heading(heading, watchlist) if heading else ""
    return place if place and is_sure(place, watchlist) else ""


def under_place(cells: Sequence[tuple[str, Cell]], place: str) -> list[tuple[str, Cell]]:
    """The ``cells`` of a record under the heading ``place``, which is where it is, unless one of them says what it serves."""
    kept = [
        (kind, cell) for kind, cell in cells if not (kind == "area" and _FINER.fullmatch(header_words(cell.header)))
    ]
    if any(kind == "area" for kind, _ in kept):
        return list(cells)
    return [*kept, ("area", Cell(header="", text=place))]


#: Labels of the towns and houses in which something is to be found within the place that it is for.
_FINER = re.compile(
    r"where(?: to find (?:it|us|them))?|(?:main |nearest )?(?:towns?|villages?|location|site|office|clinic|venue|hub|building|station|stop|address|place)s?(?: served)?|based (?:in|at)|find us at"
)
