"""Counts as saved queries: each prints its definition, unit, day, and what it comes to if contested cases count. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from monitor.model import Role, Sector, Standing
from monitor.programmes.pack import Organisation

_VOLUNTARY = frozenset({Sector.CHARITY, Sector.SOCIAL_ENTERPRISE})
_LEADING = frozenset({Role.LEAD, Role.OWNER})


class Unit(StrEnum):
    """What is counted: each organisation once, or each of its places."""

    DISTINCT = "distinct organisations"
    APPEARANCES = "appearances"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A saved count: a name, its definition in words, and the rule that the words describe."""

    id: str
    label: str
    definition: str
    unit: Unit
    accepts: Callable[[Standing, Sector], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """The answer to a query on a day. ``with_contested`` is the total if the ``contested`` cases count as well."""

    query: Query
    as_of: date
    value: int
    with_contested: int
    contested: tuple[str, ...] = ()

    def in_words(self) -> str:
        """``voluntary-sector leads: 0, or 1 if ARCC counts (distinct organisations, as of 30 October 2014)``."""
        total = str(self.value)
        if self.with_contested != self.value:
            total += f", or {self.with_contested} if {' and '.join(self.contested)} counts"
        return f"{self.query.label}: {total} ({self.query.unit}, as of {self.as_of.day} {self.as_of:%B %Y})"


def _both(name: str, label: str, definition: str, accepts: Callable[[Standing, Sector], bool]) -> tuple[Query, ...]:
    return tuple(
        Query(id=f"{name}-{unit.name.lower()}", label=label, definition=definition, unit=unit, accepts=accepts)
        for unit in Unit
    )


QUERIES: tuple[Query, ...] = (
    *_both("named", "organisations named", "holds any place, in whatever role", lambda *_: True),
    *_both("leads", "leads", "has the role lead or owner", lambda s, _: s.role in _LEADING),
    *_both(
        "voluntary", "voluntary-sector organisations", "is a charity or social enterprise, in whatever role",
        lambda _, sector: sector in _VOLUNTARY,
    ),
    *_both(
        "voluntary-leads", "voluntary-sector leads", "is a charity or social enterprise with the role lead or owner",
        lambda s, sector: s.role in _LEADING and sector in _VOLUNTARY,
    ),
    *_both("private", "private organisations", "is a private body, in whatever role", lambda _, x: x is Sector.PRIVATE),
    *_both("mutuals", "public mutuals", "is a public mutual, in whatever role", lambda _, x: x is Sector.PUBLIC_MUTUAL),
    *_both(
        "subcontractors", "subcontractors named", "has the role subcontractor", lambda s, _: s.role is Role.SUBCONTRACTOR,
    ),
    *_both(
        "unclassified", "organisations of unknown sector", "is in no pack and no source states its sector",
        lambda _, sector: sector is Sector.UNKNOWN,
    ),
)  # fmt: skip


def count(
    query: Query, standings: Iterable[Standing], organisations: Mapping[str, Organisation], *, as_of: date
) -> Count:
    """What ``query`` comes to over ``standings`` (those that hold on ``as_of``).

    An organisation whose sector is contested counts only in the second total; its pack says which readings there are.
    """
    certain: list[Standing] = []
    contested: list[Standing] = []
    for standing in standings:
        if standing.status.is_exit:
            continue
        known = organisations.get(standing.organisation_id)
        sector = known.sector if known and known.sector is not Sector.UNKNOWN else standing.sector
        if known and known.contested and _depends_on_sector(query, standing):
            contested += [standing] if any(query.accepts(standing, each) for each in _readings(known)) else []
        elif query.accepts(standing, sector):
            certain.append(standing)
    value = _total(query.unit, certain)
    names = tuple(sorted({standing.organisation for standing in contested}))
    both = _total(query.unit, [*certain, *contested])
    return Count(query=query, as_of=as_of, value=value, with_contested=both, contested=names)


def counts(
    standings: Sequence[Standing], organisations: Mapping[str, Organisation], *, as_of: date
) -> tuple[Count, ...]:
    """Every saved query."""
    return tuple(count(query, standings, organisations, as_of=as_of) for query in QUERIES)


def _depends_on_sector(query: Query, standing: Standing) -> bool:
    return len({query.accepts(standing, sector) for sector in Sector}) > 1


def _readings(organisation: Organisation) -> tuple[Sector, ...]:
    # The pack names one reading; what is contested is whether that one holds.
    return (organisation.sector,)


def _total(unit: Unit, standings: Sequence[Standing]) -> int:
    if unit is Unit.DISTINCT:
        return len({standing.organisation_id for standing in standings})
    return len({(standing.organisation_id, standing.area, standing.contract) for standing in standings})
