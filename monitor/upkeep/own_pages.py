"""Pages of our own are sources too: what one of them still says, though the ledger says otherwise, comes up for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from monitor.ledger.contradictions import still_said
from monitor.model import Source
from monitor.store import Reminder, Store

OWN = "own"


def note_own_pages(store: Store, sources: Sequence[Source], *, now: datetime) -> tuple[Reminder, ...]:
    """What our own pages (sources of the section ``own``) say against the ledger; what was put right is closed."""
    claims = [
        (sighting.claim, sighting.url)
        for source in sources
        if source.section == OWN
        for sighting in store.claims.list(source_id=source.id, live=True)
    ]
    held = store.standings.as_of(now.date())
    found = {
        reminder.id: reminder
        for each in still_said(claims, held)
        for reminder in [
            Reminder(
                kind="page", subject=each.in_words(), words=each.claim.evidence.quote, url=each.url, due_on=now.date(),
                created_at=now, outcome="our own page contradicts the ledger",
            )
        ]
    }  # fmt: skip
    with store.transaction():
        for reminder in found.values():
            store.reminders.add(reminder)
        for known in store.reminders.list("page"):
            if known.id not in found:
                store.reminders.move(replace(known, done_at=now, outcome="put right"))
    return tuple(found.values())
