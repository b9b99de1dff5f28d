"""The audit trail: rows are only added, and each holds the hash of the one before, so that tampering shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, text

from monitor.store.database import Database
from monitor.store.tables import desk as t

_FIRST = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what to what, when; ``details`` is JSON."""

    seq: int
    at: datetime
    by: str
    action: str
    subject: str
    details: str
    previous_hash: str
    hash: str


class Audit:
    """The trail. A removed or changed row shows; a trail cut at its end shows only against a head noted elsewhere."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(
        self, action: str, *, subject: str, by: str, at: datetime, details: Mapping[str, Any] | None = None
    ) -> AuditEntry:
        """Add a row, in the caller's transaction where there is one."""
        with self._db.write() as connection:
            _one_at_a_time(connection)
            last = connection.execute(select(t.audit.c.seq, t.audit.c.hash).order_by(t.audit.c.seq.desc())).first()
            row: dict[str, Any] = {
                "seq": (last.seq if last else 0) + 1,
                "at": at,
                "by": by,
                "action": action,
                "subject": subject,
                "details": json.dumps(details or {}, ensure_ascii=False, sort_keys=True, default=str),
                "previous_hash": last.hash if last else _FIRST,
            }
            row["hash"] = _hash(row)
            connection.execute(insert(t.audit).values(row))
            return AuditEntry(**row)

    def list(self, *, subject: str | None = None, limit: int | None = None) -> tuple[AuditEntry, ...]:
        """The newest rows first."""
        query = select(t.audit).order_by(t.audit.c.seq.desc()).limit(limit)
        query = query if subject is None else query.where(t.audit.c.subject == subject)
        with self._db.read() as connection:
            return tuple(AuditEntry(**row._asdict()) for row in connection.execute(query))

    def head(self) -> str:
        """The hash of the last row: note it elsewhere, and a trail that is cut short shows as well."""
        with self._db.read() as connection:
            return connection.execute(select(t.audit.c.hash).order_by(t.audit.c.seq.desc())).scalar() or _FIRST

    def verify(self, *, head: str | None = None) -> tuple[str, ...]:
        """What is wrong with the trail, in words; empty when every row is as it was written. ``head``: one noted before."""
        problems: list[str] = []
        previous, expected, seen = _FIRST, 1, {_FIRST}
        with self._db.read() as connection:
            for row in connection.execute(select(t.audit).order_by(t.audit.c.seq)):
                problems += _wrong(row, previous, expected)
                previous, expected = row.hash, row.seq + 1
                seen.add(row.hash)
        if head is not None and head not in seen:
            problems.append("the noted head is no row of the trail: rows at its end were removed or written anew")
        return tuple(problems)


def _wrong(row: Row[Any], previous: str, expected: int) -> list[str]:
    problems = []
    if row.seq != expected:
        problems.append(f"row {expected} is missing before row {row.seq}")
    if row.previous_hash != previous:
        problems.append(f"row {row.seq} does not follow the row before it")
    if row.hash != _hash(row._asdict()):
        problems.append(f"row {row.seq} was changed after it was written")
    return problems


def _hash(row: Mapping[str, Any]) -> str:
    at = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    held = [row["seq"], at, *(row[name] for name in ("by", "action", "subject", "details", "previous_hash"))]
    return hashlib.sha256(json.dumps(held, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _one_at_a_time(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE audit IN EXCLUSIVE MODE"))
