"""Backups: a whole, consistent copy while the service runs, with a manifest; and putting one back, which sends nothing again.

A backup is two files: ``tierwatch-<moment>.db.gz`` (``.pgdump`` for PostgreSQL) and its manifest ``.json`` with schema, counts
and SHA-256. No archive is ever unpacked by names that it holds. ``sends`` beside the database is no part of it: it must outlive
what is put back.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text, update

from monitor import __version__
from monitor.errors import StoreError
from monitor.model import DigestState
from monitor.model.members import DeliveryState
from monitor.store import fence
from monitor.store.database import Database, translated
from monitor.store.schema import HEAD, known_revisions, revision
from monitor.store.tables import desk, mail

_CHUNK = 1024 * 1024
_COUNTED = ("documents", "versions", "claims", "events", "decisions", "digests", "members", "deliveries", "audit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds. ``audit_head`` is the hash that `tierwatch audit verify --head` takes."""

    made_at: str
    version: str
    schema: str
    sha256: str
    audit_head: str
    counts: Mapping[str, int]


def back_up(database: Database, folder: Path, *, at: datetime) -> Path:
    """Write a backup into ``folder``; its file. Raises StoreError, and leaves no half file."""
    kind = "db.gz" if database.is_sqlite else "pgdump"
    target = folder / f"tierwatch-{at:%Y%m%dT%H%M%SZ}.{kind}"
    part = folder / f".{target.name}.part"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Nobody but the service may read what holds the addresses of members.
        part.touch(mode=0o600)
        schema, head, counts = _facts(database)
        if database.is_sqlite:
            _copy_sqlite(database, part)
        else:
            _run("pg_dump", "--format=custom", f"--file={part}", database=database)
        manifest = Manifest(
            made_at=at.isoformat(), version=__version__, schema=schema, sha256=_sha256(part), audit_head=head, counts=counts
        )  # fmt: skip
        _durably(manifest_of(target), json.dumps(asdict(manifest), indent=1).encode())
        _sync(part)
        part.replace(target)
        _sync(folder)
    except OSError as error:
        raise StoreError(f"{target}: the backup cannot be written ({error.strerror})") from error
    finally:
        with suppress(OSError):
            part.unlink()
    return target


def manifest_of(backup: Path) -> Path:
    """Where the manifest of a backup is."""
    return backup.with_name(backup.name.partition(".")[0] + ".json")


def verify(backup: Path) -> Manifest:
    """The manifest of a backup that is whole and that this program can read. Raises StoreError saying what is wrong."""
    try:
        manifest = Manifest(**json.loads(manifest_of(backup).read_text(encoding="utf-8")))
        found = _sha256(backup)
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(f"{backup}: no backup that can be read ({error})") from error
    if found != manifest.sha256:
        raise StoreError(f"{backup} is damaged: its bytes are not those that its manifest names; take another backup")
    if manifest.schema not in known_revisions():
        raise StoreError(
            f"{backup} was made by a newer Tierwatch (schema {manifest.schema}, this one knows {HEAD}); install that version"
        )
    return manifest


def unpack(backup: Path, target: Path) -> None:
    """The database file of a SQLite backup at ``target``, checked page by page. Raises StoreError."""
    try:
        with gzip.open(backup) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file, _CHUNK)
            file.flush()
            os.fsync(file.fileno())
        with closing(sqlite3.connect(target)) as connection:
            faults = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    except (OSError, EOFError, sqlite3.DatabaseError) as error:
        raise StoreError(f"{backup} is damaged: {error}") from error
    if faults:
        raise StoreError(f"{backup} is damaged: {faults[0]}")


def put_back(database: Database, backup: Path, *, at: datetime) -> Path | None:
    """Make ``backup`` the state; where the former one went. The caller holds the state for itself. Raises StoreError."""
    if not database.is_sqlite:
        _run(
            "pg_restore", "--clean", "--if-exists", "--single-transaction", "--no-owner", str(backup), database=database
        )
        with translated(database.url), database.engine.begin() as connection:
            fence.keep(connection, str(database.url), at=at)
        return None
    file = database.file
    assert file is not None
    part, aside = file.with_name(f".{file.name}.restored"), file.with_name(f"{file.name}.before-{at:%Y%m%dT%H%M%SZ}")
    try:
        unpack(backup, part)
        database.close()
        for suffix in ("-wal", "-shm"):
            leftover = file.with_name(file.name + suffix)
            if leftover.exists():
                leftover.replace(aside.with_name(aside.name + suffix))
        if file.exists():
            file.replace(aside)
        part.replace(file)
        _sync(file.parent)
    except OSError as error:
        raise StoreError(f"{file}: the backup cannot be put in its place ({error.strerror})") from error
    finally:
        with suppress(OSError):
            part.unlink()
    return aside if aside.exists() else None


def hold_sends(database: Database, *, at: datetime) -> tuple[int, int]:
    """Let nothing leave by itself from a state put back: how many mails became uncertain, and how many issues need approval anew."""
    d, g = mail.deliveries.c, desk.digests.c
    waiting = [DeliveryState.READY.value, DeliveryState.CLAIMED.value, DeliveryState.DEFERRED.value]
    words = "put back from a backup: it may have left since"
    with database.write() as connection:
        mails = connection.execute(
            update(mail.deliveries)
            .where(d.state.in_(waiting))
            .values(state=DeliveryState.UNCERTAIN.value, reason=words, finished_at=at)
        ).rowcount
        issues = connection.execute(
            update(desk.digests)
            .where(g.state == DigestState.APPROVED.value)
            .values(state=DigestState.IN_REVIEW.value, changed_at=at, approved_by=None, approved_at=None)
        ).rowcount
    return mails, issues


def _facts(database: Database) -> tuple[str, str, dict[str, int]]:
    with database.read() as connection:
        schema = revision(connection) or ""
        head = connection.execute(text("SELECT hash FROM audit ORDER BY seq DESC LIMIT 1")).scalar() or "0" * 64
        counts = {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() or 0 for name in _COUNTED}  # noqa: S608 -- names of ours
    return schema, head, counts


def _copy_sqlite(database: Database, part: Path) -> None:
    plain = part.with_suffix(".copy")
    try:
        with closing(sqlite3.connect(plain)) as copy, database.engine.connect() as connection:
            plain.chmod(0o600)
            driver: Any = connection.connection.driver_connection
            driver.backup(copy)
        with plain.open("rb") as file, gzip.open(part, "wb", compresslevel=6) as packed:
            shutil.copyfileobj(file, packed, _CHUNK)
    except sqlite3.Error as error:
        raise StoreError(f"{database.file}: the database cannot be copied ({error})") from error
    finally:
        plain.unlink(missing_ok=True)


def _run(program: str, *arguments: str, database: Database) -> None:
    address = database.url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": str(database.url.password)} if database.url.password else {}
    try:
        done = subprocess.run(  # noqa: S603 -- a program of PostgreSQL, no shell
            [program, f"--dbname={address}", *arguments],
            capture_output=True, text=True, check=False, env={**os.environ, **secret},
        )  # fmt: skip
    except FileNotFoundError as error:
        raise StoreError(f"{program} is not installed; it comes with PostgreSQL's client programs") from error
    if done.returncode:
        raise StoreError(f"{program}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'failed'}")


def _sha256(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _durably(file: Path, content: bytes) -> None:
    part = file.with_name(f".{file.name}.part")
    with part.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    part.replace(file)


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
