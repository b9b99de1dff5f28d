"""Insert or bring up to date, insert or leave, be one of a list: the one place where the two databases are spelt apart."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, Text, any_, bindparam, func, select
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
    statement = _insert_missing(connection.dialect.name, table, returning=True)
    return connection.execute(statement, row).first() is not None


def insert_missing(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert those of ``rows`` that are not there yet."""
    if rows:
        connection.execute(_insert_missing(connection.dialect.name, table, returning=False), list(rows))


@cache
def _insert_missing(dialect: str, table: Table, *, returning: bool) -> Any:
    statement = _insert(dialect, table).on_conflict_do_nothing()
    return statement.returning(*table.primary_key) if returning else statement


def is_among(dialect: str, column: Column[str], name: str) -> ColumnElement[bool]:
    """Whether a text is one of the list that is given as the parameter ``name`` (see ``listed``).

    One parameter however long the list is, so that the statement is the same each time and is read once.
    """
    if dialect == "postgresql":
        return column == any_(bindparam(name, type_=postgresql.ARRAY(Text)))
    return column.in_(select(func.json_each(bindparam(name, type_=Text)).table_valued("value").c.value))


def listed(dialect: str, values: Iterable[str]) -> Any:
    """A list as the value of a parameter of ``is_among``."""
    found = list(values)
    return found if dialect == "postgresql" else json.dumps(found)


def _insert(dialect: str, table: Table) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
