"""Counts as saved queries: each prints its definition, unit, day, and what it comes to if contested cases count. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from monitor.model import Role, Sector, Standing
from monitor.programmes.pack import Organisation

_VOLUNTARY = (Sector.CHARITY, Sector.SOCIAL_ENTERPRISE)
#: Who owns a lead does not lead, and a partnership leads once however many of its members are called its leads.
_ONE_EACH = "the role lead, one for each partnership"


#: Whether a place in that role of a body of that sector is counted.
Accepts = Callable[[Role, Sector], bool]


class Unit(StrEnum):
    """What is counted: each organisation once, or each of its places."""

    DISTINCT = "distinct organisations"
    APPEARANCES = "appearances"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A saved count: a name, its definition in words, and the rule that the words describe.

    ``one_a_partnership``: of several bodies of one partnership that are accepted one counts, the partnership before its members.
    """

    id: str
    label: str
    definition: str
    unit: Unit
    accepts: Accepts
    one_a_partnership: bool = False


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


def _both(name: str, label: str, definition: str, accepts: Accepts, *, one: bool = False) -> tuple[Query, ...]:
    return tuple(
        Query(
            id=f"{name}-{unit.name.lower()}", label=label, definition=definition, unit=unit, accepts=accepts,
            one_a_partnership=one,
        )
        for unit in Unit
    )  # fmt: skip


QUERIES: tuple[Query, ...] = (
    *_both("named", "organisations named", "holds any place, in whatever role", lambda *_: True),
    *_both("leads", "leads", f"has {_ONE_EACH}", lambda role, _: role is Role.LEAD, one=True),
    *_both(
        "voluntary", "voluntary-sector organisations", "is a charity or social enterprise, in whatever role",
        lambda _, sector: sector in _VOLUNTARY,
    ),
    *_both(
        "voluntary-leads", "voluntary-sector leads", f"is a charity or social enterprise with {_ONE_EACH}",
        lambda role, sector: role is Role.LEAD and sector in _VOLUNTARY, one=True,
    ),
    *_both("private", "private organisations", "is a private body, in whatever role", lambda _, x: x is Sector.PRIVATE),
    *_both("mutuals", "public mutuals", "is a public mutual, in whatever role", lambda _, x: x is Sector.PUBLIC_MUTUAL),
    *_both(
        "subcontractors", "subcontractors named", "has the role subcontractor", lambda role, _: role is Role.SUBCONTRACTOR,
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
    return _counted(query, _choose(query, _held(standings, organisations)), as_of=as_of)


#: What a rule looks at: the role, the sector of who holds the place, and the readings of that sector where it is contested.
_Kind = tuple[Role, Sector, tuple[Sector, ...]]
#: The places that are held, those of one kind together: a rule counts all of a kind or none.
_Places = Mapping[_Kind, Sequence[Standing]]
#: The places that a query counts: those that it counts for sure, and those of contested bodies.
_Chosen = tuple[list[Standing], list[Standing]]


def _held(standings: Iterable[Standing], organisations: Mapping[str, Organisation]) -> _Places:
    found: dict[_Kind, list[Standing]] = defaultdict(list)
    for standing in standings:
        if not standing.status.is_exit:
            known = organisations.get(standing.organisation_id)
            sector = known.sector if known and known.sector is not Sector.UNKNOWN else standing.sector
            readings = _readings(known) if known and known.contested else ()
            found[standing.role, sector, readings].append(standing)
    return found


def _choose(query: Query, places: _Places) -> _Chosen:
    certain: list[Standing] = []
    contested: list[Standing] = []
    accepts = query.accepts
    for (role, sector, readings), held in places.items():
        if readings and _depends_on_sector(query, role):
            contested += held if any(accepts(role, each) for each in readings) else []
        elif accepts(role, sector):
            certain += held
    return certain, contested


def _counted(query: Query, chosen: _Chosen, *, as_of: date) -> Count:
    certain, contested = chosen
    value = _total(query, certain)
    names = tuple(sorted({standing.organisation for standing in contested}))
    both = _total(query, [*certain, *contested]) if contested else value
    return Count(query=query, as_of=as_of, value=value, with_contested=both, contested=names)


def counts(
    standings: Sequence[Standing], organisations: Mapping[str, Organisation], *, as_of: date
) -> tuple[Count, ...]:
    """Every saved query."""
    places = _held(standings, organisations)
    # Two units of one rule count the same places.
    chosen: dict[Accepts, _Chosen] = {}
    for query in QUERIES:
        if query.accepts not in chosen:
            chosen[query.accepts] = _choose(query, places)
    return tuple(_counted(query, chosen[query.accepts], as_of=as_of) for query in QUERIES)


def _depends_on_sector(query: Query, role: Role) -> bool:
    return len({query.accepts(role, sector) for sector in Sector}) > 1


def _readings(organisation: Organisation) -> tuple[Sector, ...]:
    # The pack names one reading; what is contested is whether that one holds.
    return (organisation.sector,)


def _total(query: Query, standings: Sequence[Standing]) -> int:
    counted = _one_each(standings) if query.one_a_partnership else {}
    bodies = ((counted.get(each.partnership, each.organisation_id), each) for each in standings)
    if query.unit is Unit.DISTINCT:
        return len({body for body, _ in bodies})
    return len({(body, each.area, each.contract) for body, each in bodies})


def _one_each(standings: Iterable[Standing]) -> Mapping[str | None, str]:
    """Who counts for each partnership: itself where it is among ``standings``, else the first of its members by their ids."""
    found: dict[str | None, tuple[bool, str]] = {}
    for each in standings:
        if each.partnership:
            this = (each.organisation != each.partnership, each.organisation_id)
            found[each.partnership] = min(this, found.get(each.partnership, this))
    return {partnership: body for partnership, (_, body) in found.items()}
