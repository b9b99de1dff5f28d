"""Digests: one an audience and period, the states they go through, and their rendered bytes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from monitor.clock import Period
from monitor.errors import ReviewError
from monitor.model import DigestState
from monitor.store.codec import pack, unpack
from monitor.store.database import Database
from monitor.store.tables import desk as t
from monitor.store.upsert import insert_missing, insert_new, upsert
from monitor.text import fingerprint

_MAY_FOLLOW = {
    DigestState.DRAFT: {DigestState.IN_REVIEW, DigestState.APPROVED, DigestState.CANCELLED},
    DigestState.IN_REVIEW: {DigestState.DRAFT, DigestState.APPROVED, DigestState.CANCELLED},
    DigestState.APPROVED: {DigestState.IN_REVIEW, DigestState.SENDING, DigestState.CANCELLED},
    # Back in review where it is taken back before the first mail left.
    DigestState.SENDING: {DigestState.SENT, DigestState.PAUSED, DigestState.IN_REVIEW, DigestState.CANCELLED},
    DigestState.PAUSED: {DigestState.SENDING, DigestState.IN_REVIEW, DigestState.CANCELLED},
    # Back on its way where a person decides to send an uncertain mail again.
    DigestState.SENT: {DigestState.SENDING},
    DigestState.CANCELLED: {DigestState.DRAFT},
}
_CLOSED = (DigestState.SENDING, DigestState.PAUSED, DigestState.SENT)
#: Asked before every group of mails.
_STANDING = select(t.digests.c.state, t.digests.c.expires_at).where(t.digests.c.id == bindparam("digest"))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDigest:
    """A digest as it is kept. ``body`` is what compile_digest made, as JSON; ``content_hash`` names exactly that body."""

    id: str
    audience: str
    cadence: str
    period: Period
    state: DigestState
    content_hash: str
    body: str
    created_at: datetime
    changed_at: datetime
    approved_by: str | None = None
    approved_at: datetime | None = None
    sent_at: datetime | None = None
    expires_at: datetime | None = None


class Digests:
    """The issues. A digest that is being sent or was sent never changes."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def draft(
        self, period: Period, body: str, *, at: datetime, event_ids: Iterable[str] = (),
        correction_ids: Iterable[str] = (), audience: str = "all", cadence: str = "weekly", expires_at: datetime | None = None,
    ) -> StoredDigest:  # fmt: skip
        """Keep a compiled digest of a period: the first, or in place of an earlier draft (which then needs approval anew)."""
        digest_id = fingerprint("digest", audience, cadence, period.key)
        content_hash = fingerprint("digest content", body)
        row = {
            "id": digest_id, "audience": audience, "cadence": cadence, "period_key": period.key,
            "period_start": period.start, "period_end": period.end, "state": DigestState.DRAFT.value,
            "content_hash": content_hash, "body": pack(body.encode()), "created_at": at, "changed_at": at,
            "expires_at": expires_at,
        }  # fmt: skip
        with self._db.write() as connection:
            if not insert_new(connection, t.digests, row):
                self._replace(digest_id, row)
            connection.execute(delete(t.digest_events).where(t.digest_events.c.digest_id == digest_id))
            links = [
                {"digest_id": digest_id, "event_id": event_id, "audience": audience, "cadence": cadence}
                for event_id in event_ids
            ]
            # An event that an earlier issue printed stays that issue's.
            insert_missing(connection, t.digest_events, links)
            connection.execute(delete(t.digest_corrections).where(t.digest_corrections.c.digest_id == digest_id))
            told = [
                {"digest_id": digest_id, "correction_id": each, "audience": audience, "cadence": cadence}
                for each in correction_ids
            ]
            insert_missing(connection, t.digest_corrections, told)
        found = self.get(digest_id)
        assert found is not None
        return found

    def _replace(self, digest_id: str, row: dict[str, Any]) -> None:
        present = self.get(digest_id)
        if present is None or present.state in _CLOSED:
            raise ReviewError("this digest is already sent or being sent; it cannot be compiled again")
        if present.content_hash == row["content_hash"]:
            return
        kept = ("id", "audience", "cadence", "period_key", "created_at")
        moved = {name: value for name, value in row.items() if name not in kept}
        with self._db.write() as connection:
            which = t.digests.c.id == digest_id
            connection.execute(update(t.digests).where(which).values(**moved, approved_by=None, approved_at=None))

    def move(
        self, digest_id: str, to: DigestState, *, at: datetime, by: str, content_hash: str | None = None
    ) -> StoredDigest:
        """Bring a digest to another state. ``content_hash``: what the person saw. Raises ReviewError when it may not be."""
        with self._db.write() as connection:
            present = self.get(digest_id)
            if present is None:
                raise ReviewError(f"there is no digest {digest_id}")
            if to not in _MAY_FOLLOW[present.state]:
                raise ReviewError(f"a digest that is {present.state.value} cannot become {to.value}")
            if content_hash is not None and content_hash != present.content_hash:
                raise ReviewError("the digest changed after you looked at it; look again before you decide")
            moved: dict[str, Any] = {"state": to.value, "changed_at": at}
            if to is DigestState.APPROVED:
                moved |= {"approved_by": by, "approved_at": at}
            if to is DigestState.SENT:
                moved |= {"sent_at": at}
            connection.execute(update(t.digests).where(t.digests.c.id == digest_id).values(moved))
        found = self.get(digest_id)
        assert found is not None
        return found

    def get(self, digest_id: str) -> StoredDigest | None:
        """One digest by its id, or by an unambiguous beginning of it."""
        query = select(t.digests).where(t.digests.c.id.startswith(digest_id, autoescape=True)).limit(2)
        with self._db.read() as connection:
            rows = connection.execute(query).all()
        return _digest(rows[0]) if len(rows) == 1 else None

    def standing(self, digest_id: str) -> tuple[DigestState, datetime | None] | None:
        """The state of a digest and when it expires, without its body; ``None`` if there is none."""
        with self._db.read() as connection:
            row = connection.execute(_STANDING, {"digest": digest_id}).first()
        return (DigestState(row.state), row.expires_at) if row else None

    def of_period(self, period_key: str, *, audience: str = "all", cadence: str = "weekly") -> StoredDigest | None:
        """The digest of a period."""
        return self.get(fingerprint("digest", audience, cadence, period_key))

    def list(
        self, *, state: DigestState | None = None, audience: str | None = None, ended_before: datetime | None = None,
        limit: int | None = None,
    ) -> tuple[StoredDigest, ...]:  # fmt: skip
        """The digests that are like all that is given, newest period first."""
        c = t.digests.c
        query = select(t.digests).order_by(c.period_end.desc(), c.audience).limit(limit)
        query = query if state is None else query.where(c.state == state.value)
        query = query if audience is None else query.where(c.audience == audience)
        query = query if ended_before is None else query.where(c.period_end < ended_before)
        with self._db.read() as connection:
            return tuple(_digest(row) for row in connection.execute(query))

    def number_before(self, end: datetime, *, cadence: str = "weekly") -> int:
        """How many digests of this cadence have a period that ends before ``end``."""
        query = select(func.count()).where(t.digests.c.cadence == cadence, t.digests.c.period_end < end)
        with self._db.read() as connection:
            return int(connection.execute(query).scalar_one())

    def sent(self, *, but: Collection[str] = ()) -> tuple[StoredDigest, ...]:
        """The digests that went out, the latest first, but for those of these ids."""
        c = t.digests.c
        query = select(t.digests).where(c.state == DigestState.SENT.value, c.id.not_in(list(but)))
        with self._db.read() as connection:
            return tuple(_digest(row) for row in connection.execute(query.order_by(c.period_end.desc())))

    def event_ids(self, digest_id: str) -> tuple[str, ...]:
        """The events that a digest prints."""
        query = select(t.digest_events.c.event_id).where(t.digest_events.c.digest_id == digest_id)
        with self._db.read() as connection:
            return tuple(sorted(connection.execute(query).scalars()))

    def printed(self, *, audience: str = "all", cadence: str = "weekly") -> frozenset[str]:
        """Every event that a digest of this audience and cadence has already sent, or is sending."""
        link, digest = t.digest_events.c, t.digests.c
        query = select(link.event_id).where(
            link.digest_id == digest.id, link.audience == audience, link.cadence == cadence,
            digest.state.in_([state.value for state in _CLOSED]),
        )  # fmt: skip
        with self._db.read() as connection:
            return frozenset(connection.execute(query).scalars())

    def keep_rendering(self, digest_id: str, variant: str, *, subject: str, content: bytes) -> None:
        """Keep the bytes of a rendering (``html``, ``text``, ``eml``, or one an audience)."""
        row = {
            "digest_id": digest_id, "variant": variant, "subject": subject, "packed": pack(content),
            "content_hash": fingerprint("rendering", content.hex()),
        }  # fmt: skip
        with self._db.write() as connection:
            upsert(connection, t.renderings, [row])

    def rendering(self, digest_id: str, variant: str) -> bytes | None:
        """The kept bytes of a rendering."""
        which = (t.renderings.c.digest_id == digest_id) & (t.renderings.c.variant == variant)
        with self._db.read() as connection:
            packed = connection.execute(select(t.renderings.c.packed).where(which)).scalar()
        return None if packed is None else unpack(packed)


def _digest(row: Row[Any]) -> StoredDigest:
    names = ("id", "audience", "cadence", "content_hash", "created_at", "changed_at", "approved_by", "approved_at",
             "sent_at", "expires_at")  # fmt: skip
    return StoredDigest(
        period=Period(start=row.period_start, end=row.period_end),
        state=DigestState(row.state),
        body=unpack(row.body).decode(),
        **{name: getattr(row, name) for name in names},
    )
