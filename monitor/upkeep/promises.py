"""Promises come back: what a document promised for a vague time is noted, and shows again when that time is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from monitor.errors import TierwatchError
from monitor.extract.promises import find_promises
from monitor.store import Reminder, Store, Version

#: A promise that was due before this is of the archive: nobody looks after it when an old page is read for the first time.
STALE_AFTER = timedelta(days=365)
_RUN = "promises"
#: Versions are read a stretch at a time: a year of them need not lie in memory at once.
_STRETCH = timedelta(days=7)


def note_promises(store: Store, *, now: datetime) -> int:
    """Note what was promised in versions that are new since the last time; how many promises that were."""
    last = store.runs.list(_RUN)
    since = last[-1].claimed_at if last else now - STALE_AFTER
    noted = 0
    with store.transaction():
        while since < now:
            until = min(since + _STRETCH, now)
            versions = store.documents.first_seen_between(since, until, baselines=True)
            noted += sum(store.reminders.add(each) for version in versions for each in _promised(version, now))
            since = until
        store.runs.claim(_RUN, now.isoformat(), at=now, by="upkeep")
    return noted


def _promised(version: Version, now: datetime) -> Iterator[Reminder]:
    document = version.document
    on = (document.updated_at or document.published_at or version.first_seen).date()
    for promise in find_promises(document, on=on):
        if promise.due_on >= (now - STALE_AFTER).date():
            where = ": ".join(part for part in (document.publisher, document.title) if part)
            yield Reminder(
                kind="promise",
                subject=promise.words,
                words=where,
                url=document.url,
                due_on=promise.due_on,
                created_at=now,
            )


def put_off(store: Store, which: str, *, weeks: int, by: str, now: datetime) -> Reminder:
    """Let a reminder come back after ``weeks``."""
    reminder = found(store, which)
    moved = replace(reminder, due_on=now.date() + timedelta(weeks=weeks), outcome="", checked_at=now)
    with store.transaction():
        store.reminders.move(moved)
        store.audit.add("reminder put off", subject=reminder.id, by=by, at=now, details={"weeks": weeks})
    return moved


def close(store: Store, which: str, *, outcome: str, by: str, now: datetime) -> Reminder:
    """End a reminder, with what came of it."""
    reminder = found(store, which)
    moved = replace(reminder, done_at=now, checked_at=now, outcome=outcome)
    with store.transaction():
        store.reminders.move(moved)
        store.audit.add("reminder closed", subject=reminder.id, by=by, at=now, details={"outcome": outcome})
    return moved


def found(store: Store, which: str) -> Reminder:
    """The reminder of that id or beginning of an id. Raises TierwatchError when there is no one such."""
    reminder = store.reminders.get(which)
    if reminder is None:
        raise TierwatchError(f"there is no one reminder {which}; `tierwatch due` shows them")
    return reminder


def is_due(reminder: Reminder, today: date) -> bool:
    """Whether a person should look at it now."""
    return reminder.done_at is None and bool(reminder.outcome or (reminder.due_on and reminder.due_on <= today))
