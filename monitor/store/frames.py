"""The frames of pages: the last few of each, from which its zones are learned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from monitor.model import Frame
from monitor.store.codec import pack_value, unpack_value
from monitor.store.database import Database
from monitor.store.tables import sources as t
from monitor.store.upsert import insert_missing

#: So many visits that brought other bytes are remembered of a page.
KEPT = 5
#: Of a site with more pages these, the latest seen, are enough to know its frame by.
SISTERS = 40


class Frames:
    """What stood where on a page at its last visits, and on the other pages of its site."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def earlier(self, document_id: str) -> tuple[Frame, ...]:
        """The frames of a page, the latest last."""
        with self._db.read() as connection:
            found = connection.execute(_EARLIER, {"page": document_id}).scalars()
            return tuple(unpack_value(Frame, packed) for packed in found)

    def sisters(self, host: str, *, other_than: str) -> tuple[Frame, ...]:
        """The latest frame of each other page of the site."""
        latest: dict[str, bytes] = {}
        with self._db.read() as connection:
            for row in connection.execute(_SISTERS, {"site": host, "page": other_than}):
                latest.setdefault(row.document_id, row.packed)
        return tuple(unpack_value(Frame, packed) for packed in list(latest.values())[:SISTERS])


def add_frames(connection: Connection, frames: Iterable[Frame], *, at: datetime) -> None:
    """Keep the frames of one visit, and of each page its last few only."""
    for frame in frames:
        row = {"document_id": frame.document_id, "at": at, "host": frame.host, "packed": pack_value(frame)}
        insert_missing(connection, t.frames, [row])
        oldest = connection.execute(_OLDEST, {"page": frame.document_id}).scalar()
        if oldest is not None:
            connection.execute(_OUTLIVED, {"page": frame.document_id, "oldest": oldest})


# Built once: every visit to a page needs them.
_c = t.frames.c
_EARLIER = select(_c.packed).where(_c.document_id == bindparam("page")).order_by(_c.at)
_SISTERS = (
    select(_c.packed, _c.document_id)
    .where(_c.host == bindparam("site"), _c.document_id != bindparam("page"))
    .order_by(_c.at.desc())
    .limit(SISTERS * KEPT)
)
_OLDEST = select(_c.at).where(_c.document_id == bindparam("page")).order_by(_c.at.desc()).offset(KEPT - 1).limit(1)
_OUTLIVED = delete(t.frames).where(_c.document_id == bindparam("page"), _c.at < bindparam("oldest"))
