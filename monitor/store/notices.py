"""Notices of one procurement process: each is a document, and a later one restates what an earlier one said."""

from __future__ import annotations

from sqlalchemy import select

from monitor.model import Document
from monitor.store.database import Database
from monitor.store.documents import Documents
from monitor.store.tables import sources as t


class Notices:
    """The notices by their process: the first part of a notice's identity."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def earlier(self, document: Document) -> Document | None:
        """The notice before ``document`` in its process, in its latest version."""
        process, _, own = document.identity.partition(" ")
        if not own:
            return None
        c = t.documents.c
        query = select(c.id).where(
            c.source_id == document.source_id,
            c.identity.startswith(f"{process} ", autoescape=True),
            c.identity != document.identity,
        )
        if document.published_at is not None:
            query = query.where(c.published_at < document.published_at)
        with self._db.read() as connection:
            found = connection.execute(query.order_by(c.published_at.desc(), c.first_seen.desc()).limit(1)).scalar()
        record = Documents(self._db).latest(found) if found else None
        return record.document if record else None
