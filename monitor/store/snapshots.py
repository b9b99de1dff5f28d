"""The answers of publishers as they came: bytes by their hash, and what was said with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from monitor.model import Snapshot, Validators
from monitor.store.codec import pack, unpack
from monitor.store.tables import sources as t
from monitor.store.upsert import insert_missing, insert_new
from monitor.text import fingerprint


def body_hash_of(body: bytes) -> str:
    """The name of ``body``: its BLAKE2b hash of 16 bytes in hexadecimal."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def add_snapshots(
    connection: Connection, poll_id: str, source_id: str, snapshots: Iterable[Snapshot]
) -> dict[str, str]:
    """Keep the answers and their bytes; the ids of the snapshots by URL and by hash."""
    ids: dict[str, str] = {}
    for snapshot in snapshots:
        body_hash = body_hash_of(snapshot.body)
        if connection.execute(_KNOWN_BODY, {"wanted": body_hash}).first() is None:
            insert_new(
                connection, t.bodies, {"hash": body_hash, "size": len(snapshot.body), "packed": pack(snapshot.body)}
            )
        row: dict[str, Any] = {
            "id": fingerprint(
                "snapshot", source_id, snapshot.requested_url, snapshot.fetched_at.isoformat(), body_hash
            ),
            "source_id": source_id,
            "poll_id": poll_id,
            "url": snapshot.url,
            "requested_url": snapshot.requested_url,
            "fetched_at": snapshot.fetched_at,
            "status": snapshot.status,
            "content_type": snapshot.content_type,
            "charset": snapshot.charset,
            "etag": snapshot.validators.etag,
            "last_modified": snapshot.validators.last_modified,
            "body_hash": body_hash,
        }
        insert_missing(connection, t.snapshots, [row])
        for name in (snapshot.requested_url, snapshot.url, body_hash):
            ids[name] = row["id"]
    return ids


_KNOWN_BODY = select(t.bodies.c.hash).where(t.bodies.c.hash == bindparam("wanted"))


def snapshot_of(row: Row[Any]) -> Snapshot:
    return Snapshot(
        url=row.url, requested_url=row.requested_url, fetched_at=row.fetched_at, status=row.status,
        body=unpack(row.packed),
        content_type=row.content_type,
        charset=row.charset,
        validators=Validators(etag=row.etag, last_modified=row.last_modified),
    )  # fmt: skip
