"""What people taught: aliases, corrections, same or different bodies, overrides of a fact. Each can be taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select, update

from monitor.ledger.organisations import Override
from monitor.store.database import Database
from monitor.store.tables import desk as t
from monitor.store.upsert import insert_new
from monitor.text import fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaching:
    """One lesson; ``subject`` is what it is about.

    ``kind`` is ``alias``, ``correction``, ``same``, ``different``, ``override`` (a field of an organisation) or ``directory``
    (an organisation on our own list of members).
    """

    kind: str
    subject: str
    value: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    by: str
    at: datetime
    undone_at: datetime | None = None
    undone_by: str | None = None

    @property
    def id(self) -> str:
        return fingerprint("teaching", self.kind, self.subject, self.value, self.by, self.at.isoformat())


class Teachings:
    """The lessons in force, and those taken back."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, teaching: Teaching) -> str:
        """Keep a lesson; its id."""
        value = json.dumps(teaching.value, ensure_ascii=False, sort_keys=True, default=str)
        row = {name: getattr(teaching, name) for name in _FIELDS} | {"id": teaching.id, "value": value}
        with self._db.write() as connection:
            insert_new(connection, t.teachings, row)
        return teaching.id

    def undo(self, teaching_id: str, *, by: str, at: datetime) -> bool:
        """Take a lesson back; false when it was unknown or already taken back."""
        which = (t.teachings.c.id == teaching_id) & t.teachings.c.undone_at.is_(None)
        with self._db.write() as connection:
            return connection.execute(update(t.teachings).where(which).values(undone_at=at, undone_by=by)).rowcount == 1

    def list(
        self, kind: str | None = None, *, subject: str | None = None, undone: bool = False
    ) -> tuple[Teaching, ...]:
        """The lessons in force in the order in which they were given; with ``undone`` also those taken back."""
        c = t.teachings.c
        query = select(t.teachings).order_by(c.at, c.id)
        query = query if kind is None else query.where(c.kind == kind)
        query = query if subject is None else query.where(c.subject == subject)
        query = query if undone else query.where(c.undone_at.is_(None))
        with self._db.read() as connection:
            return tuple(_teaching(row) for row in connection.execute(query))

    def aliases(self) -> dict[str, str]:
        """Each taught name with the id of the organisation that it names; the latest lesson counts."""
        return {lesson.subject: str(lesson.value["organisation_id"]) for lesson in self.list("alias")}

    def overrides(self) -> tuple[Override, ...]:
        """What editors have set, in the order in which they set it."""
        return tuple(
            Override(
                organisation_id=lesson.subject,
                field=str(lesson.value["field"]),
                value=str(lesson.value["value"]),
                on=date.fromisoformat(lesson.value["on"]) if lesson.value.get("on") else None,
                reason=lesson.reason,
                by=lesson.by,
            )
            for lesson in self.list("override")
        )

    def directory(self) -> frozenset[str]:
        """The ids of the organisations on our own list of members."""
        return frozenset(lesson.subject for lesson in self.list("directory"))


_FIELDS = ("kind", "subject", "reason", "by", "at", "undone_at", "undone_by")


def _teaching(row: Row[Any]) -> Teaching:
    return Teaching(value=json.loads(row.value), **{name: getattr(row, name) for name in _FIELDS})
