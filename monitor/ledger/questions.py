"""Open questions: what nobody has stated, with its age, and what answers them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often one thing is not stated, and of whom, by name, as far as there is room."""

    words: str
    number: int
    first: tuple[Question, ...]


def questions(
    standings: Sequence[Standing], facts: Facts, programmes: Iterable[Programme], *, as_of: date
) -> tuple[Question, ...]:
    """What is not stated on ``as_of``: leads of areas, contract holders of those who lead, and the facts of their claims.

    ``facts`` are those stated by then of the organisations in ``standings``.
    """
    found = [_question(each) for programme in programmes for each in _unstated(standings, facts, programme, as_of)]
    return tuple(sorted(found, key=lambda each: (each.programme or "", each.field, each.subject)))


def tallied(
    standings: Sequence[Standing], facts: Facts, programme: Programme, *, as_of: date, most: int
) -> tuple[Tally, ...]:
    """The same of one programme, by what is asked, with the first ``most`` of each."""
    groups: dict[str, list[_Unstated]] = defaultdict(list)
    for each in _unstated(standings, facts, programme, as_of):
        groups[each[1]].append(each)
    return tuple(
        Tally(
            words=_OF_ALL.get(field, group[0][3]),
            number=len(group),
            first=tuple(_question(each) for each in sorted(group, key=itemgetter(2))[:most]),
        )
        for field, group in sorted(groups.items())
    )


#: A question before it is one: programme, field, subject, words, since. A large programme leaves fifteen thousand.
_Unstated = tuple[str | None, str, str, str, date | None]
_OF_ALL = {"lead": "Who leads?", "contract_holder": "Who holds the contract?"}


def _question(unstated: _Unstated) -> Question:
    programme, field, subject, words, since = unstated
    return Question(programme=programme, subject=subject, field=field, words=words, since=since)


def _unstated(standings: Sequence[Standing], facts: Facts, programme: Programme, as_of: date) -> Iterable[_Unstated]:
    held = [each for each in standings if each.programme == programme.id and each.status in _HELD]
    if held:
        yield from _areas_without_lead(programme, held, as_of)
        yield from _leads_without_holder(programme.id, held)
        yield from _facts_not_stated(programme.id, held, facts)


def _areas_without_lead(programme: Programme, held: Sequence[Standing], as_of: date) -> Iterable[_Unstated]:
    led = {standing.area for standing in held if standing.role in _LEADING}
    since = min((standing.valid_from for standing in held if standing.valid_from), default=as_of)
    for area in programme.areas:
        if area.name not in led:
            yield programme.id, "lead", area.name, f"Who leads in {area.name}?", since


def _leads_without_holder(programme: str, held: Sequence[Standing]) -> Iterable[_Unstated]:
    holders = {standing.area for standing in held if standing.role is Role.CONTRACT_HOLDER}
    for area, since in _first_days(held).items():
        if area not in holders:
            yield programme, "contract_holder", area, f"Who holds the contract in {area}?", since


def _facts_not_stated(programme: str, held: Sequence[Standing], facts: Facts) -> Iterable[_Unstated]:
    first: dict[str, Standing] = {}
    for standing in held:
        known = first.setdefault(standing.organisation_id, standing)
        if standing.valid_from and known.valid_from and standing.valid_from < known.valid_from:
            first[standing.organisation_id] = standing
    # Put in order before each is made into five: so many questions are sorted sooner when they come nearly sorted.
    bodies = sorted(first.items(), key=lambda each: each[1].organisation)
    said = {organisation_id: facts.fields(programme, organisation_id) for organisation_id, _ in bodies}
    for name, words in sorted(FIELDS.items()):
        for organisation_id, standing in bodies:
            if name not in said[organisation_id]:
                yield programme, name, standing.organisation, words, standing.valid_from


def _first_days(held: Iterable[Standing]) -> dict[str, date | None]:
    days: dict[str, date | None] = {}
    for standing in sorted(held, key=lambda each: each.valid_from or date.max):
        if standing.role in _LEADING and standing.area:
            days.setdefault(standing.area, standing.valid_from)
    return days
