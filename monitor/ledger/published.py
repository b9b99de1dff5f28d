"""Totals that others published: beside ours and beside one another, never averaged and never added up unawares. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.errors import TierwatchError
from monitor.ledger.counts import QUERIES, Count, count
from monitor.model import Standing
from monitor.programmes.pack import Denominator, Organisation

#: "About 300" is compatible with anything this near.
_ABOUT = 0.1
_MEMBERS = "members:"
_BOUNDS = {"exact": "", "about": "about ", "at_least": "at least ", "more_than": "more than "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A published total and what ours comes to, where we count the same thing (``ours`` is ``None`` where we do not)."""

    published: Denominator
    ours: Count | int | None = None

    def in_words(self) -> str:
        """``named 9 of about 300 ...`` of a rough whole, ``16 ...: we name 11`` of a count; never without its source."""
        d = self.published
        total = f"{value_in_words(d)} {d.label} ({source_in_words(d)})"
        if self.ours is None:
            return total
        named = str(self.ours)
        if isinstance(self.ours, Count):
            named = str(self.ours.value)
            if self.ours.with_contested != self.ours.value:
                named += f", or {self.ours.with_contested} if {' and '.join(self.ours.contested)} counts"
        return f"{total}: we name {named}" if d.bound == "exact" else f"named {named} of {total}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Several published totals of one thing. ``compatible``: all of them can be right at once."""

    programme: str
    label: str
    totals: tuple[Denominator, ...]
    compatible: bool

    def age_days(self, today: date) -> int:
        """For how many days all of them have stood side by side."""
        return (today - max(total.on for total in self.totals)).days

    def in_words(self) -> str:
        """``14 (the umbrella body, ...); 16 (a newspaper, ...)``."""
        return "; ".join(f"{value_in_words(total)} ({source_in_words(total)})" for total in self.totals)


def beside(
    totals: Iterable[Denominator],
    standings: Sequence[Standing],
    organisations: Mapping[str, Organisation],
    *,
    as_of: date,
) -> tuple[Beside, ...]:
    """Each of ``totals`` with our own count over ``standings`` (those of its programme on ``as_of``)."""
    queries = {query.id: query for query in QUERIES}
    found = []
    for total in totals:
        query = queries.get(total.counts)
        ours: Count | int | None = count(query, standings, organisations, as_of=as_of) if query else None
        if total.counts.startswith(_MEMBERS):
            ours = _members(total.counts.removeprefix(_MEMBERS), standings, organisations)
        found.append(Beside(published=total, ours=ours))
    return tuple(found)


def comparisons(totals: Iterable[Denominator], *, programme: str) -> tuple[Comparison, ...]:
    """The things that two or more publishers have counted, those that disagree first."""
    groups: dict[tuple[str, str], list[Denominator]] = defaultdict(list)
    for total in totals:
        if total.counts:
            groups[total.counts, total.unit].append(total)
    found = [
        Comparison(
            programme=programme,
            label=group[0].label,
            totals=tuple(sorted(group, key=lambda each: (each.value, each.publisher))),
            compatible=all(_meet(one, other) for one in group for other in group),
        )
        for group in groups.values()
        if len(group) > 1
    ]
    return tuple(sorted(found, key=lambda each: (each.compatible, each.label)))


def total_of(totals: Sequence[Denominator]) -> float:
    """The sum of published totals. Raises TierwatchError unless each two of them are known to count different bodies.

    Silence is not enough: two totals of one unit may overlap until a source says that they are apart.
    """
    for number, one in enumerate(totals):
        for other in totals[number + 1 :]:
            if one.unit != other.unit:
                raise TierwatchError(f"{one.unit} ({one.id}) and {other.unit} ({other.id}) are not the same thing")
            if other.id in one.overlaps or one.id in other.overlaps:
                raise TierwatchError(
                    f'"{one.id}" and "{other.id}" overlap: they count some of the same bodies; not added up'
                )
            if other.id not in one.apart_from and one.id not in other.apart_from:
                raise TierwatchError(
                    f'"{one.id}" and "{other.id}" may overlap: no source says that they count different bodies; not added up'
                )
    return sum(total.value for total in totals)


def value_in_words(total: Denominator) -> str:
    """``about 300``, ``more than 50 per cent``, ``13,500``."""
    number = f"{total.value:,.0f}" if float(total.value).is_integer() else f"{total.value:,}"
    unit = f" {total.unit}" if total.unit in {"per cent", "pounds"} else ""
    return f"{_BOUNDS[total.bound]}{number}{unit}"


def source_in_words(total: Denominator) -> str:
    """Who published it, when and where."""
    who = f"{total.publisher}, " if total.publisher else ""
    return f"{who}{total.on.day} {total.on:%B %Y}, {total.source}"


def _members(organisation_id: str, standings: Iterable[Standing], organisations: Mapping[str, Organisation]) -> int:
    known = organisations.get(organisation_id)
    name = known.name if known else organisation_id
    return len({s.organisation_id for s in standings if s.partnership == name and s.organisation_id != organisation_id})


def _meet(one: Denominator, other: Denominator) -> bool:
    (low, high), (least, most) = _range(one), _range(other)
    if not (max(low, least) <= min(high, most)):
        return False
    return not (one.bound == "more_than" and most <= low) and not (other.bound == "more_than" and high <= least)


def _range(total: Denominator) -> tuple[float, float]:
    if total.bound == "about":
        return total.value * (1 - _ABOUT), total.value * (1 + _ABOUT)
    return total.value, float("inf") if total.bound in {"at_least", "more_than"} else total.value
