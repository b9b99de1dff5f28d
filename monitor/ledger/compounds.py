"""Areas that one version names together and the other apart: "Tawe, Neath and Afan" is three where "Tawe" is one.

"Central (Wales and the Midlands)" is "Central" where the other version says no more; what stands in brackets explains and adds nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from monitor.ledger.places import area_key
from monitor.model import Reading

_BETWEEN = re.compile(r"\s*(?:,\s*(?:and\s+)?|\band\b|&|;)\s*")
_EXPLAINED = re.compile(r"(?P<area>[^()]+?)\s*\((?P<gloss>[^()]+)\)")


def with_equal_areas(before: Reading, after: Reading) -> tuple[Reading, Reading]:
    """Both readings with their areas alike.

    What one version names as one area is one in the other as well, where a body there has just its parts. Else a compound is
    taken apart where the other version has a part of it by itself.
    """
    after = _in_its_order(after, before)
    before, after = _together(before, after), _together(after, before)
    return _apart(before, after), _apart(after, before)


def _together(reading: Reading, other: Reading) -> Reading:
    wholes = {
        area: parts
        for area in dict.fromkeys(area for claim in other.claims for area in claim.areas)
        if len(parts := _keys_of(area)) > 1
    }
    if not wholes:
        return reading
    # Who has a part by itself there has it here.
    single = {area_key(area) for claim in other.claims for area in claim.areas if area not in wholes}
    wholes = {area: parts for area, parts in wholes.items() if not parts & single}
    having: dict[str, list[str]] = defaultdict(list)
    for area, parts in wholes.items():
        for part in parts:
            having[part].append(area)
    claims = tuple(replace(claim, areas=_with_wholes(claim.areas, wholes, having)) for claim in reading.claims)
    return replace(reading, claims=claims) if claims != reading.claims else reading


def _in_its_order(reading: Reading, other: Reading) -> Reading:
    """``reading`` with an area of several called as in ``other`` where that has the same in another order: "Essex and Kent"."""
    called = {
        parts: area
        for claim in (*other.weighed, *other.claims)
        for area in claim.areas
        if len(parts := _keys_of(area)) > 1
    }
    claims = tuple(
        replace(
            claim,
            areas=tuple(called.get(parts, area) if len(parts := _keys_of(area)) > 1 else area for area in claim.areas),
        )
        for claim in reading.claims
    )
    return replace(reading, claims=claims) if claims != reading.claims else reading


def _with_wholes(
    areas: tuple[str, ...], wholes: Mapping[str, frozenset[str]], having: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """``areas`` with those made one that are all the parts of one of ``wholes``; ``having`` says which of these have a part."""
    if len(areas) == 1:
        return areas
    for whole in dict.fromkeys(whole for area in areas for key in _keys_of(area) for whole in having.get(key, ())):
        parts = wholes[whole]
        within = [area for area in areas if _keys_of(area) <= parts]
        if len(within) > 1 and frozenset().union(*map(_keys_of, within)) == parts:
            areas = tuple(dict.fromkeys(whole if area in within else area for area in areas))
    return areas


@lru_cache(maxsize=4096)
def _keys_of(area: str) -> frozenset[str]:
    return frozenset(key for part in _BETWEEN.split(area) if part and (key := area_key(part)))


def _apart(reading: Reading, other: Reading) -> Reading:
    if not any(_BETWEEN.search(area) or "(" in area for claim in reading.claims for area in claim.areas):
        return reading
    single: dict[str, set[str]] = defaultdict(set)
    for claim in other.claims:
        single[claim.organisation_id].update(map(area_key, claim.areas))
    anybodys = {area for areas in single.values() for area in areas}
    return replace(
        reading,
        claims=tuple(
            replace(claim, areas=tuple(dict.fromkeys(_parts(claim.areas, single[claim.organisation_id], anybodys))))
            for claim in reading.claims
        ),
    )


def _parts(areas: Iterable[str], single: set[str], anybodys: set[str]) -> Iterable[str]:
    """``areas``, those taken apart of which the body has a part by itself (``single``), or of which each part is somebody's."""
    for area in areas:
        if (match := _EXPLAINED.fullmatch(area)) and area_key(area) not in single and area_key(match["area"]) in single:
            yield match["area"]
            yield from (part for part in _BETWEEN.split(match["gloss"]) if area_key(part) in single)
            continue
        parts = _pieces(area, single | anybodys)
        own = area_key(area) not in single and any(area_key(part) in single for part in parts)
        shared = area_key(area) not in anybodys and all(area_key(part) in anybodys for part in parts)
        yield from parts if len(parts) > 1 and (own or shared) else [area]


def _pieces(area: str, others: set[str]) -> list[str]:
    """What ``area`` is made of, with those left whole that ``others`` have so: "Fells, and Ash and the Holm" are two."""
    starts = [0, *(match.end() for match in _BETWEEN.finditer(area))]
    ends = [*(match.start() for match in _BETWEEN.finditer(area)), len(area)]
    pieces: list[str] = []
    first = 0
    while first < len(starts):
        longer = (n for n in range(len(ends) - 1, first, -1) if n - first < len(ends) - 1)
        last = next((n for n in longer if area_key(area[starts[first] : ends[n]]) in others), first)
        pieces.append(area[starts[first] : ends[last]])
        first = last + 1
    return [piece for piece in pieces if piece]
