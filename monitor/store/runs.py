"""Runs named by kind and period, so that a period is worked on once however many schedulers there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from monitor.store.database import Database
from monitor.store.tables import desk as t
from monitor.store.upsert import insert_new


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One piece of work for one period. ``finished_at`` is ``None`` while it goes on, or when it was cut off."""

    kind: str
    period: str
    claimed_at: datetime
    by: str
    finished_at: datetime | None = None
    outcome: str = ""


class Runs:
    """Who did what for which period."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def claim(self, kind: str, period: str, *, at: datetime, by: str) -> bool:
        """Take a period; false when it is taken already. In the caller's transaction, where there is one."""
        row = {"kind": kind, "period": period, "claimed_at": at, "by": by, "outcome": ""}
        with self._db.write() as connection:
            return insert_new(connection, t.runs, row)

    def finish(self, kind: str, period: str, *, at: datetime, outcome: str) -> None:
        """Say how it ended."""
        with self._db.write() as connection:
            which = (t.runs.c.kind == kind) & (t.runs.c.period == period)
            connection.execute(update(t.runs).where(which).values(finished_at=at, outcome=outcome))

    def give_up(self, kind: str, period: str) -> bool:
        """Free a period that was claimed and never finished, so that it can be done again."""
        with self._db.write() as connection:
            cut_off = (t.runs.c.kind == kind) & (t.runs.c.period == period) & t.runs.c.finished_at.is_(None)
            return connection.execute(delete(t.runs).where(cut_off)).rowcount == 1

    def list(self, kind: str, *, unfinished: bool = False) -> tuple[Run, ...]:
        """The runs of a kind by period; with ``unfinished`` those that were cut off or still go on."""
        query = select(t.runs).where(t.runs.c.kind == kind).order_by(t.runs.c.period)
        query = query.where(t.runs.c.finished_at.is_(None)) if unfinished else query
        with self._db.read() as connection:
            return tuple(Run(**row._asdict()) for row in connection.execute(query))
