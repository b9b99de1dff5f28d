"""One organisation over the years: every place that it held in every programme, under all its names. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from monitor.model import Role, Standing, Status
from monitor.programmes.pack import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One place from the first stage to the last. ``until`` is the first day without it, ``None`` while it lasts."""

    programme: str | None
    area: str | None
    role: Role
    partnership: str | None
    contract: str | None
    organisation: str
    stages: tuple[tuple[Status, date | None], ...]
    since: date | None
    until: date | None
    standings: tuple[Standing, ...]

    @property
    def stage(self) -> Status:
        """The furthest that it has come to, or how it ended."""
        return self.stages[-1][0]


def one_body(organisation_id: str, renames: Mapping[str, str]) -> frozenset[str]:
    """Every identifier that the body has had: ``renames`` maps former identifiers to present ones."""
    found = {organisation_id}
    while True:
        more = {new for old, new in renames.items() if old in found} | {o for o, n in renames.items() if n in found}
        if more <= found:
            return frozenset(found)
        found |= more


def stays(history: Iterable[Standing]) -> tuple[Stay, ...]:
    """The places in ``history`` (every standing of one body), by beginning. The stages of one bid are one stay."""
    places: dict[tuple[object, ...], list[Standing]] = defaultdict(list)
    for standing in history:
        key = (standing.programme, standing.area, standing.contract, standing.role, standing.partnership)
        places[key].append(standing)
    found = [_stay(span) for standings in places.values() for span in _spans(standings)]
    return tuple(sorted(found, key=lambda stay: (stay.since or date.min, stay.programme or "", stay.area or "")))


def names(organisation: Organisation, others: Mapping[str, Organisation]) -> tuple[str, ...]:
    """Its present name, then the former ones."""
    former = [alias.text for alias in organisation.aliases if alias.kind == "former"]
    former += [other.name for other in others.values() if other.renamed_to == organisation.id]
    return tuple(dict.fromkeys([organisation.name, *former]))


def _spans(standings: list[Standing]) -> list[list[Standing]]:
    spans: list[list[Standing]] = []
    for standing in sorted(standings, key=lambda each: (each.valid_from or date.min, each.status.rank)):
        last = spans[-1][-1] if spans else None
        if last and (last.valid_to is None or (standing.valid_from or date.min) <= last.valid_to):
            spans[-1].append(standing)
        else:
            spans.append([standing])
    return spans


def _stay(span: list[Standing]) -> Stay:
    first, last = span[0], span[-1]
    ends = [standing.valid_to for standing in span]
    return Stay(
        programme=first.programme,
        area=first.area,
        role=first.role,
        partnership=first.partnership,
        contract=first.contract,
        organisation=last.organisation,
        stages=tuple((standing.status, standing.valid_from) for standing in span),
        since=first.valid_from,
        until=last.valid_from if last.status.is_exit else None if None in ends else max(end for end in ends if end),
        standings=tuple(span),
    )
