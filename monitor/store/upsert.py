"""Insert or bring up to date, insert or leave: the one place where the two databases are spelt apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]


def upsert(connection: Connection, table: Table, rows: Sequence[Row], *, keep: Sequence[str] = ()) -> None:
    """Insert ``rows``; where the primary key is there already, write the other columns given, but for those in ``keep``."""
    if rows:
        connection.execute(_upsert(connection.dialect.name, table, tuple(rows[0]), tuple(keep)), list(rows))


@cache
def _upsert(dialect: str, table: Table, names: tuple[str, ...], keep: tuple[str, ...]) -> Any:
    # Kept: building the statement costs more than running it, and every visit to a source needs the same two.
    statement = _insert(dialect, table)
    keys = [column.name for column in table.primary_key]
    moved = {name: statement.excluded[name] for name in names if name not in keys and name not in keep}
    if moved:
        return statement.on_conflict_do_update(index_elements=keys, set_=moved)
    return statement.on_conflict_do_nothing(index_elements=keys)


def insert_new(connection: Connection, table: Table, row: Row) -> bool:
    """Insert ``row`` unless something unique in it is there already; whether it was inserted."""
    statement = (
        _insert(connection.dialect.name, table).on_conflict_do_nothing().values(row).returning(*table.primary_key)
    )
    return connection.execute(statement).first() is not None


def insert_missing(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert those of ``rows`` that are not there yet."""
    if rows:
        connection.execute(_insert(connection.dialect.name, table).on_conflict_do_nothing(), list(rows))


def _insert(dialect: str, table: Table) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
