"""What stands around a claim or a change: who else says so, who says otherwise, and what happened in that area before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monitor.ledger.contradictions import Contradiction, contradictions
from monitor.ledger.explain import confirmed
from monitor.model import Claim, Event
from monitor.store import Sighting, Store

_MOST = 12
_HISTORY = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One other document that speaks of the same body in the same area; ``agrees`` with the change or not."""

    sighting: Sighting
    agrees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """Publishers of other sources that say the same of the same place, each with how sure that is, and how sure all make it together."""

    others: tuple[tuple[str, float], ...]
    together: float


def confirmation(claim: Claim, source_id: str, store: Store) -> Confirmation:
    """Who confirms ``claim`` of the source ``source_id``: others that say the same of one of its areas, or without naming any.

    A publisher counts once, by the surest of what it says.
    """
    others: dict[str, float] = {}
    for other in store.claims.list(organisation_id=claim.organisation_id):
        same = (other.claim.role, other.claim.status, other.claim.mode) == (claim.role, claim.status, claim.mode)
        placed = not claim.areas or not other.claim.areas or set(claim.areas) & set(other.claim.areas)
        if same and placed and other.source_id != source_id:
            name = other.publisher or other.source_id
            others[name] = max(others.get(name, 0.0), other.claim.confidence)
    return Confirmation(others=tuple(others.items()), together=confirmed([claim.confidence, *others.values()]))


def voices(event: Event, store: Store) -> tuple[Voice, ...]:
    """What other documents say now of the body that the change is about, in its area."""
    change = event.change
    wanted = change.organisation_to_id or change.organisation_id
    heard: dict[tuple[str, str, str], Voice] = {}
    for sighting in store.claims.list(organisation_id=wanted, area=change.area, live=True):
        if sighting.document_id == event.document_id or not sighting.claim.mode.makes_events:
            continue
        claim = sighting.claim
        heard[sighting.document_id, claim.role, claim.status] = Voice(sighting=sighting, agrees=_agrees(claim, event))
    return tuple(list(heard.values())[-_MOST:])


def disputes(event: Event, store: Store, today: date) -> tuple[Contradiction, ...]:
    """What cannot all hold today in the area of the change."""
    if event.change.area is None:
        return ()
    return contradictions(store.standings.as_of(today, area=event.change.area))


def history_of_area(event: Event, store: Store) -> Sequence[Event]:
    """The changes of that area before this one, newest first."""
    if event.change.area is None:
        found = store.events.list(organisation_id=event.change.organisation_id, concerns_source=False)
    else:
        found = store.events.list(area=event.change.area, concerns_source=False)
    # What was found on the same day is in the queue beside it; history is what came before that.
    earlier = [each for each in found if each.id != event.id and each.detected_at < event.detected_at]
    return sorted(earlier, key=lambda each: each.detected_at, reverse=True)[:_HISTORY]


def _agrees(claim: Claim, event: Event) -> bool:
    change = event.change
    if change.status is not None and claim.status is not change.status:
        return claim.status.rank > change.status.rank > 0
    return change.role is None or claim.role is change.role
