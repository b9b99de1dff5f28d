"""What became of an area, and what it was before: predecessors and successors over programmes. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.programmes.pack import Area, Programme
from monitor.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """An area before or after another. ``steps`` is how many rounds lie between them, at least 1."""

    programme: str
    area: Area
    steps: int


class Lineage:
    """The areas of all programmes, former ones too, and which came out of which."""

    def __init__(self, programmes: Iterable[Programme]) -> None:
        self._areas: dict[str, tuple[str, Area]] = {}
        self._after: dict[str, set[str]] = defaultdict(set)
        self._before: dict[str, set[str]] = defaultdict(set)
        for programme in programmes:
            for area in (*programme.areas, *programme.former_areas):
                self._areas[area.id] = (programme.id, area)
                for successor in area.successors:
                    self._join(area.id, successor)
                for predecessor in area.predecessors:
                    self._join(predecessor, area.id)

    def named(self, name: str, programme: str | None = None) -> tuple[Area, ...]:
        """The areas of that name or code, former ones too; of ``programme`` alone where one is given."""
        wanted = fold(name)
        return tuple(
            area
            for owner, area in self._areas.values()
            if programme in {None, owner} and wanted in map(fold, (area.name, *area.aliases, *area.codes))
        )

    def before(self, area_id: str) -> tuple[Kin, ...]:
        """What the area was made of, the nearest round first."""
        return self._kin(area_id, self._before)

    def after(self, area_id: str) -> tuple[Kin, ...]:
        """What the area became, the nearest round first."""
        return self._kin(area_id, self._after)

    def within(self, area_id: str) -> tuple[Area, ...]:
        """The smaller areas of a region."""
        return tuple(area for _, area in self._areas.values() if area.region == area_id)

    def _join(self, earlier: str, later: str) -> None:
        self._after[earlier].add(later)
        self._before[later].add(earlier)

    def _kin(self, area_id: str, links: Mapping[str, set[str]]) -> tuple[Kin, ...]:
        steps = {area_id: 0}
        line = [area_id]
        for each in line:
            for other in sorted(links.get(each, ())):
                if other not in steps:
                    steps[other] = steps[each] + 1
                    line.append(other)
        found = ((self._areas[each], steps[each]) for each in line[1:] if each in self._areas)
        return tuple(Kin(programme=programme, area=area, steps=number) for (programme, area), number in found)
