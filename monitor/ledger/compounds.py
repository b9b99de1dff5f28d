"""Areas that one version names together and the other apart: "Tawe, Neath and Afan" is three where "Tawe" is one.

"Central (Wales and the Midlands)" is "Central" where the other version says no more; what stands in brackets explains and adds nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from monitor.ledger.places import area_key
from monitor.model import Reading

_BETWEEN = re.compile(r"\s*(?:,\s*(?:and\s+)?|\band\b|&|;)\s*")
_EXPLAINED = re.compile(r"(?P<area>[^()]+?)\s*\((?P<gloss>[^()]+)\)")


def with_equal_areas(before: Reading, after: Reading) -> tuple[Reading, Reading]:
    """Both readings, a compound area taken apart where the other version has a part of it by itself."""
    return _apart(before, after), _apart(after, before)


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
        parts = [part for part in _BETWEEN.split(area) if part]
        own = area_key(area) not in single and any(area_key(part) in single for part in parts)
        shared = area_key(area) not in anybodys and all(area_key(part) in anybodys for part in parts)
        yield from parts if len(parts) > 1 and (own or shared) else [area]
