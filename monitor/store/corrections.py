"""What was sent and does not stand any more: the raw material of a Corrections section, and which of it was told already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, func, select

from monitor.model import DigestState, Event, EventState, EventType
from monitor.store.database import Database
from monitor.store.events import decision_of, event_of
from monitor.store.tables import desk as d
from monitor.store.tables import ledger as t
from monitor.store.types import FOREVER

_GONE_OUT = (DigestState.SENDING.value, DigestState.SENT.value)
_ON_ITS_WAY = (DigestState.APPROVED.value, *_GONE_OUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """An event that a sent digest told, and what came later: ``said`` is how we told it, ``reason`` why a person changed it.

    ``by`` is the event that put an end to what the first had begun, where it was that and no person.
    """

    event: Event
    digest_id: str
    sent_at: datetime
    said: str
    at: datetime
    reason: str = ""
    by: Event | None = None


class Corrections:
    """Questions about what went out. Each looks back only as far as it is told, so none slows down as history grows."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def decided_after_sending(self, since: datetime, until: datetime) -> tuple[Amended, ...]:
        """Events that a digest had sent before a person decided otherwise, with the last such decision in the time given."""
        v = t.decisions.c
        sent_at = func.coalesce(d.digests.c.sent_at, d.digests.c.changed_at)
        latest = (
            select(
                func.min(v.seq).label("first"), func.max(v.seq).label("last"), d.digests.c.id, sent_at.label("sent_at")
            )
            .where(_told(v.event_id), v.at > sent_at, v.at >= since, v.at < until)
            .group_by(v.event_id, d.digests.c.id, sent_at)
        )
        found = []
        with self._db.read() as connection:
            for first, last, digest_id, sent in connection.execute(latest).all():
                decisions = {
                    row.seq: decision_of(row)
                    for row in connection.execute(select(t.decisions).where(v.seq.in_([first, last])))
                }
                row = connection.execute(select(t.events).where(t.events.c.id == decisions[last].event_id)).one()
                event = event_of(row)
                found.append(
                    Amended(
                        event=event, digest_id=digest_id, sent_at=sent, said=decisions[first].wording_before or event.wording,
                        at=decisions[last].at, reason=decisions[last].reason,
                    )
                )  # fmt: skip
        return tuple(found)

    def superseded(self, since: datetime, until: datetime) -> tuple[Amended, ...]:
        """Accepted events that a digest had sent before another event, in the time given, ended what they had begun."""
        told, ending = t.standing_events.alias("told"), t.standing_events.alias("ending")
        begun, ended = t.standings.alias("begun"), t.standings.alias("ended")
        later = t.events.alias("later")
        sent_at = func.coalesce(d.digests.c.sent_at, d.digests.c.changed_at).label("sent_at")
        query: Select[Any] = select(
            told.c.event_id, later.c.id.label("by"), d.digests.c.id.label("digest_id"), sent_at
        ).where(
            later.c.detected_at >= since,
            later.c.detected_at < until,
            later.c.state == EventState.ACCEPTED.value,
            ending.c.event_id == later.c.id,
            ending.c.effect == "ended",
            ended.c.seq == ending.c.standing_seq,
            begun.c.identity == ended.c.identity,
            told.c.standing_seq == begun.c.seq,
            told.c.effect == "begun",
            told.c.event_id != later.c.id,
            _told(told.c.event_id),
            later.c.detected_at > sent_at,
        )
        with self._db.read() as connection:
            return tuple(self._superseded(connection, row) for row in connection.execute(query.distinct()).all())

    def withdrawn(self, since: datetime, until: datetime) -> tuple[Amended, ...]:
        """Accepted events that a digest had sent before their document was, in the time given, withdrawn by its publisher."""
        told, later = t.events.alias("told"), t.events.alias("later")
        sent_at = func.coalesce(d.digests.c.sent_at, d.digests.c.changed_at).label("sent_at")
        query: Select[Any] = select(
            told.c.id.label("event_id"), later.c.id.label("by"), d.digests.c.id.label("digest_id"), sent_at
        ).where(
            later.c.detected_at >= since,
            later.c.detected_at < until,
            later.c.state == EventState.ACCEPTED.value,
            later.c.type == EventType.DOCUMENT_WITHDRAWN.value,
            told.c.document_id == later.c.document_id,
            told.c.id != later.c.id,
            _told(told.c.id),
            later.c.detected_at > sent_at,
        )
        with self._db.read() as connection:
            return tuple(self._superseded(connection, row) for row in connection.execute(query.distinct()).all())

    def never_true(self, event_id: str) -> bool:
        """Whether all that the event began is by now known not to have held for a day."""
        told, begun, known = t.standing_events.c, t.standings.alias("begun"), t.standings.alias("known")
        query = (
            select(known.c.valid_from, known.c.valid_to)
            .select_from(t.standing_events)
            .join(begun, begun.c.seq == told.standing_seq)
            .outerjoin(known, and_(known.c.identity == begun.c.identity, known.c.known_to >= FOREVER))
            .where(told.event_id == event_id, told.effect == "begun")
        )
        with self._db.read() as connection:
            rows = connection.execute(query).all()
        return bool(rows) and all(row.valid_from is None or row.valid_to <= row.valid_from for row in rows)

    def told(self, period_key: str, *, audience: str = "all", cadence: str = "weekly") -> frozenset[str]:
        """The corrections that issues of other periods have told, or will tell because they are approved."""
        link = d.digest_corrections.c
        query = select(link.correction_id).where(
            link.digest_id == d.digests.c.id, link.audience == audience, link.cadence == cadence,
            d.digests.c.state.in_(_ON_ITS_WAY), d.digests.c.period_key != period_key,
        )  # fmt: skip
        with self._db.read() as connection:
            return frozenset(connection.execute(query).scalars())

    def _superseded(self, connection: Any, row: Row[Any]) -> Amended:
        events = {
            found.id: event_of(found)
            for found in connection.execute(select(t.events).where(t.events.c.id.in_([row.event_id, row.by])))
        }
        event, later = events[row.event_id], events[row.by]
        return Amended(
            event=event,
            digest_id=row.digest_id,
            sent_at=row.sent_at,
            said=event.wording,
            at=later.detected_at,
            by=later,
        )


def _told(event_id: Any) -> Any:
    """The condition that the event is in a digest that went out."""
    return and_(
        d.digest_events.c.event_id == event_id,
        d.digests.c.id == d.digest_events.c.digest_id,
        d.digests.c.state.in_(_GONE_OUT),
    )
