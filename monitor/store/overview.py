"""The ledger from above: which programmes, areas, organisations and partnerships it knows, on which days it moved, and its revision."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, union_all

from monitor.model import Sector, Status
from monitor.store.database import Database
from monitor.store.tables import desk, ledger, sources
from monitor.store.types import FIRST_DAY, FOREVER, LAST_DAY
from monitor.text import fingerprint

_S = ledger.standings.c
#: Asked at each request, so it is put together once.
_LEDGER_NOW = (
    select(func.max(_S.seq)), select(func.max(ledger.decisions.c.seq)), select(func.max(desk.teachings.c.at)),
    select(func.max(desk.teachings.c.undone_at)),
)  # fmt: skip
_OTHERS_NOW = (
    select(func.max(ledger.events.c.seq)), select(func.max(desk.digests.c.changed_at)),
    select(func.max(sources.versions.c.first_seen)), select(func.count(desk.contacts.c.address)),
    select(func.max(desk.contacts.c.verified_on)), select(func.count(desk.contacts.c.retired_on)),
)  # fmt: skip
_WHERE_ALL_STANDS = select(*(query.scalar_subquery() for query in (*_LEDGER_NOW, *_OTHERS_NOW)))


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArea:
    """An area in which somebody holds or held a place; ``organisations`` counts them over all time."""

    programme: str | None
    name: str
    organisations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOrganisation:
    """An organisation that holds or held a place, under the latest name that the ledger has for it."""

    id: str
    name: str
    sector: Sector
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """The same while nothing has moved: in the ledger (who holds what), or in anything that readers are shown."""

    ledger: str
    everything: str


class Overview:
    """Questions about the whole ledger. Each reads all of it, so ask once a revision."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def revision(self) -> Revision:
        """Where the ledger and everything else that readers are shown stand. That a source was looked at again moves nothing."""
        with self._db.read() as connection:
            row = connection.execute(_WHERE_ALL_STANDS).one()
        parts = [str(value) for value in row]
        own = fingerprint("ledger", *parts[: len(_LEDGER_NOW)])
        return Revision(ledger=own, everything=fingerprint("revision", *parts))

    def areas(self) -> tuple[KnownArea, ...]:
        """Every area that is or was named."""
        number = func.count(_S.organisation_id.distinct())
        query = select(_S.programme, _S.area, number).where(_S.area.is_not(None), _S.known_to >= FOREVER)
        with self._db.read() as connection:
            rows = connection.execute(query.group_by(_S.programme, _S.area).order_by(_S.programme, _S.area))
            return tuple(KnownArea(programme=row[0], name=row[1], organisations=row[2]) for row in rows)

    def organisations(self) -> tuple[KnownOrganisation, ...]:
        """Everybody who is or was named."""
        # With one max() SQLite takes the other columns from the row that has it; PostgreSQL needs the name in the group.
        query = select(_S.organisation_id, _S.organisation, _S.sector, func.count(), func.max(_S.seq))
        query = query.where(_S.known_to >= FOREVER).group_by(_S.organisation_id, _S.organisation, _S.sector)
        found: dict[str, tuple[int, str, str, int]] = {}
        with self._db.read() as connection:
            for identifier, name, sector, places, newest in connection.execute(query):
                before = found.get(identifier, (-1, "", "", 0))
                latest = max(before[:3], (newest, name, sector))
                found[identifier] = (*latest, before[3] + places)
        values = (
            KnownOrganisation(id=identifier, name=name, sector=Sector(sector), places=places)
            for identifier, (_newest, name, sector, places) in found.items()
        )
        return tuple(sorted(values, key=lambda each: (each.name.casefold(), each.id)))

    def named_on(self, day: date, *, programme: str) -> int:
        """How many organisations hold a place in a programme on a day."""
        query = select(func.count(_S.organisation_id.distinct())).where(
            _S.programme == programme, _S.known_to >= FOREVER, _S.valid_from <= day, _S.valid_to > day,
            _S.status.not_in([status.value for status in Status if status.is_exit]),
        )  # fmt: skip
        with self._db.read() as connection:
            return int(connection.execute(query).scalar() or 0)

    def partnerships(self) -> tuple[tuple[str | None, str], ...]:
        """The programme and name of every partnership."""
        query = select(_S.programme, _S.partnership).where(_S.partnership.is_not(None), _S.known_to >= FOREVER)
        with self._db.read() as connection:
            rows = connection.execute(query.distinct().order_by(_S.programme, _S.partnership))
            return tuple((row[0], row[1]) for row in rows)

    def days(self, *, programme: str | None = None) -> tuple[tuple[date, int], ...]:
        """The days on which a place began or ended, with how many did, oldest first."""
        known = _S.known_to >= FOREVER
        known = known if programme is None else known & (_S.programme == programme)
        sides = [
            select(day.label("day"), func.count().label("n")).where(known).group_by(day)
            for day in (_S.valid_from, _S.valid_to)
        ]
        counted: Counter[date] = Counter()
        with self._db.read() as connection:
            for day, number in connection.execute(union_all(*sides)):
                if day not in {FIRST_DAY, LAST_DAY}:
                    counted[day] += number
        return tuple(sorted(counted.items()))

    def last_sent(self) -> datetime | None:
        """Until when the latest bulletin that went out looked."""
        d = desk.digests.c
        with self._db.read() as connection:
            return connection.execute(select(func.max(d.period_end)).where(d.state == "sent")).scalar()
