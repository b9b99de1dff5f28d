"""Events, decisions, sends and their outcomes held by the audit log: what cannot change of them is hashed block by block into its chain.

A block is some rows in their order. Its hash stands in a row of the audit log, which holds the hash of the row before it, and the head
of that chain stands in each weekly letter. A row that is changed, moved, added in between or taken out shows as its block. What
came after the last block is not held yet: the service does it each night and before the letter.

An outcome may be open when its mail is held: the block names those rows as open, and a later block holds them once they are settled.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, func, select

from monitor.model.members import DeliveryState
from monitor.store.audit import Audit
from monitor.store.database import Database
from monitor.store.tables import desk, ledger, mail

ACTION = "rows witnessed"
_BLOCK = 100


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows of one kind: the columns that never change once ``final`` holds, which is always where there is none."""

    name: str
    table: Table
    columns: tuple[str, ...]
    final: ColumnElement[bool] | None = None

    @property
    def seq(self) -> Column[Any]:
        return self.table.c.seq


_EVENTS = _Kind(
    "events", ledger.events,
    ("id", "natural_key", "type", "change", "source_id", "document_id", "version_id", "url", "title", "publisher", "detected_at", "poll_id"),
)  # fmt: skip
_DECISIONS = _Kind(
    "decisions", ledger.decisions, ("event_id", "verdict", "by", "at", "reason", "wording_before", "wording_after")
)
#: Whose mail it is goes when a person is erased; that it was sent, as what, and what became of it, stays.
_SENDS = _Kind("sends", mail.deliveries, ("digest_id", "message_id", "created_at"))
_OUTCOMES = _Kind(
    "outcomes", mail.deliveries, ("message_id", "state", "attempts", "smtp_code", "enhanced_code", "finished_at"),
    final=mail.deliveries.c.state.in_([each.value for each in DeliveryState if each.is_final]),
)  # fmt: skip
_KINDS = {each.name: each for each in (_EVENTS, _DECISIONS, _SENDS, _OUTCOMES)}
_Block = dict[str, Any]


class Witness:
    """What the audit log holds of other rows."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._db, self._audit = database, audit

    def hold(self, *, at: datetime, by: str) -> int:
        """Put what is new into the chain; how many blocks that were."""
        held = 0
        with self._db.write() as connection:
            for kind in _KINDS.values():
                known = tuple(self._blocks(connection, kind))
                for block in (*_settled(connection, kind, known), *_new(connection, kind, known)):
                    details = block | {"sha256": _hash(connection, kind, block)}
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
                    if block["sha256"] != _hash(connection, kind, block)
                ]
        return tuple(problems)

    def _blocks(self, connection: Connection, kind: _Kind) -> Iterator[_Block]:
        rows = select(desk.audit.c.details, desk.audit.c.at).where(
            desk.audit.c.action == ACTION, desk.audit.c.subject == kind.name
        )
        for row in connection.execute(rows.order_by(desk.audit.c.seq)):
            yield {**json.loads(row.details), "on": f"{row.at:%d %B %Y}"}


def _new(connection: Connection, kind: _Kind, known: Sequence[_Block]) -> Iterator[_Block]:
    """The rows after those of ``known``, some at a time."""
    before = max((block["last"] for block in known), default=0)
    wanted = select(kind.seq).where(kind.seq > before).order_by(kind.seq)
    if kind.table is mail.deliveries:
        # A sending of which nothing was tried can be taken back, and its rows go; those from there on wait.
        c = mail.deliveries.c
        untried = (c.seq > before, c.state == DeliveryState.READY.value, c.attempts == 0)
        first = select(func.min(c.seq)).where(*untried).scalar_subquery()
        wanted = wanted.where((kind.seq < first) | first.is_(None))
    for found in _some(connection.execute(wanted).scalars().all()):
        block: _Block = {"first": before + 1, "last": found[-1]}
        if kind.final is not None:
            rows = select(kind.seq).where(kind.seq.in_(found), ~kind.final).order_by(kind.seq)
            block["open"] = list(connection.execute(rows).scalars())
        yield block
        before = found[-1]


def _settled(connection: Connection, kind: _Kind, known: Sequence[_Block]) -> Iterator[_Block]:
    """The rows that were open in ``known`` and are final now, some at a time."""
    if kind.final is None:
        return
    held = {seq for block in known for seq in block.get("rows", ())}
    waiting = sorted({seq for block in known for seq in block.get("open", ())} - held)
    for some in _some(waiting):
        rows = select(kind.seq).where(kind.seq.in_(some), kind.final).order_by(kind.seq)
        if found := list(connection.execute(rows).scalars()):
            yield {"first": found[0], "last": found[-1], "rows": found}


def _some(seqs: Sequence[int]) -> Iterator[Sequence[int]]:
    return (seqs[start : start + _BLOCK] for start in range(0, len(seqs), _BLOCK))


def _hash(connection: Connection, kind: _Kind, block: _Block) -> str:
    rows = select(kind.seq, *(kind.table.c[name] for name in kind.columns)).order_by(kind.seq)
    if "rows" in block:
        rows = rows.where(kind.seq.in_(block["rows"]))
    else:
        rows = rows.where(kind.seq.between(block["first"], block["last"]), kind.seq.not_in(block.get("open", ())))
    digest = hashlib.sha256()
    for row in connection.execute(rows):
        held = [each.astimezone(UTC).isoformat() if isinstance(each, datetime) else each for each in row]
        digest.update(json.dumps(held, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()
