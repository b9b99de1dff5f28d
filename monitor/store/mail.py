"""Members, what they asked for, and who must not be written to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from monitor.model.members import Cadence, Consent, Member, MemberState, Subscription
from monitor.store.codec import from_json, to_json
from monitor.store.database import Database
from monitor.store.tables import mail as t
from monitor.store.upsert import insert_new, upsert
from monitor.text import fingerprint

_SAME = (
    "id", "address", "name", "organisation", "is_member", "language", "created_at", "confirmed_at", "ended_at",
    "ended_reason", "bounce_score", "bounced_at",
)  # fmt: skip
_LISTS = ("areas", "themes", "specialisms")


class Members:
    """Everybody who asked for mail, or was asked whether they want it."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def save(self, member: Member) -> None:
        """Write a member whole."""
        row = {name: getattr(member, name) for name in _SAME} | {
            "folded_address": member.address.strip().casefold(),
            "state": member.state.value,
            "consent": to_json(member.consent) if member.consent else "{}",
        }
        with self._db.write() as connection:
            upsert(connection, t.members, [row])

    def get(self, member_id: str) -> Member | None:
        return next(iter(self._read(select(t.members).where(t.members.c.id == member_id))), None)

    def by_address(self, address: str) -> Member | None:
        """The member at an address, whatever its case."""
        query = select(t.members).where(t.members.c.folded_address == address.strip().casefold())
        return next(iter(self._read(query)), None)

    def list(self, *, state: MemberState | None = None) -> tuple[Member, ...]:
        query = select(t.members).order_by(t.members.c.created_at, t.members.c.id)
        return self._read(query if state is None else query.where(t.members.c.state == state.value))

    def subscribe(self, subscription: Subscription) -> None:
        """Write a subscription whole; a member has at most one of each cadence."""
        row: dict[str, Any] = {name: json.dumps(sorted(getattr(subscription, name))) for name in _LISTS}
        row |= {
            "id": subscription.id, "member_id": subscription.member_id, "audience": "all",
            "cadence": subscription.cadence.value, "quiet": subscription.quiet, "created_at": subscription.created_at,
            "paused_until": subscription.paused_until, "ended_at": subscription.ended_at,
        }  # fmt: skip
        with self._db.write() as connection:
            upsert(connection, t.subscriptions, [row])

    def subscriptions(self, member_id: str | None = None) -> tuple[Subscription, ...]:
        """The subscriptions of one member, or of all."""
        query = select(t.subscriptions).order_by(t.subscriptions.c.member_id, t.subscriptions.c.cadence)
        if member_id is not None:
            query = query.where(t.subscriptions.c.member_id == member_id)
        with self._db.read() as connection:
            return tuple(_subscription(row) for row in connection.execute(query))

    def erase(self, member_id: str) -> bool:
        """Forget a person: the member, the subscriptions, and the address in every delivery. Numbers stay, people do not."""
        with self._db.write() as connection:
            connection.execute(delete(t.subscriptions).where(t.subscriptions.c.member_id == member_id))
            erased = fingerprint("erased", member_id)
            which = t.deliveries.c.member_id == member_id
            connection.execute(update(t.deliveries).where(which).values(address="", member_id=erased, reason="erased"))
            connection.execute(delete(t.bounces).where(t.bounces.c.member_id == member_id))
            return connection.execute(delete(t.members).where(t.members.c.id == member_id)).rowcount == 1

    def _read(self, query: Any) -> tuple[Member, ...]:
        with self._db.read() as connection:
            return tuple(_member(row) for row in connection.execute(query))


class Suppressions:
    """Addresses that must not be written to, known by a keyed hash alone."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, address_hash: str, *, reason: str, at: datetime, details: str = "") -> bool:
        """Suppress; whether it was not suppressed before."""
        row = {"address_hash": address_hash, "reason": reason, "at": at, "details": details}
        with self._db.write() as connection:
            new = insert_new(connection, t.suppressions, row)
            if not new:
                which = (t.suppressions.c.address_hash == address_hash) & t.suppressions.c.lifted_at.is_not(None)
                again = update(t.suppressions).where(which).values(lifted_at=None, reason=reason, at=at)
                new = connection.execute(again).rowcount == 1
            return new

    def lift(self, address_hash: str, *, at: datetime) -> None:
        """Allow mail again: the person asked for it."""
        with self._db.write() as connection:
            which = t.suppressions.c.address_hash == address_hash
            connection.execute(update(t.suppressions).where(which).values(lifted_at=at))

    def among(self, hashes: Iterable[str]) -> frozenset[str]:
        """Those of ``hashes`` that are suppressed now."""
        wanted = sorted(set(hashes))
        found: set[str] = set()
        with self._db.read() as connection:
            for start in range(0, len(wanted), 500):
                some = t.suppressions.c.address_hash.in_(wanted[start : start + 500])
                query = select(t.suppressions.c.address_hash).where(some, t.suppressions.c.lifted_at.is_(None))
                found.update(connection.execute(query).scalars())
        return frozenset(found)

    def reason(self, address_hash: str) -> str | None:
        """Why an address is suppressed, ``None`` if it is not."""
        which = (t.suppressions.c.address_hash == address_hash) & t.suppressions.c.lifted_at.is_(None)
        with self._db.read() as connection:
            return connection.execute(select(t.suppressions.c.reason).where(which)).scalar()


def _member(row: Row[Any]) -> Member:
    consent = None if row.consent == "{}" else from_json(Consent, row.consent)
    return Member(state=MemberState(row.state), consent=consent, **{name: getattr(row, name) for name in _SAME})


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        id=row.id, member_id=row.member_id, created_at=row.created_at, cadence=Cadence(row.cadence), quiet=row.quiet,
        paused_until=row.paused_until, ended_at=row.ended_at,
        **{name: tuple(json.loads(getattr(row, name))) for name in _LISTS},
    )  # fmt: skip
