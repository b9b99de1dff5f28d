"""What mail servers and people wrote back, kept raw and each once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from monitor.store.codec import pack, unpack
from monitor.store.database import Database
from monitor.store.tables import mail as t
from monitor.store.upsert import insert_new
from monitor.text import fingerprint


class Bounces:
    """The reports of every mailbox."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(
        self, raw: bytes, *, kind: str, status: str, reason: str, at: datetime, member_id: str | None = None,
        message_id: str | None = None,
    ) -> bool:  # fmt: skip
        """Keep a report; false if the very same was kept before."""
        row = {
            "message_id": message_id or None, "member_id": member_id, "kind": kind, "status_code": status,
            "reason": reason[:500], "at": at, "report_hash": fingerprint("report", raw.hex()), "packed": pack(raw),
        }  # fmt: skip
        with self._db.write() as connection:
            return insert_new(connection, t.bounces, row)

    def knows(self, raw: bytes) -> bool:
        """Whether this report was kept before."""
        which = t.bounces.c.report_hash == fingerprint("report", raw.hex())
        with self._db.read() as connection:
            return connection.execute(select(t.bounces.c.seq).where(which)).first() is not None

    def about(self, member_id: str) -> list[dict[str, str]]:
        """What came back about a member, the oldest first; the reports themselves as far as they are text."""
        query = select(t.bounces).where(t.bounces.c.member_id == member_id).order_by(t.bounces.c.seq)
        with self._db.read() as connection:
            return [
                {
                    "at": row.at.isoformat(), "kind": row.kind, "status": row.status_code, "reason": row.reason,
                    "report": unpack(row.packed).decode("utf-8", "replace"),
                }
                for row in connection.execute(query)
            ]  # fmt: skip

    def alerts(self, *, since: datetime) -> tuple[str, ...]:
        """What receivers said of us rather than of a member, since a moment: each once, the newest first."""
        c = t.bounces.c
        query = select(c.status_code, c.reason).where(c.kind == "ours", c.at >= since).order_by(c.at.desc())
        with self._db.read() as connection:
            return tuple(dict.fromkeys(f"{row.status_code} {row.reason}" for row in connection.execute(query)))
