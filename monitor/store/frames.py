"""The frames of pages: the last few of each, from which its zones are learned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, select

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
        query = select(t.frames.c.packed).where(t.frames.c.document_id == document_id).order_by(t.frames.c.at)
        with self._db.read() as connection:
            return tuple(unpack_value(Frame, packed) for packed in connection.execute(query).scalars())

    def sisters(self, host: str, *, other_than: str) -> tuple[Frame, ...]:
        """The latest frame of each other page of the site."""
        c = t.frames.c
        query = select(c.packed, c.document_id).where(c.host == host, c.document_id != other_than)
        latest: dict[str, bytes] = {}
        with self._db.read() as connection:
            for row in connection.execute(query.order_by(c.at.desc()).limit(SISTERS * KEPT)):
                latest.setdefault(row.document_id, row.packed)
        return tuple(unpack_value(Frame, packed) for packed in list(latest.values())[:SISTERS])


def add_frames(connection: Connection, frames: Iterable[Frame], *, at: datetime) -> None:
    """Keep the frames of one visit, and of each page its last few only."""
    c = t.frames.c
    for frame in frames:
        row = {"document_id": frame.document_id, "at": at, "host": frame.host, "packed": pack_value(frame)}
        insert_missing(connection, t.frames, [row])
        moments = select(c.at).where(c.document_id == frame.document_id).order_by(c.at.desc()).offset(KEPT - 1).limit(1)
        oldest = connection.execute(moments).scalar()
        if oldest is not None:
            connection.execute(delete(t.frames).where(c.document_id == frame.document_id, c.at < oldest))
