"""Totals that others published and staff noted: claims beside our own counts, none overwriting another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select

from monitor.programmes.pack import Denominator
from monitor.store.database import Database
from monitor.store.tables import desk as t
from monitor.store.upsert import insert_new
from monitor.text import fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A published total with the programme that it is about."""

    programme: str | None
    total: Denominator
    at: datetime


class PublishedCounts:
    """What staff noted beside what the packs hold."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, total: Denominator, *, programme: str | None, at: datetime) -> str:
        """Keep a total; its id. The same total noted twice is one."""
        identity = fingerprint("published", programme, total.label, total.value, total.publisher, total.on.isoformat())
        row = {
            "id": identity, "programme": programme, "label": total.label, "value": total.value, "unit": total.unit,
            "published_on": total.on, "publisher": total.publisher, "url": total.source, "quote": total.quote, "at": at,
            "counts": total.counts, "bound": total.bound,
        }  # fmt: skip
        with self._db.write() as connection:
            insert_new(connection, t.published_counts, row)
        return identity

    def remove(self, which: str) -> bool:
        """Take back a total that was noted in error, by its id or the beginning of it; false when there is no one such."""
        c = t.published_counts.c
        with self._db.write() as connection:
            found = (
                connection.execute(select(c.id).where(c.id.startswith(which, autoescape=True)).limit(2)).scalars().all()
            )
            return (
                len(found) == 1 and connection.execute(delete(t.published_counts).where(c.id == found[0])).rowcount == 1
            )

    def list(self, *, programme: str | None = None) -> tuple[Noted, ...]:
        """Every total, or those of a programme, as they were noted."""
        c = t.published_counts.c
        query = select(t.published_counts).order_by(c.at, c.id)
        query = query if programme is None else query.where(c.programme == programme)
        with self._db.read() as connection:
            return tuple(_noted(row) for row in connection.execute(query))


def _noted(row: Row[Any]) -> Noted:
    total = Denominator(
        id=row.id[:12], label=row.label, value=row.value, unit=row.unit, on=row.published_on, source=row.url,
        publisher=row.publisher, counts=row.counts, bound=row.bound, quote=row.quote,
    )  # fmt: skip
    return Noted(programme=row.programme, total=total, at=row.at)
