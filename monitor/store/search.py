"""Search: organisations, partnerships, areas, documents and changes in which some words stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal, select

from monitor.store.database import Database
from monitor.store.tables import ledger as t
from monitor.store.tables import sources as s


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something found. ``kind`` is ``organisation``, ``partnership``, ``area``, ``event`` or ``document``; ``id`` asks for it."""

    kind: str
    id: str
    words: str
    url: str = ""


class Search:
    """Everything that the state holds under a name or in words. Case is the same; there is no query language."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def find(self, words: str, *, limit: int = 20) -> tuple[Hit, ...]:
        """At most ``limit`` hits of each kind; nothing for fewer than two characters."""
        wanted = words.strip()
        if len(wanted) < 2:
            return ()
        with self._db.read() as connection:
            return tuple(
                Hit(kind=row.kind, id=row.id, words=row.words, url=row.url or "")
                for query in _queries(wanted, limit)
                for row in connection.execute(query.limit(limit))
            )


def _names(column: Any, words: str, limit: int) -> Select[Any]:
    """The first names in ``column`` in which ``words`` stand. Each name is met once, by its index, however often it is in the table."""
    first = select(func.min(column).label("name")).cte("names", recursive=True)
    following = select(func.min(column)).where(column > first.c.name).correlate(first).scalar_subquery()
    names = first.union_all(select(following).where(first.c.name.is_not(None)))
    found = names.c.name.icontains(words, autoescape=True)
    # Several names of one body are one hit.
    return select(names.c.name).where(found).order_by(names.c.name).limit(4 * limit)


def _queries(words: str, limit: int) -> tuple[Select[Any], ...]:
    c, e, d = t.standings.c, t.events.c, s.documents.c
    named = [
        select(
            literal(kind).label("kind"), identity.label("id"), func.max(column).label("words"), literal("").label("url")
        )
        .where(column.in_(_names(column, words, limit)))
        .group_by(identity)
        .order_by(func.max(column))
        for kind, identity, column in (
            ("organisation", c.organisation_id, c.organisation),
            ("partnership", c.partnership, c.partnership),
            ("area", c.area, c.area),
        )
    ]
    events = select(literal("event").label("kind"), e.id, e.wording.label("words"), e.url).where(
        e.wording.icontains(words, autoescape=True), e.concerns_source.is_(False)
    )
    documents = select(literal("document").label("kind"), d.id, d.title.label("words"), d.url).where(
        d.title.icontains(words, autoescape=True)
    )
    return (*named, events.order_by(e.detected_at.desc()), documents.order_by(d.first_seen.desc()))
