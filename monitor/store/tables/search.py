"""What full text search is made of. Derived from the documents, so no part of the state's shape: each database has its own way."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.types import UserDefinedType

from monitor.store.tables.base import text
from monitor.store.tables.ledger import serial

derived = MetaData()


class Vector(UserDefinedType[str]):
    """PostgreSQL's ``tsvector``; SQLite never sees it."""

    cache_ok = True

    def get_col_spec(self, **_options: object) -> str:
        return "TSVECTOR"


#: Which version of a document its words are of.
search_documents = Table(
    "search_documents",
    derived,
    Column("seq", serial, primary_key=True),
    text("document_id", unique=True),
    text("version_id"),
)

#: In SQLite a table of FTS5 whose ``rowid`` is ``seq``; in PostgreSQL a table with a generated ``vector``.
search_words = Table(
    "search_words",
    derived,
    Column("rowid", Integer, primary_key=True),
    text("title"),
    text("words"),
    Column("vector", Vector),
)
