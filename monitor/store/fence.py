"""The fence of PostgreSQL: an instance that slept while another took its place writes nothing when it wakes.

A lock ends with its connection, and a process that is stopped or cut off may lose that without noticing. So each holder of the
state also takes a number, one higher than the last, and every write of its process looks whether its number is still the highest,
under a lock that lets nobody take a number meanwhile. SQLite needs none: the lock on its folder lives and dies with the process.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, text

from monitor.errors import SupersededError
from monitor.store.tables.desk import runs

_KIND = "holder of the state"
_LOCK = 7_201_511_044  # any number that no other program locks in the same database
_MINE: dict[str, int] = {}


def take(connection: Connection, url: str, *, at: datetime, by: str) -> None:
    """Take the next number for this process, in the transaction of ``connection``; from its end on older holders write no more."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    _MINE[url] = _highest(connection) + 1
    _write(connection, _MINE[url], at=at, by=by)


def keep(connection: Connection, url: str, *, at: datetime) -> None:
    """Write the number of this process again, after the state was put back from a backup that knows an older one."""
    if url in _MINE:
        _write(connection, _MINE[url], at=at, by="restore")


def _write(connection: Connection, number: int, *, at: datetime, by: str) -> None:
    connection.execute(delete(runs).where(runs.c.kind == _KIND))
    row = {"kind": _KIND, "period": f"{number:012}", "claimed_at": at, "by": by, "outcome": ""}
    connection.execute(insert(runs).values(row))


def leave(url: str) -> None:
    """Hold nothing any more."""
    _MINE.pop(url, None)


def check(connection: Connection, url: str) -> None:
    """Raise SupersededError where this process held the state and another has taken its place."""
    mine = _MINE.get(url)
    if mine is None:
        return
    connection.execute(text("SELECT pg_advisory_xact_lock_shared(:key)"), {"key": _LOCK})
    if _highest(connection) != mine:
        raise SupersededError("another Tierwatch has taken over this state; this one writes nothing more")


def _highest(connection: Connection) -> int:
    return int(connection.execute(select(func.max(runs.c.period)).where(runs.c.kind == _KIND)).scalar() or 0)
