"""The figures of the state that a monitor asks for, in a few short queries: no address, no name of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, text

from monitor.model import EventState
from monitor.model.members import DeliveryState
from monitor.store.database import Database
from monitor.store.tables import desk, ledger, mail
from monitor.store.tables import sources as s

#: How the audit log names what the figures call.
_LOGINS = {"signed in": "good", "sign-in refused": "refused"}
_WAITING = (DeliveryState.READY.value, DeliveryState.DEFERRED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts by word, and the moments of what has waited longest; ``None`` where nothing waits."""

    sources: Mapping[str, int] = field(default_factory=dict)
    last_good: Mapping[str, datetime | None] = field(default_factory=dict)
    last_polled_at: datetime | None = None
    next_due_at: datetime | None = None
    events: Mapping[str, int] = field(default_factory=dict)
    held: int = 0
    oldest_waiting_event_at: datetime | None = None
    deliveries: Mapping[str, int] = field(default_factory=dict)
    oldest_mail_at: datetime | None = None
    bounces: Mapping[str, int] = field(default_factory=dict)
    logins: Mapping[str, int] = field(default_factory=dict)
    size_bytes: int = 0
    backup_at: datetime | None = None


def figures(database: Database) -> Figures:
    """The figures as they now are."""
    e, d, b, r = ledger.events.c, mail.deliveries.c, mail.bounces.c, desk.runs.c
    with database.read() as connection:
        states = connection.execute(
            select(s.sources.c.id, s.sources.c.health, s.sources.c.last_good_at, s.sources.c.last_polled_at, s.sources.c.next_due_at)
        ).all()  # fmt: skip
        health: dict[str, int] = {}
        for row in states:
            health[row.health] = health.get(row.health, 0) + 1
        return Figures(
            sources=health,
            last_good={row.id: row.last_good_at for row in states},
            last_polled_at=max((row.last_polled_at for row in states if row.last_polled_at), default=None),
            next_due_at=min((row.next_due_at for row in states if row.next_due_at), default=None),
            events=_counted(connection, e.type),
            held=connection.execute(select(func.count()).where(e.state == EventState.HELD.value)).scalar() or 0,
            oldest_waiting_event_at=connection.execute(
                select(func.min(e.detected_at)).where(e.state == EventState.PENDING.value)
            ).scalar(),
            deliveries=_counted(connection, d.state),
            oldest_mail_at=connection.execute(select(func.min(d.created_at)).where(d.state.in_(_WAITING))).scalar(),
            bounces=_counted(connection, b.kind),
            logins=_logins(connection),
            size_bytes=_size(database, connection),
            backup_at=connection.execute(
                select(func.max(r.finished_at)).where(r.kind == "backup", r.finished_at.is_not(None))
            ).scalar(),
        )


def _logins(connection: Connection) -> dict[str, int]:
    a = desk.audit.c
    query = select(a.action, func.count()).where(a.action.in_(_LOGINS)).group_by(a.action)
    return {_LOGINS[row[0]]: row[1] for row in connection.execute(query)}


def can_write(database: Database) -> None:
    """Write to the state without changing it. Raises StoreError where that cannot be done."""
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))


def _counted(connection: Connection, column: Any) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(select(column, func.count()).group_by(column))}


def _size(database: Database, connection: Connection) -> int:
    if database.file is not None:
        return sum(file.stat().st_size for file in database.file.parent.glob(f"{database.file.name}*"))
    return connection.execute(text("SELECT pg_database_size(current_database())")).scalar() or 0
