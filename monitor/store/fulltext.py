"""Full text search over the latest version of every document: FTS5 in SQLite, a text search vector in PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, text

from monitor.model import Document
from monitor.store.codec import unpack, unpack_value
from monitor.store.database import Database
from monitor.store.tables import sources as s
from monitor.store.tables.search import search_documents as d
from monitor.store.tables.search import search_words as w
from monitor.store.upsert import is_among, listed

#: Marks around the words that were found; no text of a document keeps such a character.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}]")
_WORD = re.compile(r"\w+")
_MOST_WORDS = 12
#: What is kept of one document: enough for any page, not for a whole book.
_MOST_CHARACTERS = 400_000
_HEADLINE = f'StartSel="{_OPEN}", StopSel="{_CLOSE}", MaxWords=36, MinWords=18, MaxFragments=1'


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A document in which all the words stand. ``extract`` is a piece of it in parts; the second of a pair: is it a word sought?"""

    document_id: str
    title: str
    url: str
    publisher: str
    kind: str
    published_at: datetime | None
    first_seen: datetime
    extract: tuple[tuple[str, bool], ...]


class FullText:
    """The words of the documents."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def find(self, wanted: str, *, limit: int = 20, offset: int = 0) -> tuple[Passage, ...]:
        """The documents that hold every word of ``wanted`` (the last may be begun only), the best first."""
        sought = _WORD.findall(wanted)[:_MOST_WORDS]
        if not sought:
            return ()
        query = _SQLITE if self._db.is_sqlite else _POSTGRESQL
        values = {"wanted": _expression(sought, sqlite=self._db.is_sqlite), "limit": limit, "offset": offset}
        with self._db.read() as connection:
            if not self._db.is_sqlite:
                values["how"] = _HEADLINE
            rows = connection.execute(text(query), values).all()
            found = _documents(connection, [row.document_id for row in rows])
        return tuple(_passage(found[row.document_id], row.extract) for row in rows if row.document_id in found)

    def count(self, wanted: str) -> int:
        """How many documents hold every word of ``wanted``."""
        sought = _WORD.findall(wanted)[:_MOST_WORDS]
        if not sought:
            return 0
        match = "search_words MATCH :wanted" if self._db.is_sqlite else "vector @@ to_tsquery('english', :wanted)"
        with self._db.read() as connection:
            query = text(f"SELECT count(*) FROM search_words WHERE {match}")  # noqa: S608 -- one of two constants
            return int(
                connection.execute(query, {"wanted": _expression(sought, sqlite=self._db.is_sqlite)}).scalar() or 0
            )

    def linking(self, needle: str) -> Iterator[Document]:
        """The documents whose latest version holds ``needle`` anywhere, in links too. Reads through all of them, a few at a time."""
        sought = needle.encode("utf-8", "surrogatepass")
        query = select(s.versions.c.packed).join(s.documents, s.documents.c.version_id == s.versions.c.id)
        with self._db.read() as connection:
            for (packed,) in connection.execution_options(yield_per=200).execute(query.order_by(s.versions.c.id)):
                if sought in unpack(packed):
                    yield unpack_value(Document, packed)

    def catch_up(self, *, batch: int = 200) -> int:
        """Put in the words of documents that were stored before there was an index; how many there were."""
        done = 0
        while True:
            with self._db.write() as connection:
                rows = connection.execute(_missing().limit(batch)).all()
                add_words(connection, {row.id: unpack_value(Document, row.packed) for row in rows})
            done += len(rows)
            if len(rows) < batch:
                return done


def add_words(connection: Connection, versions: Mapping[str, Document]) -> None:
    """Make ``versions`` (documents by the id of their version) what search finds, in place of their earlier versions."""
    if versions:
        _forget_words(connection, [document.id for document in versions.values()])
        rows = [{"document_id": document.id, "version_id": version_id} for version_id, document in versions.items()]
        added = connection.execute(_NEW, rows)
        number = {row[0]: row[1] for row in added}
        said = [
            {"rowid": number[document.id], "title": _clean(document.title), "words": _clean(document.text)}
            for document in versions.values()
        ]
        connection.execute(_NEW_WORDS, said)


# Built once: every visit that brings something needs them.
_NEW, _NEW_WORDS = insert(d).returning(d.c.document_id, d.c.seq), insert(w)


def _forget_words(connection: Connection, document_ids: list[str]) -> None:
    dialect = connection.dialect.name
    found = connection.execute(_numbers(dialect), {"wanted": listed(dialect, document_ids)}).scalars().all()
    for first in range(0, len(found), 500):
        numbers = found[first : first + 500]
        connection.execute(delete(w).where(w.c.rowid.in_(numbers)))
        connection.execute(delete(d).where(d.c.seq.in_(numbers)))


@cache
def _numbers(dialect: str) -> Any:
    return select(d.c.seq).where(is_among(dialect, d.c.document_id, "wanted"))


def _clean(words: str) -> str:
    return _MARKS.sub(" ", words[:_MOST_CHARACTERS])


def _missing() -> Any:
    joined = s.documents.outerjoin(d, d.c.document_id == s.documents.c.id)
    query = select(s.versions.c.id, s.versions.c.packed).select_from(joined)
    query = query.where(s.versions.c.id == s.documents.c.version_id)
    return query.where(func.coalesce(d.c.version_id, "") != s.documents.c.version_id)


def _expression(sought: list[str], *, sqlite: bool) -> str:
    # Only letters and digits are left of what was typed, so neither language of queries can be spoken to.
    if sqlite:
        return " ".join([*(f'"{word}"' for word in sought[:-1]), f'"{sought[-1]}"*'])
    return " & ".join([*(f"'{word}'" for word in sought[:-1]), f"'{sought[-1]}':*"])


_SQLITE = f"""
SELECT d.document_id, snippet(search_words, 1, '{_OPEN}', '{_CLOSE}', '\u2026', 32) AS extract
FROM search_words JOIN search_documents d ON d.seq = search_words.rowid
WHERE search_words MATCH :wanted ORDER BY bm25(search_words, 4.0, 1.0), d.document_id LIMIT :limit OFFSET :offset
"""  # noqa: S608 -- two constants
_POSTGRESQL = """
SELECT document_id, ts_headline('english', words, to_tsquery('english', :wanted), :how) AS extract FROM (
  SELECT d.document_id, w.words, ts_rank(w.vector, to_tsquery('english', :wanted)) AS rank
  FROM search_words w JOIN search_documents d ON d.seq = w.rowid
  WHERE w.vector @@ to_tsquery('english', :wanted) ORDER BY rank DESC, d.document_id LIMIT :limit OFFSET :offset
) best ORDER BY rank DESC, document_id
"""


def _documents(connection: Connection, ids: list[str]) -> dict[str, Row[Any]]:
    c = s.documents.c
    query: Select[Any] = select(c.id, c.title, c.url, c.publisher, c.kind, c.published_at, c.first_seen).where(
        c.id.in_(ids)
    )
    return {row.id: row for row in connection.execute(query)}


def _passage(row: Row[Any], extract: str) -> Passage:
    parts = re.split(f"{_OPEN}(.*?){_CLOSE}", extract, flags=re.DOTALL)
    pieces = tuple((part, number % 2 == 1) for number, part in enumerate(parts) if part)
    return Passage(
        document_id=row.id, title=row.title, url=row.url, publisher=row.publisher, kind=row.kind,
        published_at=row.published_at, first_seen=row.first_seen, extract=pieces,
    )  # fmt: skip
