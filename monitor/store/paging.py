"""A page at a time, in an order that stands still: each row has a number, and the next page begins after the last one's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, or_, select

from monitor.model import Event, Standing
from monitor.store.database import Database
from monitor.store.events import event_of
from monitor.store.standings import standing_of
from monitor.store.tables import ledger as t
from monitor.store.tables import sources as s
from monitor.store.types import FOREVER


class Paging:
    """Standings, events and documents by the number of their row. ``after`` 0 is the beginning."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def standings(
        self, day: date, *, known_at: datetime | None = None, after: int = 0, limit: int, **wanted: str | None
    ) -> tuple[tuple[int, Standing], ...]:
        """What held on ``day`` as known at ``known_at``, with everything that ``wanted`` names (a column and its value)."""
        c = t.standings.c
        query = select(t.standings).where(c.valid_from <= day, c.valid_to > day, c.seq > after)
        if known_at is None:
            query = query.where(c.known_to >= FOREVER)
        else:
            query = query.where(c.known_from <= known_at, c.known_to > known_at)
        for name, value in wanted.items():
            query = query if value is None else query.where(c[name] == value)
        return tuple((row.seq, standing_of(row)) for row in self._rows(query.order_by(c.seq).limit(limit)))

    def events(
        self, *, since: datetime | None = None, until: datetime | None = None, organisation_id: str | None = None,
        after: int = 0, limit: int, **wanted: str | None,
    ) -> tuple[tuple[int, Event], ...]:  # fmt: skip
        """The changes of partners found from ``since`` to before ``until``, in the order in which they were found."""
        c = t.events.c
        query = select(t.events).where(c.seq > after, c.concerns_source.is_(False))
        query = query if since is None else query.where(c.detected_at >= since)
        query = query if until is None else query.where(c.detected_at < until)
        if organisation_id is not None:
            query = query.where(or_(c.organisation_id == organisation_id, c.organisation_to_id == organisation_id))
        for name, value in wanted.items():
            query = query if value is None else query.where(c[name] == value)
        return tuple((row.seq, event_of(row)) for row in self._rows(query.order_by(c.seq).limit(limit)))

    def documents(
        self, *, since: datetime | None = None, after: str = "", limit: int, source_id: str | None = None
    ) -> tuple[Row[Any], ...]:
        """What is kept of documents beside their content, by id."""
        c = s.documents.c
        query = _documents().where(c.id > after)
        query = query if since is None else query.where(c.first_seen >= since)
        query = query if source_id is None else query.where(c.source_id == source_id)
        return tuple(self._rows(query.order_by(c.id).limit(limit)))

    def document(self, document_id: str) -> Row[Any] | None:
        """The same of one document."""
        return next(iter(self._rows(_documents().where(s.documents.c.id == document_id))), None)

    def _rows(self, query: Select[Any]) -> list[Row[Any]]:
        with self._db.read() as connection:
            return list(connection.execute(query).all())


def _documents() -> Select[Any]:
    c = s.documents.c
    return select(
        c.id, c.source_id, c.url, c.title, c.kind, c.publisher, c.published_at, c.first_seen, c.seen_at, c.ordinal
    )
