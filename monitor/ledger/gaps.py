"""Gaps: areas in which no provider is named for a group of people. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitor.ledger.facts import Facts
from monitor.ledger.organisations import tags_in
from monitor.model import Standing, Status
from monitor.programmes.pack import Organisation, Programme, Tag

_HELD = frozenset({Status.IN_DISCUSSION, Status.PREFERRED_BIDDER, Status.AWARDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Whether somebody is named for ``specialism`` in ``area``. ``at_least`` is how many providers are named there in all."""

    programme: str
    area: str
    specialism: str
    at_least: int
    named: tuple[str, ...] = ()

    @property
    def in_words(self) -> str:
        """Who is named, or ``none named``: which is not to say that there is none."""
        return ", ".join(self.named) or "none named"


def coverage(
    standings: Iterable[Standing], organisations: Mapping[str, Organisation], programme: Programme,
    specialisms: Sequence[Tag], facts: Facts,
) -> tuple[Gap, ...]:  # fmt: skip
    """Every area of ``programme`` beside every group, with who is named for it.

    A provider is named for a group if its pack, its own name or the stated services of its claims say so; a group has one tag
    under all the words that it has had.
    """
    placed: dict[str, list[Standing]] = defaultdict(list)
    for standing in standings:
        if standing.programme == programme.id and standing.area and standing.status in _HELD:
            placed[standing.area].append(standing)
    served = {
        name: [(each, _served(each, organisations.get(each.organisation_id), specialisms, facts)) for each in held]
        for name, held in placed.items()
    }
    return tuple(
        Gap(
            programme=programme.id,
            area=area.name,
            specialism=tag.name,
            at_least=len({each.organisation_id for each in placed[area.name]}),
            named=tuple(sorted({each.organisation for each, tags in served.get(area.name, ()) if tag.id in tags})),
        )
        for area in programme.areas
        for tag in specialisms
    )


def _served(standing: Standing, known: Organisation | None, specialisms: Sequence[Tag], facts: Facts) -> frozenset[str]:
    said = [standing.organisation, *facts.services(standing)]
    said += known.specialisms if known else ()
    return frozenset(tag for words in said for tag in tags_in(words, specialisms)) | frozenset(
        tag.id for tag in specialisms if known and tag.id in known.specialisms
    )
