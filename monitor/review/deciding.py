"""Deciding about a card: every event of it in one transaction, with a row in the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from monitor.errors import ReviewError
from monitor.model import Decision, Event, EventState, Verdict
from monitor.review.cards import Card, cards_of, key_of
from monitor.store import Store

_LONGEST_WORDING = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """What a reviewer says of a card."""

    verdict: Verdict
    reason: str = ""
    wording: str = ""
    hold_until: date | None = None
    merged_into: str | None = None


def queue(store: Store, *, today: date) -> tuple[Card, ...]:
    """The cards that wait for a person, urgent first."""
    return cards_of(store.events.queue(today=today))


def held(store: Store) -> tuple[Card, ...]:
    """The cards that are held back, whether their day has come or not."""
    return cards_of(store.events.list(state=EventState.HELD, concerns_source=False))


def card_with(store: Store, event_id: str) -> Card | None:
    """The card that an event belongs to."""
    event = store.events.get(event_id)
    if event is None:
        return None
    key = key_of(event)
    same = store.events.list(
        organisation_id=event.change.organisation_id,
        type=event.type.value,
        source_id=event.source_id,
        state=event.state,
    )
    found = [each for each in same if key_of(each) == key]
    return Card(events=tuple(found) or (event,))


def decide(store: Store, card: Card, say: Say, *, by: str, at: datetime) -> None:
    """Record what ``by`` says of every event of ``card``. Raises ReviewError when another decided meanwhile, and nothing changes."""
    _check(say)
    target = store.events.get(say.merged_into) if say.merged_into else None
    with store.transaction():
        for event in card.events:
            decision = Decision(
                event_id=event.id,
                verdict=say.verdict,
                by=by,
                at=at,
                reason=say.reason,
                wording_after=say.wording,
                hold_until=say.hold_until,
                merged_into=_counterpart(store, event, target) if target else say.merged_into,
            )
            store.events.decide(decision, expected=event.state)
        store.audit.add(f"change: {say.verdict.value}", subject=card.id, by=by, at=at, details=_details(card, say))


def reopen(store: Store, event_ids: Sequence[str], *, by: str, at: datetime) -> Event:
    """Take a decision back: the events wait again, with the wording that they had before it. The first of them."""
    with store.transaction():
        for event_id in event_ids:
            event = store.events.get(event_id)
            if event is None:
                raise ReviewError(f"there is no event {event_id}")
            last = next(iter(reversed(store.events.decisions(event_id))), None)
            wording = last.wording_before if last else ""
            store.events.decide(
                Decision(
                    event_id=event_id, verdict=Verdict.REOPEN, by=by, at=at, wording_after=wording, reason="undone"
                ),
                expected=event.state,
            )
        store.audit.add("change: reopen", subject=event_ids[0], by=by, at=at, details={"events": list(event_ids)})
    found = store.events.get(event_ids[0])
    assert found is not None
    return found


def mark_urgent(store: Store, card: Card, *, urgent: bool, by: str, at: datetime) -> None:
    """Take a card to the front of the queue, or back into its row."""
    with store.transaction():
        for event in card.events:
            store.events.set_urgent(event.id, urgent=urgent)
        action = "change: urgent" if urgent else "change: no longer urgent"
        store.audit.add(action, subject=card.id, by=by, at=at, details={"events": list(card.event_ids)})


def split(store: Store, card: Card, *, by: str, at: datetime) -> None:
    """Make a card of each event of ``card``."""
    with store.transaction():
        for event in card.events:
            store.events.set_story(event.id, event.id)
        store.audit.add("change: split", subject=card.id, by=by, at=at, details={"events": list(card.event_ids)})


def join(store: Store, card: Card, *, by: str, at: datetime) -> None:
    """Put the events that ``card`` was split from together again."""
    event = card.event
    same = store.events.list(
        organisation_id=event.change.organisation_id,
        type=event.type.value,
        source_id=event.source_id,
        state=event.state,
    )
    with store.transaction():
        for each in same:
            if each.document_id == event.document_id and each.story_id == each.id:
                store.events.set_story(each.id, None)
        store.audit.add("change: joined again", subject=card.id, by=by, at=at)


def others_like(card: Card, cards: Sequence[Card]) -> tuple[Card, ...]:
    """The cards that ``card`` might tell the same thing as, the likeliest first."""
    change = card.event.change

    def likeness(other: Card) -> int:
        there = other.event.change
        bodies = {change.organisation_id, change.organisation_to_id} - {None}
        return (
            2 * bool(bodies & {there.organisation_id, there.organisation_to_id})
            + bool(set(card.areas) & set(other.areas))
            + (change.type is there.type)
        )

    rest = [other for other in cards if other.id != card.id]
    return tuple(sorted(rest, key=likeness, reverse=True))


def _check(say: Say) -> None:
    if say.verdict is Verdict.REJECT and not say.reason.strip():
        raise ReviewError("say why it is rejected; the reason is kept with the change")
    if say.verdict is Verdict.HOLD and say.hold_until is None:
        raise ReviewError("say until which day it is held")
    if say.verdict is Verdict.EDIT and not say.wording.strip():
        raise ReviewError("the wording is empty")
    if len(say.wording) > _LONGEST_WORDING:
        raise ReviewError(f"the wording is longer than {_LONGEST_WORDING} characters")


def _counterpart(store: Store, event: Event, target: Event) -> str:
    """The event of the target's card in the same area, where there is one."""
    card = card_with(store, target.id)
    same = [each.id for each in card.events if each.change.area == event.change.area] if card else []
    return (same or [target.id])[0]


def _details(card: Card, say: Say) -> dict[str, Any]:
    stated = {
        "reason": say.reason, "wording": say.wording, "hold_until": say.hold_until, "merged_into": say.merged_into,
    }  # fmt: skip
    return {
        "sentence": card.sentence, "events": list(card.event_ids), "was": card.event.state.value,
        **{name: value for name, value in stated.items() if value},
    }  # fmt: skip
