"""Places inside longer names: where a service or a house is that bears the name of its place ("the Dunmere Recovery Service")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.extract.names.grounds import is_ground
from monitor.extract.names.kinds import Kind
from monitor.extract.names.place import Place
from monitor.extract.names.spotting import Name
from monitor.extract.words.lexicon import places, words
from monitor.text import fold

#: Before what is run or let: its article, or a word of its being let.
_POINTED_AT = re.compile(r"\b(?:[Tt]he|its|their|our|new|pan|runs?) \"?$|\"$")
#: What a body does, and no service.
_ACTS = re.compile(
    r"(?:'s)? (?:won|wins|bid|bids|has (?:won|bid|been (?:awarded|chosen|appointed|named|selected))|lost|is (?:one of|among)|said|says|will (?:run|take over|deliver)|and its)\b"
)
_LONGEST = 4


def places_inside(names: Sequence[Name], text: str) -> Iterator[Place]:
    """The places that services and houses of ``names`` are called after, which the text speaks of as let or run."""
    told = {name.surface for name in names if name.kind is Kind.PLACE}
    for name in names:
        if (
            name.kind in {Kind.ORGANISATION, Kind.WEAK, Kind.THING}
            and name.known is None
            and (place := _place_of(name.surface, told))
            and _POINTED_AT.search(text, max(0, name.start - 8), name.start)
            and _ACTS.match(text, name.end) is None
        ):
            yield name.start, name.start + len(place), place


def _place_of(surface: str, told: set[str]) -> str:
    """The place that ``surface`` begins with, if it goes on as the name of a service or a house does; else nothing."""
    parts = surface.split(" ")
    if parts[-1] not in words("run_there") or any(part.isupper() or part in words("of_everywhere") for part in parts):
        return ""
    for count in range(min(_LONGEST, len(parts) - 1), 0, -1):
        first = parts[:count]
        place = " ".join(first)
        known = place in told or fold(place) in places() or (count > 1 and (is_ground(first) or first[-1] == "County"))
        if known and parts[count] != "and":
            return place
    return ""
