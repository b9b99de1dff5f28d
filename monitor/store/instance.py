"""One program a state: a lock on the folder for SQLite, an advisory lock for PostgreSQL. Both end with the process."""

from __future__ import annotations

import fcntl
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from monitor.clock import utc_now
from monitor.errors import AlreadyRunningError, StoreError
from monitor.store import fence
from monitor.store.database import Database, translated

_LOCK = 7_201_511_043  # any number that no other program locks in the same database


@contextmanager
def sole_instance(database: Database) -> Iterator[None]:
    """Hold the state for this process. Raises AlreadyRunningError naming the process that holds it."""
    if database.is_sqlite:
        with _folder_lock(database.file):
            yield
    else:
        with _advisory_lock(database):
            yield


@contextmanager
def named_lock(database: Database, name: str) -> Iterator[None]:
    """Hold one piece of the state's work for this process, beside others that hold other pieces of it."""
    if database.is_sqlite:
        file = database.file
        with _folder_lock(file and file.with_name(f"{file.name}-{name}")):
            yield
    else:
        with _advisory_lock(database, _LOCK + zlib.crc32(name.encode())):
            yield


@contextmanager
def _folder_lock(file: Path | None) -> Iterator[None]:
    if file is None:
        yield
        return
    path = file.parent / f"{file.name}.lock"
    try:
        handle = path.open("a+", encoding="ascii")
    except OSError as error:
        raise StoreError(f"{path}: cannot be opened for the lock ({error.strerror})") from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            handle.seek(0)
            holder = handle.read().strip() or "unknown"
            raise AlreadyRunningError(f"another Tierwatch (process {holder}) already works on {file}") from error
        try:
            handle.truncate(0)
            handle.write(f"{os.getpid()}\n")
            handle.flush()
        except OSError as error:
            raise StoreError(f"{path}: cannot be written ({error.strerror})") from error
        # The file stays: removing it would let two processes lock two files of one name.
        yield


@contextmanager
def _advisory_lock(database: Database, key: int = _LOCK) -> Iterator[None]:
    holder = text(
        "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
        "WHERE l.locktype = 'advisory' AND l.objid = :low AND l.classid = :high AND l.granted"
    )
    with translated(database.url), database.engine.connect() as plain:
        connection = plain.execution_options(isolation_level="AUTOCOMMIT")
        name = f"tierwatch process {os.getpid()} on {os.uname().nodename}"[:63]
        connection.execute(text("SELECT set_config('application_name', :name, false)"), {"name": name})
        if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar():
            halves = {"low": key & 0xFFFFFFFF, "high": key >> 32}
            found = connection.execute(holder, halves).scalar() or "another program"
            connection.invalidate()
            raise AlreadyRunningError(f"{found} already works on {database.url.render_as_string(hide_password=True)}")
        try:
            if key == _LOCK:
                with database.write() as writing:
                    fence.take(writing, str(database.url), at=utc_now(), by=name)
            yield
        finally:
            if key == _LOCK:
                fence.leave(str(database.url))
            _free(connection, key)


def _free(connection: Connection, key: int) -> None:
    """Give the lock back by word, for a server may notice only later that a session was closed; closing frees it all the same."""
    with suppress(DBAPIError):
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
    connection.invalidate()
