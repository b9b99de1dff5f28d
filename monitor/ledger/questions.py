"""Open questions: what nobody has stated, with its age; and gaps: areas without a named provider for a group. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.model import Claim, Role, Standing, Status
from monitor.programmes.pack import Organisation, Programme
from monitor.text import fingerprint

_HELD = frozenset({Status.IN_DISCUSSION, Status.PREFERRED_BIDDER, Status.AWARDED})
_LEADING = frozenset({Role.LEAD, Role.OWNER})
#: Facts of a claim that are never inferred, and how one asks for them.
_FIELDS = {
    "payment": "How is it paid?",
    "volume": "How much work is it?",
    "services": "Which services are delivered?",
    "strategic_role": "Has it a part in strategy?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that no source has stated. ``since`` is the first day on which it could be asked."""

    programme: str | None
    subject: str
    field: str
    words: str
    since: date | None

    @property
    def id(self) -> str:
        return fingerprint("question", self.programme, self.subject, self.field)

    def age_days(self, today: date) -> int | None:
        """For how many days nobody has said it."""
        return (today - self.since).days if self.since else None


def questions(
    standings: Sequence[Standing], claims: Iterable[Claim], programmes: Iterable[Programme], *, as_of: date
) -> tuple[Question, ...]:
    """What is not stated on ``as_of``: leads of areas, contract holders of those who lead, and the facts of their claims."""
    stated = list(claims)
    found: list[Question] = []
    for programme in programmes:
        held = [each for each in standings if each.programme == programme.id and each.status in _HELD]
        if held:
            found += _areas_without_lead(programme, held, as_of)
            found += _leads_without_holder(programme.id, held)
            found += _facts_not_stated(programme.id, held, stated)
    return tuple(sorted(found, key=lambda each: (each.programme or "", each.field, each.subject)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """No provider for ``specialism`` is named in ``area``. ``at_least`` is how many providers are named there in all."""

    programme: str
    area: str
    specialism: str
    at_least: int


def gaps(
    standings: Iterable[Standing], organisations: Mapping[str, Organisation], programme: Programme,
    specialisms: Sequence[str],
) -> tuple[Gap, ...]:  # fmt: skip
    """Every area of ``programme`` and group for which no provider is named."""
    named: dict[str, set[str]] = defaultdict(set)
    for standing in standings:
        if standing.programme == programme.id and standing.area and standing.status in _HELD:
            named[standing.area].add(standing.organisation_id)
    return tuple(
        Gap(programme=programme.id, area=area.name, specialism=each, at_least=len(named[area.name]))
        for area in programme.areas
        for each in specialisms
        if not any(each in known.specialisms for id_ in named[area.name] if (known := organisations.get(id_)))
    )


def _areas_without_lead(programme: Programme, held: Sequence[Standing], as_of: date) -> Iterable[Question]:
    led = {standing.area for standing in held if standing.role in _LEADING}
    since = min((standing.valid_from for standing in held if standing.valid_from), default=as_of)
    for area in programme.areas:
        if area.name not in led:
            yield Question(
                programme=programme.id, subject=area.name, field="lead", words=f"Who leads in {area.name}?", since=since
            )


def _leads_without_holder(programme: str, held: Sequence[Standing]) -> Iterable[Question]:
    holders = {standing.area for standing in held if standing.role is Role.CONTRACT_HOLDER}
    for area, since in _first_days(held).items():
        if area not in holders:
            words = f"Who holds the contract in {area}?"
            yield Question(programme=programme, subject=area, field="contract_holder", words=words, since=since)


def _facts_not_stated(programme: str, held: Sequence[Standing], claims: Sequence[Claim]) -> Iterable[Question]:
    said: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.programme == programme and claim.mode.makes_events:
            said[claim.organisation_id] |= {name for name in _FIELDS if getattr(claim, name)}
    first: dict[str, Standing] = {}
    for standing in held:
        known = first.setdefault(standing.organisation_id, standing)
        if standing.valid_from and known.valid_from and standing.valid_from < known.valid_from:
            first[standing.organisation_id] = standing
    for organisation_id, standing in first.items():
        for name, words in _FIELDS.items():
            if name not in said[organisation_id]:
                subject = standing.organisation
                yield Question(programme=programme, subject=subject, field=name, words=words, since=standing.valid_from)


def _first_days(held: Iterable[Standing]) -> dict[str, date | None]:
    days: dict[str, date | None] = {}
    for standing in sorted(held, key=lambda each: each.valid_from or date.max):
        if standing.role in _LEADING and standing.area:
            days.setdefault(standing.area, standing.valid_from)
    return days
