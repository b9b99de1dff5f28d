"""Events as cards: the same change over many areas, read in one document, is one thing to decide. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.digest.changes import sentence_of
from monitor.ledger.wording import describe
from monitor.model import Event, EventType

_AREA_TYPES = {EventType.AREA_ADDED, EventType.AREA_REMOVED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing to decide: events that differ in their area alone, the first found first."""

    events: tuple[Event, ...]

    @property
    def event(self) -> Event:
        """The event that stands for all of them."""
        return self.events[0]

    @property
    def id(self) -> str:
        return self.event.id

    @property
    def event_ids(self) -> tuple[str, ...]:
        return tuple(event.id for event in self.events)

    @property
    def areas(self) -> tuple[str, ...]:
        """Every area that it concerns."""
        return tuple(sorted({event.change.area for event in self.events if event.change.area}))

    @property
    def urgent(self) -> bool:
        return any(event.urgent for event in self.events)

    @property
    def sentence(self) -> str:
        """The change in words, over all its areas; the wording of staff where there is one."""
        if self.event.wording and self.event.wording != describe(self.event.change):
            return self.event.wording
        return sentence_of(self.event.change, self.areas)

    @property
    def confidence(self) -> float:
        """That of the least sure of its events."""
        return min(event.change.confidence for event in self.events)

    @property
    def stands_alone(self) -> bool:
        """Whether it was split from others that say the same of other areas."""
        return self.event.story_id == self.event.id


def cards_of(events: Iterable[Event]) -> tuple[Card, ...]:
    """``events`` as cards, in the order in which each card's first event comes."""
    grouped: dict[tuple[str, ...], list[Event]] = {}
    for event in events:
        grouped.setdefault(key_of(event), []).append(event)
    return tuple(Card(events=tuple(group)) for group in grouped.values())


def key_of(event: Event) -> tuple[str, ...]:
    """What the events of one card have in common."""
    change = event.change
    plain = event.wording == describe(change)
    values = () if change.type in _AREA_TYPES else (change.before, change.after)
    facts = (
        change.type, change.programme, change.partnership, change.organisation_id, change.organisation_to_id, change.role,
        change.status, change.occurred_on, change.question, change.contract, event.document_id, event.version_id,
        event.state, event.hold_until, event.story_id, "" if plain else event.wording, *values,
    )  # fmt: skip
    return tuple(str(fact or "") for fact in facts)
