"""The outbox: one row a mail. Claimed durably before it is handed over, confirmed after; what is unclear stays visible."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from monitor.model.members import Delivery, DeliveryState, Outcome
from monitor.store.database import Database
from monitor.store.handed import Handed
from monitor.store.instance import named_lock
from monitor.store.tables import mail as t
from monitor.store.upsert import insert_missing

_NAMES = (
    "seq", "digest_id", "member_id", "address", "variant", "message_id", "attempts", "next_at", "claimed_at", "smtp_code",
    "enhanced_code", "reason",
)  # fmt: skip
_WAITING = (DeliveryState.READY.value, DeliveryState.DEFERRED.value)
_SETTLED = (
    update(t.deliveries)
    .where(t.deliveries.c.seq == bindparam("number"), t.deliveries.c.state == DeliveryState.CLAIMED.value)
    .values(
        {name: bindparam(name) for name in ("state", "smtp_code", "enhanced_code", "reason", "next_at", "finished_at")}
    )
)
_CLAIMED = ("seq", "digest_id", "member_id", "address", "variant", "message_id", "attempts")


class Outbox:
    """The deliveries of every digest."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._handed = Handed(database.folder / "sends" if database.folder else None)

    @contextmanager
    def sole_sender(self) -> Iterator[None]:
        """Be the one process that sends; AlreadyRunningError while another does. Ends with the process, however it ends."""
        with named_lock(self._db, "sending"):
            yield

    @contextmanager
    def together(self) -> Iterator[None]:
        """Do several of these in one transaction, and so with one wait for the disk."""
        with self._db.write():
            yield

    def freeze(
        self, rows: Iterable[Mapping[str, Any]], *, at: datetime, due: datetime | None = None, size: int = 1000
    ) -> int:  # fmt: skip
        """Put mails in the outbox (``digest_id``, ``member_id``, ``address``, ``variant``, ``message_id``), each once for ever.

        ``rows`` is taken ``size`` at a time, so that a long list is never held whole. How many came. None is claimed before ``due``.
        """
        fresh = {"state": DeliveryState.READY.value, "created_at": at, "next_at": due or at}
        coming, count = iter(rows), 0
        with self._db.write() as connection:
            while batch := [{**row, **fresh} for row in islice(coming, size)]:
                insert_missing(connection, t.deliveries, batch)
                count += len(batch)
        return count

    def claim(self, digest_id: str, *, now: datetime, limit: int) -> tuple[Delivery, ...]:
        """Take up to ``limit`` mails that are due, durably: nobody else gets them, and they are never given out again.

        They are given with what sending needs; what became of an earlier try is in the outbox.
        """
        values = {"of_digest": digest_id, "moment": now, "most": limit}
        with self._db.write() as connection:
            # Those never tried come first; asking for one state at a time is what the index answers without sorting.
            for taken in _claims(is_sqlite=self._db.is_sqlite):
                if rows := connection.execute(taken, values).all():
                    return tuple(sorted(map(_claimed, rows), key=lambda delivery: delivery.seq))
            return ()

    def about_to_leave(self, digest_id: str, claimed: Iterable[Delivery]) -> frozenset[int]:
        """Note beside the database that these leave now; the numbers of those that left before it was put back from a copy."""
        return self._handed.note(digest_id, claimed)

    def postpone(self, digest_id: str, domain: str, *, until: datetime, reason: str) -> int:
        """Let the mails to a domain that were not tried yet wait; how many."""
        c = t.deliveries.c
        waiting = update(t.deliveries).where(
            c.digest_id == digest_id, c.state == DeliveryState.READY.value,
            func.lower(c.address).endswith(f"@{domain.lower()}", autoescape=True),
        )  # fmt: skip
        with self._db.write() as connection:
            later = waiting.values(state=DeliveryState.DEFERRED.value, next_at=until, reason=reason)
            return connection.execute(later).rowcount

    def settle(self, outcomes: Mapping[int, tuple[Outcome, datetime | None]], *, at: datetime) -> None:
        """Write what became of claimed mails, in one transaction: the outcome and, if it is deferred, when to try again."""
        rows = [
            {
                "number": seq, "state": outcome.state.value, "smtp_code": outcome.code,
                "enhanced_code": outcome.enhanced or None, "reason": outcome.reason[:500], "next_at": next_at,
                "finished_at": None if outcome.state is DeliveryState.DEFERRED else at,
            }
            for seq, (outcome, next_at) in outcomes.items()
        ]  # fmt: skip
        with self._db.write() as connection:
            if rows:
                connection.execute(_SETTLED, rows)

    def abandoned(self, *, at: datetime, digest_id: str | None = None) -> int:
        """Mark what a dead process had claimed as uncertain: it may have arrived, so only a person may send it again."""
        c = t.deliveries.c
        which = c.state == DeliveryState.CLAIMED.value
        if digest_id is not None:
            which &= c.digest_id == digest_id
        words = "the process stopped between handing it over and hearing that it was taken"
        with self._db.write() as connection:
            marked = update(t.deliveries).where(which)
            result = connection.execute(
                marked.values(state=DeliveryState.UNCERTAIN.value, reason=words, finished_at=at)
            )
            return result.rowcount

    def resolve(self, seq: int, *, resend: bool, at: datetime, reason: str) -> bool:
        """What a person decided of an uncertain mail: ``resend`` it under the same Message-ID, or leave it."""
        c = t.deliveries.c
        values: dict[str, Any] = {"state": DeliveryState.SKIPPED.value, "reason": reason, "finished_at": at}
        if resend:
            values = {"state": DeliveryState.READY.value, "reason": reason, "next_at": at, "finished_at": None}
        with self._db.write() as connection:
            which = (c.seq == seq) & (c.state == DeliveryState.UNCERTAIN.value)
            return connection.execute(update(t.deliveries).where(which).values(values)).rowcount == 1

    def withdraw(self, digest_id: str) -> bool:
        """Take the mails of a digest out again as if they had never been here; ``False``, and nothing, where one was tried."""
        c = t.deliveries.c
        tried = (c.state != DeliveryState.READY.value) | (c.attempts > 0)
        with self._db.write() as connection:
            if connection.execute(select(c.seq).where(c.digest_id == digest_id, tried).limit(1)).first():
                return False
            connection.execute(delete(t.deliveries).where(c.digest_id == digest_id))
            return True

    def cancel(self, digest_id: str, *, at: datetime, reason: str) -> int:
        """Let nothing more of a digest leave; how many mails that stopped."""
        c = t.deliveries.c
        which = (c.digest_id == digest_id) & c.state.in_(_WAITING)
        stopped = update(t.deliveries).where(which)
        values = {"state": DeliveryState.SKIPPED.value, "reason": reason, "finished_at": at}
        with self._db.write() as connection:
            return connection.execute(stopped.values(values)).rowcount

    def counts(self, digest_id: str) -> dict[DeliveryState, int]:
        """How many mails of a digest are in each state."""
        c = t.deliveries.c
        query = select(c.state, func.count()).where(c.digest_id == digest_id).group_by(c.state)
        with self._db.read() as connection:
            return {DeliveryState(state): number for state, number in connection.execute(query)}

    def list(self, digest_id: str, *, state: DeliveryState | None = None) -> tuple[Delivery, ...]:
        """The mails of a digest, in the order in which they were put there."""
        which = t.deliveries.c.digest_id == digest_id
        if state is not None:
            which &= t.deliveries.c.state == state.value
        with self._db.read() as connection:
            return self._rows(connection, which)

    def first(self, digest_id: str, *, limit: int = 1) -> tuple[Delivery, ...]:
        """The first mails of a digest."""
        c = t.deliveries.c
        query = select(t.deliveries).where(c.digest_id == digest_id).order_by(c.seq).limit(limit)
        with self._db.read() as connection:
            return tuple(map(_delivery, connection.execute(query)))

    def of_member(self, digest_id: str, member_id: str) -> Delivery | None:
        """The mail of a digest to one member."""
        c = t.deliveries.c
        with self._db.read() as connection:
            return next(iter(self._rows(connection, (c.digest_id == digest_id) & (c.member_id == member_id))), None)

    def has_begun(self, digest_id: str) -> bool:
        """Whether any mail of a digest was tried."""
        c = t.deliveries.c
        with self._db.read() as connection:
            tried = select(c.seq).where(c.digest_id == digest_id, c.attempts > 0).limit(1)
            return connection.execute(tried).first() is not None

    def to_member(self, member_id: str) -> tuple[Delivery, ...]:
        """Every mail to one member, the oldest first."""
        with self._db.read() as connection:
            return self._rows(connection, t.deliveries.c.member_id == member_id)

    def variants(self, digest_id: str) -> tuple[str, ...]:
        """The variants in which a digest was put here."""
        c = t.deliveries.c
        with self._db.read() as connection:
            found = connection.execute(select(c.variant).where(c.digest_id == digest_id).distinct())
            return tuple(sorted(found.scalars()))

    def receivers(self, digest_id: str, variants: Collection[str]) -> tuple[Delivery, ...]:
        """The mails in these variants of a digest that were taken, or may have been."""
        states = [DeliveryState.ACCEPTED.value, DeliveryState.UNCERTAIN.value]
        c = t.deliveries.c
        with self._db.read() as connection:
            return self._rows(
                connection, (c.digest_id == digest_id) & c.state.in_(states) & c.variant.in_(list(variants))
            )

    def is_due(self, digest_id: str, *, now: datetime) -> bool:
        """Whether a mail of a digest is due."""
        c = t.deliveries.c
        due = select(c.seq).where(c.digest_id == digest_id, c.state.in_(_WAITING), c.next_at <= now).limit(1)
        with self._db.read() as connection:
            return connection.execute(due).first() is not None

    def get(self, seq: int) -> Delivery | None:
        """One mail by its number."""
        with self._db.read() as connection:
            return next(iter(self._rows(connection, t.deliveries.c.seq == seq)), None)

    def next_due(self, digest_id: str) -> datetime | None:
        """When the next mail of a digest is due, ``None`` when none waits."""
        c = t.deliveries.c
        query = select(func.min(c.next_at)).where(c.digest_id == digest_id, c.state.in_(_WAITING))
        with self._db.read() as connection:
            return connection.execute(query).scalar()

    def _rows(self, connection: Any, which: Any) -> tuple[Delivery, ...]:
        query = select(t.deliveries).where(which).order_by(t.deliveries.c.seq)
        return tuple(_delivery(row) for row in connection.execute(query))


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(state=DeliveryState(row.state), **{name: getattr(row, name) for name in _NAMES})


@cache
def _claims(*, is_sqlite: bool) -> tuple[ReturningUpdate[Any], ...]:
    """Taking what was never tried, and what is due again: built once, because building costs more than the statement itself."""
    c = t.deliveries.c
    mine = select(c.seq).where(c.digest_id == bindparam("of_digest"), c.next_at <= bindparam("moment"))
    ready = mine.where(c.state == DeliveryState.READY.value)
    again = mine.where(c.state == DeliveryState.DEFERRED.value)
    statements = []
    for query in (ready, again):
        due = query.order_by(c.seq).limit(bindparam("most"))
        due = due if is_sqlite else due.with_for_update(skip_locked=True)
        taken = update(t.deliveries).where(c.seq.in_(due.scalar_subquery())).values(
            state=DeliveryState.CLAIMED.value, claimed_at=bindparam("moment"), attempts=c.attempts + 1, epoch=c.epoch + 1
        )  # fmt: skip
        statements.append(taken.returning(*(c[name] for name in _CLAIMED)))
    return tuple(statements)


def _claimed(row: Any) -> Delivery:
    seq, digest_id, member_id, address, variant, message_id, attempts = row
    return Delivery(
        seq=seq, digest_id=digest_id, member_id=member_id, address=address, variant=variant, message_id=message_id,
        attempts=attempts, state=DeliveryState.CLAIMED,
    )  # fmt: skip
