"""Events and what people decided about them; the last decision counts and none is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select, update

from monitor.encoding import from_json, to_json
from monitor.errors import ReviewError
from monitor.model import Change, Decision, DigestState, Event, EventState, Verdict
from monitor.store import standings
from monitor.store.database import Database
from monitor.store.tables import ledger as t
from monitor.store.tables.desk import audit, digest_events, digests
from monitor.store.tables.sources import documents
from monitor.store.upsert import insert_new
from monitor.text import fingerprint

_STATES = {
    Verdict.ACCEPT: EventState.ACCEPTED,
    Verdict.EDIT: EventState.ACCEPTED,
    Verdict.HOLD: EventState.HELD,
    Verdict.REJECT: EventState.REJECTED,
    Verdict.MERGE: EventState.MERGED,
    Verdict.REOPEN: EventState.PENDING,
}


#: The digests of these states have told their events, or will.
_ON_ITS_WAY = [
    state.value for state in (DigestState.APPROVED, DigestState.SENDING, DigestState.PAUSED, DigestState.SENT)
]


class Events:
    """The recorded changes, in the order in which they were found."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def list(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        state: EventState | None = None,
        type: str | None = None,  # noqa: A002 -- the glossary's word
        area: str | None = None,
        organisation_id: str | None = None,
        programme: str | None = None,
        partnership: str | None = None,
        source_id: str | None = None,
        concerns_source: bool | None = None,
        newest_first: bool = False,
        limit: int | None = None,
        offset: int | None = None,
    ) -> tuple[Event, ...]:
        """Events detected from ``since`` to before ``until`` that are like all that is given."""
        c = t.events.c
        order = (c.detected_at.desc(), c.seq.desc()) if newest_first else (c.detected_at, c.seq)
        query = select(t.events).order_by(*order).limit(limit).offset(offset)
        query = query if since is None else query.where(c.detected_at >= since)
        query = query if until is None else query.where(c.detected_at < until)
        if organisation_id is not None:
            query = query.where(or_(c.organisation_id == organisation_id, c.organisation_to_id == organisation_id))
        wanted = (
            (c.state, state.value if state else None), (c.type, type), (c.area, area), (c.programme, programme),
            (c.partnership, partnership), (c.source_id, source_id), (c.concerns_source, concerns_source),
        )  # fmt: skip
        for column, value in wanted:
            query = query if value is None else query.where(column == value)
        return self._read(query)

    def to_tell(
        self, period_key: str, until: datetime, *, audience: str = "all", cadence: str = "weekly"
    ) -> tuple[Event, ...]:
        """What a digest may have to tell: accepted and in no issue of another period, or still to decide; found before ``until``.

        However long the history is, this is as long as what waits.
        """
        e, link = t.events.c, digest_events.c
        told = select(link.event_id).where(
            link.digest_id == digests.c.id, link.audience == audience, link.cadence == cadence,
            digests.c.state.in_(_ON_ITS_WAY), digests.c.period_key != period_key,
        )  # fmt: skip
        waits = e.state.in_([EventState.PENDING.value, EventState.HELD.value])
        untold = (e.state == EventState.ACCEPTED.value) & e.id.not_in(told)
        query = select(t.events).where(e.detected_at < until, e.concerns_source.is_(False), or_(waits, untold))
        return self._read(query.order_by(e.detected_at, e.seq))

    def queue(self, *, today: date) -> tuple[Event, ...]:
        """What waits for a person: pending events, and held ones whose day has come, urgent first."""
        c = t.events.c
        held = (c.state == EventState.HELD.value) & c.hold_until.is_not(None) & (c.hold_until <= today)
        query = select(t.events).where(or_(c.state == EventState.PENDING.value, held), c.concerns_source.is_(False))
        return self._read(query.order_by(c.urgent.desc(), c.detected_at, c.seq))

    def queue_revision(self) -> str:
        """The same while nothing of the queue has moved: no new event, no decision, and no mark or split, each of which is logged."""
        moved = (t.events.c.seq, t.decisions.c.seq, audit.c.seq)
        query = select(*(select(func.max(column)).scalar_subquery() for column in moved))
        with self._db.read() as connection:
            return " ".join(map(str, connection.execute(query).one()))

    def get(self, event_id: str) -> Event | None:
        """One event."""
        return next(iter(self._read(select(t.events).where(t.events.c.id == event_id))), None)

    def of_standing(self, standing_id: str) -> tuple[Event, ...]:
        """The events that began the place of that permanent id, or ended it."""
        link = t.standing_events.c
        caused = select(link.event_id).where(
            link.standing_seq == t.standings.c.seq, t.standings.c.identity == standing_id
        )
        return self._read(select(t.events).where(t.events.c.id.in_(caused)).order_by(t.events.c.seq))

    def counts(self) -> dict[EventState, int]:
        """How many events of partners there are in each state."""
        query = select(t.events.c.state, func.count()).where(t.events.c.concerns_source.is_(False))
        with self._db.read() as connection:
            return {EventState(state): number for state, number in connection.execute(query.group_by(t.events.c.state))}

    def decisions(self, event_id: str) -> tuple[Decision, ...]:
        """Every decision about an event, oldest first."""
        query = select(t.decisions).where(t.decisions.c.event_id == event_id).order_by(t.decisions.c.seq)
        with self._db.read() as connection:
            return tuple(decision_of(row) for row in connection.execute(query))

    def last_decisions(self, event_ids: Sequence[str]) -> dict[str, Decision]:
        """The decision that counts about each of these events, where there is one."""
        last = select(func.max(t.decisions.c.seq)).where(t.decisions.c.event_id.in_(event_ids))
        query = select(t.decisions).where(t.decisions.c.seq.in_(last.group_by(t.decisions.c.event_id)))
        with self._db.read() as connection:
            return {row.event_id: decision_of(row) for row in connection.execute(query)}

    def decide(self, decision: Decision, *, expected: EventState | None = None) -> Event:
        """Record a decision and what follows from it, also for the ledger; the event as it then is.

        A rejected event takes back its standings, a reopened or accepted one puts them back. ``expected`` is the state that
        the reviewer saw: when another decided meanwhile, ReviewError is raised and nothing changes.
        """
        with self._db.write() as connection:
            row = connection.execute(
                select(t.events).where(t.events.c.id == decision.event_id).with_for_update()
            ).first()
            if row is None:
                raise ReviewError(f"there is no event {decision.event_id}")
            event = event_of(row)
            if expected is not None and event.state is not expected:
                raise ReviewError(
                    f"this event is {event.state.value} by now, no longer {expected.value}; look at it again"
                )
            if decision.merged_into is not None:
                _refuse_bad_merge(connection, decision)
            new = insert_new(
                connection,
                t.decisions,
                _decision_row(replace(decision, wording_before=decision.wording_before or event.wording)),
            )
            if not new:
                return event
            decided = _decided(event, decision)
            moved = {"state": decided.state.value, "wording": decided.wording, "hold_until": decided.hold_until}
            connection.execute(update(t.events).where(t.events.c.id == event.id).values(moved))
            _follow(connection, event, decided, at=decision.at)
            return decided

    def set_story(self, event_id: str, story_id: str | None) -> None:
        """Put an event into a story, or out of it."""
        with self._db.write() as connection:
            connection.execute(update(t.events).where(t.events.c.id == event_id).values(story_id=story_id))

    def set_urgent(self, event_id: str, *, urgent: bool) -> None:
        """Take an event to the front of the queue, or back into its row."""
        with self._db.write() as connection:
            connection.execute(update(t.events).where(t.events.c.id == event_id).values(urgent=urgent))

    def _read(self, query: Select[Any]) -> tuple[Event, ...]:
        with self._db.read() as connection:
            return tuple(event_of(row) for row in connection.execute(query))


def add(connection: Connection, event: Event) -> Event | None:
    """Keep an event unless it is known already; the event as it was kept, ``None`` if it was known."""
    row = _row(event)
    if insert_new(connection, t.events, row):
        return event
    if connection.execute(select(t.events.c.seq).where(t.events.c.natural_key == row["natural_key"])).first():
        return None
    # The same change again, in a later version: what went, came back and went once more is news each time.
    again = replace(event, id=fingerprint("event again", event.id, row["natural_key"]))
    return again if insert_new(connection, t.events, _row(again)) else None


def version_of(connection: Connection, document_id: str | None) -> str | None:
    """The latest version of the document that an event was read in."""
    if document_id is None:
        return None
    return connection.execute(select(documents.c.version_id).where(documents.c.id == document_id)).scalar()


def natural_key(event: Event) -> str:
    """The same for the same change read in the same version, whoever polled it and how often."""
    occasion = event.version_id or f"{event.source_id} {event.detected_at.isoformat()}"
    return fingerprint("event", event.source_id, occasion, event.change.key)


def _refuse_bad_merge(connection: Connection, decision: Decision) -> None:
    if decision.merged_into == decision.event_id:
        raise ReviewError("an event cannot be merged into itself")
    if connection.execute(select(t.events.c.id).where(t.events.c.id == decision.merged_into)).first() is None:
        raise ReviewError(f"there is no event {decision.merged_into} to merge into")


def _decided(event: Event, decision: Decision) -> Event:
    wording = decision.wording_after or event.wording
    return replace(event, state=_STATES[decision.verdict], wording=wording, hold_until=decision.hold_until)


def _follow(connection: Connection, before: Event, after: Event, *, at: datetime) -> None:
    if EventState.REJECTED in {before.state, after.state}:
        standings.settle(connection, after.id, at=at)
    standings.review(connection, after.id, reviewed=after.state is EventState.ACCEPTED)


def _row(event: Event) -> dict[str, Any]:
    change = event.change
    return {
        "id": event.id,
        "natural_key": natural_key(event),
        "type": change.type.value,
        "change_key": change.key,
        "organisation_id": change.organisation_id,
        "organisation_to_id": change.organisation_to_id,
        "area": change.area,
        "programme": change.programme,
        "partnership": change.partnership,
        "change": to_json(change),
        "occurred_on": change.occurred_on,
        "state": event.state.value,
        "concerns_source": change.type.concerns_source,
        **{name: getattr(event, name) for name in _SAME},
    }


_SAME = (
    "source_id", "document_id", "version_id", "url", "title", "publisher", "detected_at", "published_at", "wording",
    "poll_id", "urgent", "hold_until", "reason", "story_id",
)  # fmt: skip


@lru_cache(maxsize=2048)
def _change_of(written: str) -> Change:
    """What waits is asked for with every page of the desk, and a change never becomes another: it is read once."""
    return from_json(Change, written)


def event_of(row: Row[Any]) -> Event:
    """A row of the table as a value."""
    """A row of the table as a value."""
    change = _change_of(row.change)
    return Event(id=row.id, change=change, state=EventState(row.state), **{name: getattr(row, name) for name in _SAME})


def _decision_row(decision: Decision) -> dict[str, Any]:
    return {"verdict": decision.verdict.value, **{name: getattr(decision, name) for name in _DECIDED}}


_DECIDED = ("event_id", "by", "at", "reason", "wording_before", "wording_after", "hold_until", "merged_into")


def decision_of(row: Row[Any]) -> Decision:
    """A row of the decisions as a value."""
    return Decision(verdict=Verdict(row.verdict), **{name: getattr(row, name) for name in _DECIDED})
