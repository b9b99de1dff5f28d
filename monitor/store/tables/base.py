"""The one collection of tables, with names for every constraint so that migrations can speak of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Integer, MetaData

from monitor.store.types import Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def text(name: str, *, default: str | None = None, **options: Any) -> Column[str]:
    """A column of words that is never null; ``default`` fills rows of older programs."""
    return Column(name, Words, nullable=False, server_default=default, **options)


def words(name: str, **options: Any) -> Column[str]:
    """A column of words that may be unknown."""
    return Column(name, Words, nullable=True, **options)


def count(name: str) -> Column[int]:
    """A number that starts at nought."""
    return Column(name, Integer, nullable=False, server_default="0")
