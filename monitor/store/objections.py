"""Objections: what readers say is wrong, waiting for staff. They change nothing by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from monitor.store.database import Database
from monitor.store.tables.desk import objections as t
from monitor.store.upsert import insert_new
from monitor.text import fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """A reader's word against something shown. ``about_kind`` is ``organisation``, ``area`` or ``fact``.

    ``reply_to`` is the reader's address, where they gave one; it is shown to staff alone.
    """

    about_kind: str
    about_id: str
    about_name: str
    words: str
    at: datetime
    evidence_url: str = ""
    reply_to: str = ""
    closed_at: datetime | None = None
    closed_by: str | None = None
    outcome: str = ""

    @property
    def id(self) -> str:
        """The same for the same words about the same thing, so that a form sent twice is kept once."""
        return fingerprint("objection", self.about_kind, self.about_id, self.words, self.reply_to)


class Objections:
    """The objections, oldest first."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, objection: Objection) -> bool:
        """Keep an objection; ``False`` where it was made before."""
        row = {"id": objection.id} | {name: getattr(objection, name) for name in _NAMES}
        with self._db.write() as connection:
            return insert_new(connection, t, row)

    def list(self, *, is_open: bool | None = None) -> tuple[Objection, ...]:
        """Every objection, or those that are (not) open."""
        query = select(t).order_by(t.c.at, t.c.id)
        if is_open is not None:
            query = query.where(t.c.closed_at.is_(None) if is_open else t.c.closed_at.is_not(None))
        with self._db.read() as connection:
            return tuple(_objection(row) for row in connection.execute(query))

    def count_open(self) -> int:
        """How many wait."""
        query = select(func.count()).select_from(t).where(t.c.closed_at.is_(None))
        with self._db.read() as connection:
            return int(connection.execute(query).scalar() or 0)

    def close(self, objection_id: str, *, by: str, at: datetime, outcome: str) -> bool:
        """Note what became of an objection; ``False`` where it was closed before or never made."""
        which = (t.c.id == objection_id) & t.c.closed_at.is_(None)
        with self._db.write() as connection:
            closed = connection.execute(update(t).where(which).values(closed_at=at, closed_by=by, outcome=outcome))
            return closed.rowcount == 1


_NAMES = (
    "about_kind", "about_id", "about_name", "words", "at", "evidence_url", "reply_to", "closed_at", "closed_by", "outcome",
)  # fmt: skip


def _objection(row: Row[Any]) -> Objection:
    return Objection(**{name: getattr(row, name) for name in _NAMES})
