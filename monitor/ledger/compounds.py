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
    """Both readings, a compound area of a body taken apart where the other version has a part of it by itself."""
    return _apart(before, after), _apart(after, before)


def _apart(reading: Reading, other: Reading) -> Reading:
    if not any(_BETWEEN.search(area) for claim in reading.claims for area in claim.areas):
        return reading
    single: dict[str, set[str]] = defaultdict(set)
    for claim in other.claims:
        single[claim.organisation_id].update(map(fold, claim.areas))
    return replace(
        reading,
        claims=tuple(
            replace(claim, areas=tuple(dict.fromkeys(_parts(claim.areas, single[claim.organisation_id]))))
            for claim in reading.claims
        ),
    )


def _parts(areas: Iterable[str], single: set[str]) -> Iterable[str]:
    for area in areas:
        parts = [part for part in _BETWEEN.split(area) if part]
        apart = len(parts) > 1 and fold(area) not in single and any(fold(part) in single for part in parts)
        yield from parts if apart else [area]
