"""A nation in brackets behind a name that is a part of it: "Contract Building Services (Scotland)"."""

from __future__ import annotations

import re

from monitor.extract.names.ties import is_wholly_nation
from monitor.extract.words.lexicon import places, words
from monitor.text import fold

_IN_BRACKETS = re.compile(r" \(([A-Z][\w-]*(?: [A-Z][\w-]*){0,2})\)")


def with_land(text: str, start: int, end: int) -> int:
    """Where the name ``text[start:end]`` ends with the nation in brackets behind it.

    Where other names have a place in brackets too, that says where each of them works.
    """
    land = _IN_BRACKETS.match(text, end) if text.startswith(" (", end) else None
    surface = text[start:end]
    if land is None or not is_wholly_nation(land[1].split(" ")):
        return end
    if " " not in surface or surface.rpartition(" ")[2] not in words("heads", "firms"):
        return end
    for other in _IN_BRACKETS.finditer(text):
        if not text.endswith(surface, 0, other.start()) and fold(other[1]) in places():
            return end
    return land.end()
