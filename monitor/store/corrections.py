"""What was sent and does not stand any more: the raw material of a Corrections section, and which of it was told already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from monitor.model import Decision, DigestState, Event, EventState, EventType
from monitor.store.database import Database
from monitor.store.events import decision_of, event_of
from monitor.store.tables import desk as d
from monitor.store.tables import ledger as t
from monitor.store.types import FOREVER

_GONE_OUT = (DigestState.SENDING.value, DigestState.SENT.value)
_BATCH = 500
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
        query = select(t.decisions).where(v.at >= since, v.at < until).order_by(v.seq)
        with self._db.read() as connection:
            made: dict[str, list[Decision]] = defaultdict(list)
            for row in connection.execute(query):
                made[row.event_id].append(decision_of(row))
            sent = _sent(connection, made)
            events = _events(connection, sent)
        found = []
        for event_id, (digest_id, sent_at) in sent.items():
            later = [decision for decision in made[event_id] if decision.at > sent_at]
            if later:
                event, last = events[event_id], later[-1]
                said = later[0].wording_before or event.wording
                amended = Amended(
                    event=event, digest_id=digest_id, sent_at=sent_at, said=said, at=last.at, reason=last.reason
                )
                found.append(amended)
        return tuple(found)

    def superseded(self, since: datetime, until: datetime) -> tuple[Amended, ...]:
        """Accepted events that a digest had sent before another event, in the time given, ended what they had begun."""
        told, ending = t.standing_events.alias("told"), t.standing_events.alias("ending")
        begun, ended = t.standings.alias("begun"), t.standings.alias("ended")
        pairs: set[tuple[str, str]] = set()
        with self._db.read() as connection:
            for batch in _batches(_accepted(connection, since, until)):
                query = select(told.c.event_id, ending.c.event_id).where(
                    ending.c.event_id.in_(batch),
                    ending.c.effect == "ended",
                    ended.c.seq == ending.c.standing_seq,
                    begun.c.identity == ended.c.identity,
                    told.c.standing_seq == begun.c.seq,
                    told.c.effect == "begun",
                    told.c.event_id != ending.c.event_id,
                )
                pairs |= {(row[0], row[1]) for row in connection.execute(query)}
            return _ended_by(connection, pairs)

    def withdrawn(self, since: datetime, until: datetime) -> tuple[Amended, ...]:
        """Accepted events that a digest had sent before their document was, in the time given, withdrawn by its publisher."""
        e = t.events.c
        with self._db.read() as connection:
            gone = _accepted(connection, since, until, kind=EventType.DOCUMENT_WITHDRAWN)
            documents = {each.document_id: each.id for each in _events(connection, gone).values() if each.document_id}
            pairs: set[tuple[str, str]] = set()
            for batch in _batches(documents):
                query = select(e.id, e.document_id).where(e.document_id.in_(batch))
                pairs |= {(row[0], documents[row[1]]) for row in connection.execute(query)}
            return _ended_by(connection, {(one, other) for one, other in pairs if one != other})

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


def _batches(ids: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(set(ids))
    return (ordered[start : start + _BATCH] for start in range(0, len(ordered), _BATCH))


def _accepted(connection: Connection, since: datetime, until: datetime, *, kind: EventType | None = None) -> list[str]:
    """The ids of the accepted events that were found in a time."""
    e = t.events.c
    query = select(e.id).where(e.state == EventState.ACCEPTED.value, e.detected_at >= since, e.detected_at < until)
    query = query if kind is None else query.where(e.type == kind.value)
    return list(connection.execute(query.order_by(e.seq)).scalars())


def _ended_by(connection: Connection, pairs: Collection[tuple[str, str]]) -> tuple[Amended, ...]:
    """For each pair of an event and one that came after it: how a digest had told the first, if one had by then."""
    sent = _sent(connection, {event_id for event_id, _ in pairs})
    events = _events(connection, {each for pair in pairs if pair[0] in sent for each in pair})
    found = []
    for event_id, by in sorted(pair for pair in pairs if pair[0] in sent):
        event, later, (digest_id, sent_at) = events[event_id], events[by], sent[event_id]
        if later.detected_at > sent_at:
            amended = Amended(
                event=event, digest_id=digest_id, sent_at=sent_at, said=event.wording, at=later.detected_at, by=later
            )
            found.append(amended)
    return tuple(found)


def _sent(connection: Connection, event_ids: Collection[str]) -> dict[str, tuple[str, datetime]]:
    """The weekly digest that told each event and went out, and when it did."""
    link, digest = d.digest_events.c, d.digests.c
    sent_at = func.coalesce(digest.sent_at, digest.changed_at)
    found: dict[str, tuple[str, datetime]] = {}
    for batch in _batches(event_ids):
        # Audience and cadence first: the unique key of the links begins with them.
        query = select(link.event_id, link.digest_id, sent_at).where(
            link.audience == "all",
            link.cadence == "weekly",
            link.event_id.in_(batch),
            digest.id == link.digest_id,
            digest.state.in_(_GONE_OUT),
        )
        found.update((row[0], (row[1], row[2])) for row in connection.execute(query))
    return found


def _events(connection: Connection, event_ids: Collection[str]) -> dict[str, Event]:
    found: dict[str, Event] = {}
    for batch in _batches(event_ids):
        rows = connection.execute(select(t.events).where(t.events.c.id.in_(batch)))
        found.update((row.id, event_of(row)) for row in rows)
    return found
