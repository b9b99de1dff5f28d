"""Documents, their versions and what was read in them; bodies by content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select, update

from monitor.model import Document, DocumentRecord, Reading, Snapshot
from monitor.store.codec import pack, pack_value, unpack, unpack_value
from monitor.store.database import Database
from monitor.store.snapshots import snapshot_of
from monitor.store.tables import sources as t
from monitor.store.upsert import insert_missing, is_among, listed, upsert
from monitor.store.values import Outline, Overview, ReadVersion, Version
from monitor.text import fingerprint


class Documents:
    """Every version of every document, restored as it was."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def latest(self, document_id: str) -> DocumentRecord | None:
        """The latest version of a document with its newest reading, ``None`` if it was never met."""
        found = self.latest_version(document_id)
        return DocumentRecord(document=found.document, reading=found.reading) if found else None

    def latest_version(self, document_id: str) -> Version | None:
        """The same with all that is known of the version."""
        query = _versions().where(t.documents.c.id == document_id)
        return self._one(query.where(t.versions.c.id == t.documents.c.version_id))

    def hashes(self, document_ids: Sequence[str]) -> dict[str, str]:
        """The content hash of each document's latest version, by its id: enough to tell what is new or changed."""
        with self._db.read() as connection:
            return {document_id: known.content_hash for document_id, known in _known(connection, document_ids).items()}

    def of_source(self, source_id: str) -> tuple[Version, ...]:
        """The latest version of every document of a source."""
        query = _versions().where(t.documents.c.source_id == source_id, t.versions.c.id == t.documents.c.version_id)
        return self._many(query.order_by(t.documents.c.identity))

    def overview(self, source_id: str, *, limit: int) -> tuple[Overview, ...]:
        """The documents of a source without what they say, those that changed last first."""
        latest = t.versions.alias()
        query = (
            select(t.documents, latest.c.ordinal, latest.c.first_seen.label("changed_at"))
            .where(t.documents.c.source_id == source_id, latest.c.id == t.documents.c.version_id)
            .order_by(latest.c.first_seen.desc(), t.documents.c.id)
            .limit(limit)
        )
        with self._db.read() as connection:
            return tuple(
                Overview(
                    document_id=row.id,
                    url=row.url,
                    title=row.title,
                    versions=row.ordinal,
                    first_seen=row.first_seen,
                    changed_at=row.changed_at,
                    seen_at=row.seen_at,
                )
                for row in connection.execute(query)
            )

    def version(self, version_id: str) -> Version | None:
        """One version by its id."""
        return self._one(_versions().where(t.versions.c.id == version_id))

    def history(self, document_id: str) -> tuple[Version, ...]:
        """Every version of a document, oldest first."""
        query = _versions().where(t.documents.c.id == document_id)
        return self._many(query.order_by(t.versions.c.ordinal))

    def before(self, version: Version) -> Version | None:
        """The version of the document before that one, ``None`` for the first, or where it is stored no longer."""
        v = t.versions.c
        query = _versions().where(v.document_id == version.document_id, v.ordinal < version.ordinal)
        return self._one(query.order_by(v.ordinal.desc()).limit(1))

    def outlines(self, document_id: str) -> tuple[Outline, ...]:
        """Every version of a document without its content, oldest first."""
        v = t.versions.c
        query = select(v.id, v.ordinal, v.first_seen, v.baseline).where(v.document_id == document_id)
        with self._db.read() as connection:
            return tuple(Outline(**row) for row in connection.execute(query.order_by(v.ordinal)).mappings())

    def first_seen_between(self, since: datetime, until: datetime, *, baselines: bool = False) -> tuple[Version, ...]:
        """The versions that were new from ``since`` to before ``until``, baselines left out, oldest first: the news."""
        query = _versions().where(t.versions.c.first_seen >= since, t.versions.c.first_seen < until)
        query = query if baselines else query.where(t.versions.c.baseline.is_(False))
        return self._many(query.order_by(t.versions.c.first_seen, t.versions.c.id))

    def readings_between(self, since: datetime, until: datetime) -> Iterator[ReadVersion]:
        """What was read in the same versions, newest first, of those in which anything was.

        Their texts, which take long to unpack, are left out, and each reading is unpacked when it is come to.
        """
        v, r = t.versions.c, t.readings.c
        query = (
            select(v.document_id, v.title, v.url, v.first_seen, t.documents.c.source_id, r.version_id, r.packed)
            .where(v.document_id == t.documents.c.id, r.version_id == v.id, v.baseline.is_(False))
            .where(v.first_seen >= since, v.first_seen < until)
            .order_by(v.first_seen, v.id, r.read_at, r.extractor_revision)
        )
        with self._db.read() as connection:
            newest = {row.version_id: row for row in connection.execute(query)}
        return (
            ReadVersion(
                document_id=row.document_id, source_id=row.source_id, url=row.url, title=row.title,
                first_seen=row.first_seen, reading=unpack_value(Reading, row.packed),
            )
            for row in reversed(newest.values())
            if row.packed not in _NOTHINGS
        )  # fmt: skip

    def with_content(self, content_hash: str) -> tuple[Version, ...]:
        """Versions that say exactly the same, in whatever source."""
        query = _versions().where(t.versions.c.content_hash == content_hash)
        return self._many(query.order_by(t.versions.c.first_seen, t.versions.c.id))

    def body(self, body_hash: str) -> bytes | None:
        """The bytes that hash to ``body_hash``."""
        with self._db.read() as connection:
            packed = connection.execute(select(t.bodies.c.packed).where(t.bodies.c.hash == body_hash)).scalar()
        return None if packed is None else unpack(packed)

    def snapshots(self, source_id: str, snapshot_id: str | None = None) -> tuple[Snapshot, ...]:
        """Every stored answer of a source with its bytes, oldest first, for replay; or the one with that id."""
        s = t.snapshots.c
        joined = select(t.snapshots, t.bodies.c.packed).where(s.body_hash == t.bodies.c.hash, s.source_id == source_id)
        joined = joined if snapshot_id is None else joined.where(s.id == snapshot_id)
        with self._db.read() as connection:
            rows = connection.execute(joined.order_by(s.fetched_at, s.id)).all()
        return tuple(snapshot_of(row) for row in rows)

    def _one(self, query: Select[Any]) -> Version | None:
        return next(iter(self._many(query)), None)

    def _many(self, query: Select[Any]) -> tuple[Version, ...]:
        with self._db.read() as connection:
            rows = connection.execute(query).all()
            newest = _readings(connection, [row.id for row in rows])
        return tuple(_version(row, newest.get(row.id)) for row in rows)


def add_read(
    connection: Connection,
    reads: Sequence[DocumentRecord],
    *,
    at: datetime,
    extractor_revision: int,
    snapshot_ids: Mapping[str, str],
    baseline: bool,
) -> dict[str, tuple[str, bool]]:
    """Keep documents as they were met, none of them twice among ``reads``: by document, its version now and whether it is new.

    ``snapshot_ids`` are those of the answers that they were read from, by URL and by hash.
    """
    known = _known(connection, [read.document.id for read in reads])
    found: dict[str, tuple[str, bool]] = {}
    documents, versions, readings = [], [], []
    for read in reads:
        document = read.document
        before = known.get(document.id)
        new = before is None or before.content_hash != document.content_hash
        ordinal = (before.ordinal if before else 0) + (1 if new else 0)
        version_id = fingerprint("version", document.id, document.content_hash, ordinal)
        found[document.id] = (version_id, new)
        documents.append(_document_row(document, at, version_id, ordinal) | {"extractor_revision": extractor_revision})
        if new:
            snapshot_id = snapshot_ids.get(read.snapshot_hash) or snapshot_ids.get(document.url)
            versions.append(
                _version_row(document, at, version_id, ordinal) | {"snapshot_id": snapshot_id, "baseline": baseline}
            )
        readings.append(_reading_row(read.reading, version_id, extractor_revision, at))
    upsert(connection, t.documents, documents, keep=("source_id", "identity", "first_seen"))
    if versions:
        connection.execute(_NEW_VERSIONS, versions)
    insert_missing(connection, t.readings, readings)
    return found


def mark_seen(connection: Connection, document_ids: Sequence[str], *, at: datetime) -> None:
    """Note that these documents were met as they are known."""
    if document_ids:
        dialect = connection.dialect.name
        connection.execute(_seen(dialect), {"wanted": listed(dialect, document_ids), "moment": at})


@cache
def _seen(dialect: str) -> Any:
    which = is_among(dialect, t.documents.c.id, "wanted")
    return update(t.documents).where(which).values(seen_at=bindparam("moment"))


def _known(connection: Connection, document_ids: Sequence[str]) -> dict[str, Row[Any]]:
    """Each document's latest version as far as telling what changed needs it."""
    dialect = connection.dialect.name
    rows = connection.execute(_latest(dialect), {"wanted": listed(dialect, document_ids)})
    return {row.id: row for row in rows}


@cache
def _latest(dialect: str) -> Any:
    c = t.documents.c
    query = select(c.id, c.ordinal, t.versions.c.content_hash)
    return query.where(is_among(dialect, c.id, "wanted"), t.versions.c.id == c.version_id)


_NEW_VERSIONS = t.versions.insert()


_NOTHING = Reading()
#: Most documents say nothing of anybody.
_NOTHING_READ = pack_value(_NOTHING)
#: As it is written, and as it was until November 2026.
_NOTHINGS = frozenset({_NOTHING_READ, pack(b"{}")})


def _reading_row(reading: Reading, version_id: str, extractor_revision: int, at: datetime) -> dict[str, Any]:
    return {
        "version_id": version_id,
        "extractor_revision": extractor_revision,
        "read_at": at,
        "packed": _NOTHING_READ if reading == _NOTHING else pack_value(reading),
    }


def _version_row(document: Document, at: datetime, version_id: str, ordinal: int) -> dict[str, Any]:
    return {
        "id": version_id,
        "document_id": document.id,
        "ordinal": ordinal,
        "content_hash": document.content_hash,
        "title": document.title,
        "url": document.url,
        "published_at": document.published_at,
        "updated_at": document.updated_at,
        "first_seen": at,
        "packed": pack_value(document),
    }


def _document_row(document: Document, at: datetime, version_id: str, ordinal: int) -> dict[str, Any]:
    return {
        "id": document.id,
        "source_id": document.source_id,
        "identity": document.identity,
        "first_seen": at,
        "url": document.url,
        "title": document.title,
        "kind": document.kind.value,
        "publisher": document.publisher,
        "published_at": document.published_at,
        "seen_at": at,
        "version_id": version_id,
        "ordinal": ordinal,
    }


def _versions() -> Select[Any]:
    return select(t.versions).where(t.versions.c.document_id == t.documents.c.id)


def _readings(connection: Connection, version_ids: Sequence[str]) -> dict[str, Row[Any]]:
    newest: dict[str, Row[Any]] = {}
    for start in range(0, len(version_ids), 500):
        query = select(t.readings).where(t.readings.c.version_id.in_(version_ids[start : start + 500]))
        for row in connection.execute(query.order_by(t.readings.c.read_at, t.readings.c.extractor_revision)):
            newest[row.version_id] = row
    return newest


def _version(row: Row[Any], reading: Row[Any] | None) -> Version:
    return Version(
        id=row.id,
        document_id=row.document_id,
        ordinal=row.ordinal,
        content_hash=row.content_hash,
        first_seen=row.first_seen,
        document=unpack_value(Document, row.packed),
        reading=unpack_value(Reading, reading.packed) if reading else Reading(),
        extractor_revision=reading.extractor_revision if reading else 0,
        baseline=row.baseline,
        snapshot_id=row.snapshot_id,
    )
