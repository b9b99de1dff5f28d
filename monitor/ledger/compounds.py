"""Areas that one version names together and the other apart: "Tawe, Neath and Afan" is three where "Tawe" is one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from monitor.model import Reading
from monitor.text import fold

_BETWEEN = re.compile(r"\s*(?:,\s*(?:and\s+)?|\band\b|&|;)\s*")


def with_equal_areas(before: Reading, after: Reading) -> tuple[Reading, Reading]:
    """Both readings, a compound area taken apart where the other version has a part of it by itself."""
    return _apart(before, after), _apart(after, before)


def _apart(reading: Reading, other: Reading) -> Reading:
    if not any(_BETWEEN.search(area) for claim in reading.claims for area in claim.areas):
        return reading
    single: dict[str, set[str]] = defaultdict(set)
    for claim in other.claims:
        single[claim.organisation_id].update(map(fold, claim.areas))
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
        parts = [part for part in _BETWEEN.split(area) if part]
        own = fold(area) not in single and any(fold(part) in single for part in parts)
        shared = fold(area) not in anybodys and all(fold(part) in anybodys for part in parts)
        yield from parts if len(parts) > 1 and (own or shared) else [area]
