"""What an organisation was before and what it became: mergers, takeovers and renames with their days and sources. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from monitor.programmes.pack import Merger, Organisation, Programme

RENAME = "rename"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One body that went into another. ``known_to`` is how exact the day is: ``day``, ``month`` or ``year``."""

    former_id: str
    former: str
    present_id: str
    present: str
    kind: str
    on: date | None
    known_to: str
    source: str

    @property
    def when(self) -> str:
        """The day as exactly as it is known; empty where it is not."""
        return self.on.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.known_to]] if self.on else ""


class Succession:
    """Which organisation came out of which."""

    def __init__(self, packs: Iterable[Programme], organisations: Mapping[str, Organisation]) -> None:
        self._known = organisations
        self._into: dict[str, list[Step]] = defaultdict(list)
        self._out_of: dict[str, list[Step]] = defaultdict(list)
        for organisation in organisations.values():
            if organisation.renamed_to:
                self._join(
                    organisation.id,
                    organisation.renamed_to,
                    RENAME,
                    organisation.renamed_on,
                    "day",
                    organisation.source,
                )
        for merger in (each for pack in packs for each in pack.mergers):
            for former in merger.of:
                self._merge(former, merger)

    def before(self, organisation_id: str) -> tuple[Step, ...]:
        """The bodies that went into it, and those that had gone into them, the latest first."""
        return _ordered(self._line(organisation_id, self._into, lambda step: step.former_id), latest=True)

    def after(self, organisation_id: str) -> tuple[Step, ...]:
        """What it became, the earliest first."""
        return _ordered(self._line(organisation_id, self._out_of, lambda step: step.present_id), latest=False)

    def all(self) -> tuple[Step, ...]:
        """Every step, the latest first."""
        return _ordered([step for steps in self._into.values() for step in steps], latest=True)

    def bodies(self, organisation_id: str, *, on: date) -> frozenset[str]:
        """The ids of the body, under all its names, and of all that had gone into it by ``on``: whose places it has a part in."""
        steps = self.before(organisation_id)
        gone_in = {step.former_id for step in steps if step.kind == RENAME or step.on is None or step.on <= on}
        return frozenset({organisation_id, *gone_in})

    def _merge(self, former: str, merger: Merger) -> None:
        self._join(former, merger.into, merger.kind, merger.on, merger.known_to, merger.source)

    def _join(self, former: str, present: str, kind: str, on: date | None, known_to: str, source: str) -> None:
        step = Step(
            former_id=former, former=self._name(former), present_id=present, present=self._name(present), kind=kind, on=on,
            known_to=known_to, source=source,
        )  # fmt: skip
        self._into[present].append(step)
        self._out_of[former].append(step)

    def _name(self, id_or_name: str) -> str:
        known = self._known.get(id_or_name)
        return known.name if known else id_or_name

    def _line(self, start: str, links: Mapping[str, list[Step]], next_of: Callable[[Step], str]) -> list[Step]:
        found: list[Step] = []
        waiting, met = [start], {start}
        for each in waiting:
            for step in links.get(each, ()):
                found.append(step)
                if next_of(step) not in met:
                    met.add(next_of(step))
                    waiting.append(next_of(step))
        return found


def _ordered(steps: Iterable[Step], *, latest: bool) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda step: (step.on or date.min, step.former), reverse=latest))
