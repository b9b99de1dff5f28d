"""Whatever comes back on a day: advice to read again, promises to look after, links to try."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select, update

from monitor.store.database import Database
from monitor.store.tables import desk as t
from monitor.store.upsert import insert_new
from monitor.text import fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """``kind`` is ``advice``, ``promise`` or ``link``; ``subject`` is what it is about, ``words`` what is to be done or was said.

    ``depends_on`` are the facts that an advice item rests on (``area:``, ``organisation:``, ``programme:``, ``contact:`` and a
    name). ``outcome`` is why it came back, or how it ended; ``attempts`` how often a link failed in a row.
    """

    kind: str
    subject: str
    words: str = ""
    url: str = ""
    due_on: date | None = None
    depends_on: tuple[str, ...] = ()
    created_at: datetime
    checked_at: datetime | None = None
    done_at: datetime | None = None
    outcome: str = ""
    attempts: int = 0

    @property
    def id(self) -> str:
        return fingerprint("reminder", self.kind, self.subject, self.url)


class Reminders:
    """The list of what comes back."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, reminder: Reminder) -> bool:
        """Keep a reminder; false when it is there already (also if it is done)."""
        with self._db.write() as connection:
            return insert_new(connection, t.reminders, _row(reminder))

    def list(self, kind: str, *, done: bool = False) -> tuple[Reminder, ...]:
        """Those of a kind that are not done, the earliest day first; with ``done`` all of them."""
        c = t.reminders.c
        query = select(t.reminders).where(c.kind == kind).order_by(c.due_on.is_(None), c.due_on, c.id)
        query = query if done else query.where(c.done_at.is_(None))
        with self._db.read() as connection:
            return tuple(_reminder(row) for row in connection.execute(query))

    def get(self, which: str) -> Reminder | None:
        """One reminder by its id, or by an unambiguous beginning of it."""
        query = select(t.reminders).where(t.reminders.c.id.startswith(which, autoescape=True)).limit(2)
        with self._db.read() as connection:
            rows = connection.execute(query).all()
        return _reminder(rows[0]) if len(rows) == 1 else None

    def move(self, reminder: Reminder) -> None:
        """Write what moved: the day, the outcome, the attempts, when it was looked at and when it was done."""
        moved = {
            name: getattr(reminder, name)
            for name in ("due_on", "outcome", "attempts", "checked_at", "done_at", "words")
        }
        with self._db.write() as connection:
            connection.execute(update(t.reminders).where(t.reminders.c.id == reminder.id).values(moved))


_FIELDS = ("kind", "subject", "words", "url", "due_on", "created_at", "checked_at", "done_at", "outcome", "attempts")


def _row(reminder: Reminder) -> dict[str, Any]:
    row = {name: getattr(reminder, name) for name in _FIELDS}
    return row | {"id": reminder.id, "depends_on": json.dumps(list(reminder.depends_on), ensure_ascii=False)}


def _reminder(row: Row[Any]) -> Reminder:
    return Reminder(depends_on=tuple(json.loads(row.depends_on)), **{name: getattr(row, name) for name in _FIELDS})
