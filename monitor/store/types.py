"""Column types: aware moments in UTC, days, and packed JSON; the same value goes in and comes out on both databases."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

#: Stand for "without end" and "without beginning" in the columns that are compared, so that one index answers "as of".
#: A year that stays in range whatever time zone a session of the database adds.
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
LAST_DAY = date(9999, 1, 1)
FIRST_DAY = date(1, 1, 1)
_NO_DAYS = frozenset({FIRST_DAY, LAST_DAY})


class Moment(TypeDecorator[datetime]):
    """An aware moment. Refuses a naive one: it could be any of 38 different moments."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a stored moment needs a time zone: {value!r}")
        moment = value.astimezone(UTC)
        # SQLite has no type for a zone; its text is UTC by this class's promise.
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- the interface's
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """The same in one step: a matrix is thousands of rows of a few moments."""
        return _as_kept_by_sqlite if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """The same in one step where it is wanted most: a visit writes one moment into each row."""
        if dialect.name != "sqlite":
            return super().bind_processor(dialect)
        return _as_sqlite_keeps_it


@lru_cache(maxsize=1024)
def _as_sqlite_keeps_it(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"a stored moment needs a time zone: {value!r}")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


@lru_cache(maxsize=4096)
def _as_kept_by_sqlite(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


_ODD = re.compile("[\x00\ud800-\udfff]")


class Words(TypeDecorator[str]):
    """Text of any origin. What neither database can hold (NUL, half a surrogate pair) is kept as U+FFFD."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:  # noqa: ARG002 -- the interface's
        """Straight, since neither database has anything to add to a text."""
        return _storable


def _storable(value: str | None) -> str | None:
    if value is None or (value.isascii() and "\x00" not in value):
        return value
    return _ODD.sub("\ufffd", value)


def opened(day: date | None) -> date:
    """The first day as it is stored."""
    return day or FIRST_DAY


def closed(day: date | None) -> date:
    """The last day as it is stored."""
    return day or LAST_DAY


def day_or_none(day: Any) -> date | None:
    """A stored day as a value: ``None`` for no beginning or no end."""
    return None if day in _NO_DAYS else day


def moment_or_none(moment: datetime | None) -> datetime | None:
    """A stored end of knowing as a value: ``None`` for still known."""
    return None if moment is None or moment >= FOREVER else moment
