"""What is kept for how long: stored answers and old versions that nothing cites go by age and by count, facts and evidence never.

Cited is a version that a claim was first or last met in, one that an event was read in, and the one before that, which the
event is told against; the latest of each document stays in any case. An answer stays with the cited versions that were read from it.
Work goes in small transactions, so that a visit never waits long for its turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, delete, false, func, or_, select, union

from monitor.store.database import Database
from monitor.store.tables import ledger
from monitor.store.tables import sources as s

_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """``before``: what is older may go (``None``: age is no reason). ``newest``: so many of each may be younger than that; what is
    beyond goes too (0: number is no reason).
    """

    before: datetime | None
    newest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """How many of each went, or would go."""

    versions: int = 0
    answers: int = 0
    visits: int = 0

    def __str__(self) -> str:
        return f"{self.versions} old versions, {self.answers} stored answers, {self.visits} notes of visits"


def prune(database: Database, keep: Keep, *, only_count: bool = False) -> Pruned:
    """Drop what may go; with ``only_count`` nothing goes, and the answers of versions that would go are not counted."""
    steps = ((s.versions, _versions(keep)), (s.snapshots, _answers(keep)), (s.visits, _visits(keep)))
    if only_count:
        with database.read() as connection:
            counted = [_count(connection, query) for _, query in steps]
    else:
        counted = [_drop(database, table, query) for table, query in steps]
        unused = select(s.bodies.c.hash).where(s.bodies.c.hash.not_in(select(s.snapshots.c.body_hash)))
        _drop(database, s.bodies, unused)
    return Pruned(versions=counted[0], answers=counted[1], visits=counted[2])


def _cited() -> Select[Any]:
    """The ids of the versions that facts rest on."""
    c, e, v = ledger.claims.c, ledger.events.c, s.versions
    before = v.alias("before")
    told_against = (
        select(before.c.id)
        .select_from(ledger.events)
        .join(v, v.c.id == e.version_id)
        .join(before, and_(before.c.document_id == v.c.document_id, before.c.ordinal == v.c.ordinal - 1))
    )
    every = union(
        select(c.first_version_id), select(c.last_version_id), select(e.version_id).where(e.version_id.is_not(None)), told_against
    ).subquery()  # fmt: skip
    return select(every.c[0])


def _versions(keep: Keep) -> Select[Any]:
    v, d = s.versions.c, s.documents.c
    reasons = [v.first_seen < keep.before] if keep.before else []
    reasons += [v.ordinal <= d.ordinal - keep.newest] if keep.newest else []
    return select(v.id).where(
        d.id == v.document_id, v.id != d.version_id, or_(false(), *reasons), v.id.not_in(_cited())
    )


def _answers(keep: Keep) -> Select[Any]:
    a = s.snapshots.c
    rank = func.row_number().over(partition_by=(a.source_id, a.requested_url), order_by=(a.fetched_at.desc(), a.id))
    ranked = select(a.id, a.fetched_at, rank.label("rank")).subquery()
    reasons = [ranked.c.fetched_at < keep.before] if keep.before else []
    reasons += [ranked.c.rank > keep.newest] if keep.newest else []
    read = select(s.versions.c.snapshot_id).where(s.versions.c.snapshot_id.is_not(None), s.versions.c.id.in_(_cited()))
    return select(ranked.c.id).where(or_(false(), *reasons), ranked.c.id.not_in(read))


def _visits(keep: Keep) -> Select[Any]:
    return select(s.visits.c.poll_id).where(s.visits.c.at < keep.before if keep.before else false())


def _count(connection: Connection, query: Select[Any]) -> int:
    return connection.execute(select(func.count()).select_from(query.subquery())).scalar() or 0


def _drop(database: Database, table: Table, query: Select[Any]) -> int:
    """Drop the rows of ``table`` that ``query`` names, some hundreds in a transaction; how many."""
    (key,) = table.primary_key.columns
    dropped = 0
    with database.read() as connection:
        wanted: Sequence[str] = connection.execute(query).scalars().all()
    for start in range(0, len(wanted), _BATCH):
        with database.write() as connection:
            # Asked again within the transaction: a visit may have come to cite one of them.
            still = (
                connection.execute(query.where(query.selected_columns[0].in_(wanted[start : start + _BATCH])))
                .scalars()
                .all()
            )
            if table is s.versions:
                connection.execute(delete(s.readings).where(s.readings.c.version_id.in_(still)))
            connection.execute(delete(table).where(key.in_(still)))
        dropped += len(still)
    return dropped
