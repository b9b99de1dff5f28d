"""The registered numbers under which documents name organisations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from monitor.store.database import Database
from monitor.store.tables.ledger import registered_numbers as t
from monitor.store.upsert import insert_missing


class Numbers:
    """Which organisations were met with which number."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def bodies(self, numbers: Collection[str]) -> dict[str, frozenset[str]]:
        """The identifiers of the organisations that documents gave each of ``numbers`` to."""
        found: dict[str, set[str]] = defaultdict(set)
        if numbers:
            with self._db.read() as connection:
                query = select(t.c.number, t.c.organisation_id).where(t.c.number.in_(sorted(numbers)))
                for number, organisation_id in connection.execute(query):
                    found[number].add(organisation_id)
        return {number: frozenset(bodies) for number, bodies in found.items()}


def add_numbers(connection: Connection, numbers: Mapping[str, Collection[str]], *, at: datetime) -> None:
    """Keep the ``numbers`` of organisations, by their identifiers."""
    rows = [
        {"number": number, "organisation_id": organisation_id, "first_seen": at}
        for organisation_id, known in sorted(numbers.items())
        for number in sorted(known)
    ]
    if rows:
        insert_missing(connection, t, rows)
