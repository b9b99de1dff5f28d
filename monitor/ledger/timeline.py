"""The story of an area in order: who was named, how far it got, who took whose place, each with its words and source. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monitor.ledger.opendata import standing_id
from monitor.ledger.wording import STATUS_WORDS, describe, role_at
from monitor.model import Event, EventState, Standing, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened on a day. ``stage`` is how far the bid or contract had come.

    ``event_id`` names the change that tells it, else ``standing`` is what began; ``reviewed``: has a person checked it?
    """

    on: date | None
    words: str
    stage: Status | None
    organisation: str
    programme: str | None
    area: str | None
    quote: str = ""
    url: str = ""
    publisher: str = ""
    event_id: str | None = None
    state: EventState | None = None
    standing: Standing | None = None
    reviewed: bool = True

    @property
    def fact_id(self) -> str | None:
        """The permanent id of the standing that began."""
        return standing_id(self.standing) if self.standing else None

    @property
    def chip(self) -> str:
        """The stage in words; empty where there is none."""
        return STATUS_WORDS[self.stage] if self.stage else ""


def timeline(history: Iterable[Standing], events: Iterable[Event]) -> tuple[Entry, ...]:
    """Everything that ``history`` (all standings ever true there) and ``events`` tell, oldest first.

    What an event tells is not told again from the standings that it moved. Rejected and merged events tell nothing.
    """
    told = [event for event in events if event.state not in {EventState.REJECTED, EventState.MERGED}]
    told = [event for event in told if not event.type.concerns_source]
    covered = {pair for event in told for pair in _covered(event)}
    entries = [_of_event(event) for event in told]
    entries += [
        _begun(each)
        for each in history
        # What ended on the day on which it began never was: its end was published later than it was seen.
        if each.valid_from is None
        or (each.valid_from != each.valid_to and (each.organisation_id, each.valid_from) not in covered)
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.on or date.min, entry.words)))


def _covered(event: Event) -> Iterable[tuple[str, date]]:
    change, day = event.change, _day(event)
    yield change.organisation_id, day
    if change.organisation_to_id:
        yield change.organisation_to_id, day


def _day(event: Event) -> date:
    change = event.change
    return change.occurred_on or change.seen_on or (event.published_at or event.detected_at).date()


def _of_event(event: Event) -> Entry:
    change = event.change
    evidence = change.evidence or change.evidence_before
    return Entry(
        on=_day(event),
        words=event.wording or describe(change),
        stage=change.status,
        organisation=change.organisation_to or change.organisation,
        programme=change.programme,
        area=change.area,
        quote=evidence.quote if evidence else "",
        url=event.url,
        publisher=event.publisher,
        event_id=event.id,
        state=event.state,
        reviewed=event.state is EventState.ACCEPTED,
    )


def _begun(standing: Standing) -> Entry:
    # How a standing ends is told by the event or by the stage that comes after it.
    is_over = standing.status is Status.TERMINATED
    words = STATUS_WORDS[standing.status] if is_over else f"named as {role_at(standing.role, standing.status)}"
    return Entry(
        on=standing.valid_from,
        words=f"{standing.organisation} is {words}",
        stage=standing.status,
        organisation=standing.organisation,
        programme=standing.programme,
        area=standing.area,
        quote=standing.quote,
        url=standing.url,
        standing=standing,
        reviewed=standing.reviewed,
    )
