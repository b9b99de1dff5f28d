"""Events, decisions and sends held by the audit log: what cannot change of them is hashed block by block into its chain.

A block is some rows in their order. Its hash stands in a row of the audit log, which holds the hash of the row before it, and the head
of that chain stands in each weekly letter. A row that is changed, moved, added in between or taken out shows as its block. What
came after the last block is not held yet: the service does it each night and before the letter.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, func, select

from monitor.model import DigestState
from monitor.store.audit import Audit
from monitor.store.database import Database
from monitor.store.tables import desk, ledger, mail

ACTION = "rows witnessed"
_BLOCK = 100


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows of one kind: the columns that never change."""

    name: str
    table: Table
    columns: tuple[str, ...]

    def rows(self, first: int, last: int) -> Select[Any]:
        seq = self.table.c.seq
        return select(seq, *(self.table.c[name] for name in self.columns)).where(seq.between(first, last)).order_by(seq)


_EVENTS = _Kind(
    "events", ledger.events,
    ("id", "natural_key", "type", "change", "source_id", "document_id", "version_id", "url", "title", "publisher", "detected_at", "poll_id"),
)  # fmt: skip
_DECISIONS = _Kind(
    "decisions", ledger.decisions, ("event_id", "verdict", "by", "at", "reason", "wording_before", "wording_after")
)
#: Whose mail it is goes when a person is erased, and the outcome may be settled later; that it was sent, as what, stays.
_SENDS = _Kind("sends", mail.deliveries, ("digest_id", "message_id", "created_at"))
_KINDS = {each.name: each for each in (_EVENTS, _DECISIONS, _SENDS)}


class Witness:
    """What the audit log holds of other rows."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._db, self._audit = database, audit

    def hold(self, *, at: datetime, by: str) -> int:
        """Put what is new into the chain; how many blocks that were."""
        held = 0
        with self._db.write() as connection:
            for kind in _KINDS.values():
                last = max((block["last"] for block in self._blocks(connection, kind)), default=0)
                for first, to in _stretches(connection, kind, last):
                    details = {"first": first, "last": to, "sha256": _hash(connection, kind, first, to)}
                    self._audit.add(ACTION, subject=kind.name, by=by, at=at, details=details)
                    held += 1
        return held

    def verify(self) -> tuple[str, ...]:
        """Each block that is not as it was when it was put into the chain, in words."""
        problems = []
        with self._db.read() as connection:
            for kind in _KINDS.values():
                problems += [
                    f"{kind.name} {block['first']} to {block['last']} are not what was witnessed on {block['on']}"
                    for block in self._blocks(connection, kind)
                    if block["sha256"] != _hash(connection, kind, block["first"], block["last"])
                ]
        return tuple(problems)

    def _blocks(self, connection: Connection, kind: _Kind) -> Iterator[dict[str, Any]]:
        rows = select(desk.audit.c.details, desk.audit.c.at).where(
            desk.audit.c.action == ACTION, desk.audit.c.subject == kind.name
        )
        for row in connection.execute(rows.order_by(desk.audit.c.seq)):
            yield {**json.loads(row.details), "on": f"{row.at:%d %B %Y}"}


def _stretches(connection: Connection, kind: _Kind, last: int) -> Iterator[tuple[int, int]]:
    """The rows after ``last``, some at a time, as (first, last)."""
    seq: Column[Any] = kind.table.c.seq
    wanted = select(seq).where(seq > last).order_by(seq)
    if kind is _SENDS:
        # What is not wholly sent may still be frozen anew; the rows from there on wait.
        open_issues = select(desk.digests.c.id).where(desk.digests.c.state != DigestState.SENT.value)
        first_open = select(func.min(seq)).where(mail.deliveries.c.digest_id.in_(open_issues)).scalar_subquery()
        wanted = wanted.where((seq < first_open) | first_open.is_(None))
    found = connection.execute(wanted).scalars().all()
    before = last
    for start in range(0, len(found), _BLOCK):
        to = found[start : start + _BLOCK][-1]
        yield before + 1, to
        before = to


def _hash(connection: Connection, kind: _Kind, first: int, last: int) -> str:
    digest = hashlib.sha256()
    for row in connection.execute(kind.rows(first, last)):
        held = [each.astimezone(UTC).isoformat() if isinstance(each, datetime) else each for each in row]
        digest.update(json.dumps(held, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()
