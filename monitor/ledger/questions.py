"""Open questions: what nobody has stated, with its age, and what answers them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from monitor.ledger.facts import FIELDS, Facts
from monitor.model import Role, Standing, Status
from monitor.programmes.pack import Programme
from monitor.text import fingerprint

_HELD = frozenset({Status.IN_DISCUSSION, Status.PREFERRED_BIDDER, Status.AWARDED})
_LEADING = frozenset({Role.LEAD, Role.OWNER})


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
        return _id(self.programme, self.subject, self.field)

    def age_days(self, today: date) -> int | None:
        """For how many days nobody has said it."""
        return (today - self.since).days if self.since else None


@lru_cache(maxsize=1 << 15)
def _id(programme: str | None, subject: str, field: str) -> str:
    """Asked for several times of each question while the register is settled."""
    return fingerprint("question", programme, subject, field)


def questions(
    standings: Sequence[Standing], facts: Facts, programmes: Iterable[Programme], *, as_of: date
) -> tuple[Question, ...]:
    """What is not stated on ``as_of``: leads of areas, contract holders of those who lead, and the facts of their claims.

    ``facts`` are those stated by then of the organisations in ``standings``.
    """
    found: list[Question] = []
    for programme in programmes:
        held = [each for each in standings if each.programme == programme.id and each.status in _HELD]
        if held:
            found += _areas_without_lead(programme, held, as_of)
            found += _leads_without_holder(programme.id, held)
            found += _facts_not_stated(programme.id, held, facts)
    return tuple(sorted(found, key=lambda each: (each.programme or "", each.field, each.subject)))


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


def _facts_not_stated(programme: str, held: Sequence[Standing], facts: Facts) -> Iterable[Question]:
    first: dict[str, Standing] = {}
    for standing in held:
        known = first.setdefault(standing.organisation_id, standing)
        if standing.valid_from and known.valid_from and standing.valid_from < known.valid_from:
            first[standing.organisation_id] = standing
    for organisation_id, standing in first.items():
        said = facts.fields(programme, organisation_id)
        for name, words in FIELDS.items():
            if name not in said:
                subject = standing.organisation
                yield Question(programme=programme, subject=subject, field=name, words=words, since=standing.valid_from)


def _first_days(held: Iterable[Standing]) -> dict[str, date | None]:
    days: dict[str, date | None] = {}
    for standing in sorted(held, key=lambda each: each.valid_from or date.max):
        if standing.role in _LEADING and standing.area:
            days.setdefault(standing.area, standing.valid_from)
    return days
