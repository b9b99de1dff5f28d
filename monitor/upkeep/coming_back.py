"""What a person does with something that came back: close it with what came of it, or let it come back later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from monitor.errors import UnknownIdError
from monitor.store import Reminder, Store


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
    """The reminder of that id or beginning of an id. Raises UnknownIdError when there is no one such."""
    reminder = store.reminders.get(which)
    if reminder is None:
        raise UnknownIdError(f"there is no one reminder {which}; `tierwatch due` shows them")
    return reminder


def is_due(reminder: Reminder, today: date) -> bool:
    """Whether a person should look at it now."""
    return reminder.done_at is None and bool(reminder.outcome or (reminder.due_on and reminder.due_on <= today))
