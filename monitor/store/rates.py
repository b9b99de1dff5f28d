"""How much may be sent at once: token buckets as they were left, so that a restart is no licence to hurry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from monitor.store.database import Database
from monitor.store.tables import mail as t
from monitor.store.upsert import upsert


@dataclass(frozen=True, slots=True)
class Level:
    """The tokens that a bucket held at a moment; fewer than none while mails wait for theirs."""

    tokens: float
    at: datetime


class SendRates:
    """The buckets by name: that of the relay, and one for each recipient domain."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, name: str) -> Level | None:
        """How a bucket was left, ``None`` if it was never used."""
        query = select(t.send_rates.c.tokens, t.send_rates.c.at).where(t.send_rates.c.name == name)
        with self._db.read() as connection:
            row = connection.execute(query).first()
        return Level(row.tokens, row.at) if row else None

    def keep(self, levels: Mapping[str, Level]) -> None:
        """Write how buckets are left."""
        rows = [{"name": name, "tokens": level.tokens, "at": level.at} for name, level in levels.items()]
        with self._db.write() as connection:
            upsert(connection, t.send_rates, rows)
