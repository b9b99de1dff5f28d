"""The connection to SQLite or PostgreSQL: settings that keep what was committed, and errors in words."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, IntegrityError, ProgrammingError

from monitor.errors import StoreError
from monitor.store import fence

BUSY_SECONDS = 30
# What a message of the database means for the reader: part of the message, and what to do about it.
_MEANINGS = (
    ("database or disk is full", "the disk is full; nothing was changed. Free some space and start again"),
    ("disk i/o error", "the disk refused a write or a read (full, over a limit, or failing); nothing was changed"),
    ("file is not a database", "the file is damaged or no database; restore a backup"),
    ("malformed", "the file is damaged; restore a backup"),
    ("readonly database", "the file or its folder is read-only; make it writable for this user"),
    ("unable to open database file", "the file cannot be opened; check that its folder exists and may be written to"),
    ("database is locked", f"another program held the state for over {BUSY_SECONDS} seconds"),
    ("no space left", "the disk of the database server is full; nothing was changed"),
    ("read-only transaction", "the database server is read-only"),
    ("permission denied", "this user may not read or write there"),
    ("connection", "the database server does not answer"),
)


class Database:
    """One database. Thread-safe: each thread has its own transaction, and writers of this process wait their turn."""

    def __init__(self, url: str, *, beside: Path | None = None) -> None:
        self.url = _parsed(url)
        self._beside = beside
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite(self.url) if self.is_sqlite else _postgresql(self.url)
        self._local = threading.local()
        self._turn = threading.RLock() if self.is_sqlite else None

    @property
    def file(self) -> Path | None:
        """The database file, where there is one."""
        name = self.url.database if self.is_sqlite else None
        return Path(name) if name and name != ":memory:" else None

    @property
    def folder(self) -> Path | None:
        """Where files beside the database go: the folder that was named, else that of the database file."""
        return self._beside or (self.file.parent if self.file else None)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One write transaction: all of it or nothing. Inside another one of this thread it is a part of that one."""
        current = getattr(self._local, "connection", None)
        if current is not None and self._local.writes:
            yield current
            return
        if current is not None:
            raise RuntimeError("a write was started inside a read")
        if self._turn:
            self._turn.acquire()
        try:
            with self._begun(writes=True) as connection:
                yield connection
        finally:
            if self._turn:
                self._turn.release()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view of the state; within a transaction of this thread, that transaction's."""
        current = getattr(self._local, "connection", None)
        if current is not None:
            yield current
            return
        with self._begun(writes=False) as connection:
            yield connection

    @contextmanager
    def _begun(self, *, writes: bool) -> Iterator[Connection]:
        with translated(self.url), self.engine.connect() as plain:
            level = {} if self.is_sqlite or writes else {"isolation_level": "REPEATABLE READ"}
            connection = plain.execution_options(writes=writes, **level)
            with connection.begin():
                if writes and not self.is_sqlite:
                    fence.check(connection, str(self.url))
                self._local.connection, self._local.writes = connection, writes
                try:
                    yield connection
                finally:
                    self._local.connection = None

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """The database's own errors as :class:`StoreError`; a bug of ours (a broken constraint, wrong SQL) is let through."""
    try:
        yield
    except (IntegrityError, ProgrammingError):
        raise
    except DBAPIError as error:
        raise StoreError(f"{_shown(url)}: {_meaning(error)}") from error


def _meaning(error: DBAPIError) -> str:
    said = str(error.orig).strip().splitlines()
    text = said[0] if said else type(error.orig).__name__
    for part, meaning in _MEANINGS:
        if part in str(error.orig).lower():
            return f"{meaning} ({text})"
    if isinstance(error, DatabaseError):
        return f"the state cannot be read or written ({text})"
    return text


def _shown(url: URL) -> str:
    return url.database or "state" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(
            f"{url!r} is no database address; write sqlite:///state/tierwatch.db or postgresql://..."
        ) from error
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise StoreError(f"{backend} is not supported; use sqlite:///FILE or postgresql://USER@HOST/NAME")
    return parsed


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, pool_size=20, max_overflow=-1)

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling begins late and never IMMEDIATE; ours below replaces it.
        connection.isolation_level = None
        cursor = connection.cursor()
        _write_ahead(cursor)
        # FULL: with NORMAL a power cut may forget the last commits, and a forgotten "accepted" is a second bulletin.
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        # Who is erased is overwritten in the file. Debian's SQLite does so by itself, others do not.
        cursor.execute("PRAGMA secure_delete=ON")
        # In KiB and for each of some ten connections; what is asked for often is in the system's own cache.
        cursor.execute("PRAGMA cache_size=-1000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # IMMEDIATE: a transaction that read before it writes cannot be refused half-way (SQLITE_BUSY_SNAPSHOT).
        writes = connection.get_execution_options().get("writes", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Write changes ahead. Who finds another program at that is refused at once by SQLite, whatever its timeout, and so waits here."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _postgresql(url: URL) -> Engine:
    try:
        return create_engine(
            url, pool_pre_ping=True, pool_size=10, max_overflow=20, connect_args={"options": "-c timezone=UTC"}
        )
    except ImportError as error:
        raise StoreError(
            "PostgreSQL needs the package psycopg: `pip install --require-hashes -r requirements/postgresql.txt` in the folder of the program"
        ) from error
