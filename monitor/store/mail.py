"""Members, what they asked for, and who must not be written to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Update, bindparam, case, delete, func, select, update

from monitor.encoding import to_json
from monitor.model.members import Addressee, Basis, Cadence, Consent, DeliveryState, Member, MemberState, Subscription
from monitor.store.database import Database
from monitor.store.tables import mail as t
from monitor.store.upsert import insert_new, is_among, listed, upsert
from monitor.text import fingerprint

_SAME = (
    "id", "address", "name", "organisation", "is_member", "language", "created_at", "confirmed_at", "ended_at",
    "ended_reason", "bounce_score", "bounced_at",
)  # fmt: skip
_AS_THEY_ARE = ("id", "member_id", "created_at", "quiet", "paused_until", "ended_at")
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

    def addressees_among(self, member_ids: Iterable[str]) -> Mapping[str, Addressee]:
        """What a mail needs to know of those of the members that are known, in one look."""
        with self._db.read() as connection:
            dialect = connection.dialect.name
            rows: Any = connection.execute(_addressees(dialect), {"members": listed(dialect, member_ids)}).all()
        return {
            number: Addressee(name=name, language=language, consent=_consent(consent))
            for number, name, language, consent in rows
        }

    def addressees(
        self, cadence: Cadence | None = None, *, size: int = 500
    ) -> Iterator[tuple[tuple[Member, Subscription], ...]]:
        """Confirmed members with what they asked for at ``cadence`` (``None``: one subscription of any), a page at a time.

        Those who asked for the same come after one another, so that their bulletin is at hand.
        """
        m, s = t.members.c, t.subscriptions.c
        wish = func.coalesce(s.areas, "") + "|" + s.themes + "|" + s.specialisms + "|" + m.language
        query = select(t.members, *[column.label(f"of_{column.name}") for column in t.subscriptions.c]).where(
            m.id == s.member_id, m.state == MemberState.CONFIRMED.value, s.ended_at.is_(None)
        )  # fmt: skip
        if cadence is not None:
            query = query.where(s.cadence == cadence.value)
        after: tuple[str, str] | None = None
        while True:
            page = query.add_columns(wish.label("wish")).order_by(wish, s.id).limit(size)
            if after is not None:
                page = page.where((wish > after[0]) | ((wish == after[0]) & (s.id > after[1])))
            with self._db.read() as connection:
                rows = connection.execute(page).all()
            if not rows:
                return
            after = rows[-1].wish, rows[-1].of_id
            yield tuple((_member(row), _subscription(row, "of_")) for row in rows)

    def wants(self, cadence: Cadence) -> bool:
        """Whether a confirmed member asked for bulletins at this cadence."""
        m, s = t.members.c, t.subscriptions.c
        query = select(s.id).where(
            m.id == s.member_id, m.state == MemberState.CONFIRMED.value, s.cadence == cadence.value, s.ended_at.is_(None)
        )  # fmt: skip
        with self._db.read() as connection:
            return connection.execute(query.limit(1)).first() is not None

    def delivered(self, member_ids: Iterable[str], *, digest_id: str, by: float) -> None:
        """Take ``by`` off the scores of members whose last mail before this one was taken and never came back."""
        with self._db.write() as connection:
            dialect = connection.dialect.name
            values = {"members": listed(dialect, member_ids), "digest": digest_id, "off": by}
            connection.execute(_better(dialect), values)

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
        with self._db.read() as connection:
            dialect = connection.dialect.name
            found = connection.execute(_suppressed(dialect), {"hashes": listed(dialect, hashes)}).scalars().all()
        return frozenset(found)

    def reason(self, address_hash: str) -> str | None:
        """Why an address is suppressed, ``None`` if it is not."""
        which = (t.suppressions.c.address_hash == address_hash) & t.suppressions.c.lifted_at.is_(None)
        with self._db.read() as connection:
            return connection.execute(select(t.suppressions.c.reason).where(which)).scalar()


# What a sending asks for with every group of mails is built once.
@cache
def _addressees(dialect: str) -> Select[Any]:
    m = t.members.c
    return select(m.id, m.name, m.language, m.consent).where(is_among(dialect, m.id, "members"))


@cache
def _suppressed(dialect: str) -> Select[Any]:
    s = t.suppressions.c
    return select(s.address_hash).where(is_among(dialect, s.address_hash, "hashes"), s.lifted_at.is_(None))


@cache
def _better(dialect: str) -> Update:
    d, m = t.deliveries.c, t.members.c
    # A server takes many a mail that it returns an hour later; only the next issue shows that this one arrived.
    earlier = (
        select(func.max(d.finished_at))
        .where(d.member_id == m.id, d.state == DeliveryState.ACCEPTED.value, d.digest_id != bindparam("digest"))
        .scalar_subquery()
    )
    off: ColumnElement[Any] = bindparam("off")
    which = is_among(dialect, m.id, "members"), m.bounce_score > 0, m.bounced_at < earlier
    return (
        update(t.members)
        .where(*which)
        .values(bounce_score=case((m.bounce_score > off, m.bounce_score - off), else_=0.0))
    )


def _member(row: Row[Any]) -> Member:
    return Member(
        state=MemberState(row.state), consent=_consent(row.consent), **{name: getattr(row, name) for name in _SAME}
    )


def _consent(text: str) -> Consent | None:
    if text == "{}":
        return None
    # By hand, because a sending reads one with every mail.
    held = json.loads(text)
    return Consent(
        basis=Basis(held["basis"]), wording=held["wording"], source=held["source"], at=datetime.fromisoformat(held["at"])
    )  # fmt: skip


def _subscription(row: Row[Any], prefix: str = "") -> Subscription:
    def value(name: str) -> Any:
        return getattr(row, prefix + name)

    fields: dict[str, Any] = {name: value(name) for name in _AS_THEY_ARE}
    fields |= {name: tuple(json.loads(value(name))) for name in _LISTS}
    return Subscription(cadence=Cadence(value("cadence")), **fields)
