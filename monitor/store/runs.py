"""Runs named by kind and period, so that a period is worked on once however many schedulers there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update

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

    def give_up_unfinished(self, *kinds: str) -> int:
        """Free every period of ``kinds``, and of what is named by one and a colon, that was claimed and never finished; how many.

        For a process that has just come to hold the state alone: whoever claimed them is gone.
        """
        named = or_(t.runs.c.kind.in_(kinds), *(t.runs.c.kind.startswith(f"{kind}: ") for kind in kinds))
        with self._db.write() as connection:
            return connection.execute(delete(t.runs).where(named, t.runs.c.finished_at.is_(None))).rowcount

    def latest(self, kind: str) -> tuple[Run, ...]:
        """Of each kind that is named by ``kind`` and a colon, the finished run that was claimed last."""
        named = (t.runs.c.kind.startswith(f"{kind}: "), t.runs.c.finished_at.is_not(None))
        last = (
            select(t.runs.c.kind, func.max(t.runs.c.claimed_at).label("at"))
            .where(*named)
            .group_by(t.runs.c.kind)
            .subquery()
        )
        same = (t.runs.c.kind == last.c.kind) & (t.runs.c.claimed_at == last.c.at)
        with self._db.read() as connection:
            rows = connection.execute(select(t.runs).join(last, same).order_by(t.runs.c.kind, t.runs.c.period))
            return tuple(Run(**row._asdict()) for row in rows)

    def list(self, kind: str) -> tuple[Run, ...]:
        """The runs of a kind by period."""
        query = select(t.runs).where(t.runs.c.kind == kind).order_by(t.runs.c.period)
        with self._db.read() as connection:
            return tuple(Run(**row._asdict()) for row in connection.execute(query))
