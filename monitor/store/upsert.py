"""Insert or bring up to date, insert or leave: the one place where the two databases are spelt apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]


def upsert(connection: Connection, table: Table, rows: Sequence[Row], *, keep: Sequence[str] = ()) -> None:
    """Insert ``rows``; where the primary key is there already, write the other columns given, but for those in ``keep``."""
    if not rows:
        return
    statement = _insert(connection, table)
    keys = [column.name for column in table.primary_key]
    moved = {name: statement.excluded[name] for name in rows[0] if name not in keys and name not in keep}
    if moved:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=moved)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    connection.execute(statement, list(rows))


def insert_new(connection: Connection, table: Table, row: Row) -> bool:
    """Insert ``row`` unless something unique in it is there already; whether it was inserted."""
    statement = _insert(connection, table).on_conflict_do_nothing().values(row).returning(*table.primary_key)
    return connection.execute(statement).first() is not None


def insert_missing(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert those of ``rows`` that are not there yet."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), list(rows))


def _insert(connection: Connection, table: Table) -> Any:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
