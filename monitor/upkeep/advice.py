"""Advice that we give out: each item has a day to be read again, and the facts that it rests on; when one moves, it comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from monitor.errors import TierwatchError
from monitor.ledger.wording import describe
from monitor.model import Event, EventState
from monitor.programmes import Watchlist
from monitor.store import Reminder, Store

#: What an advice item may rest on.
KINDS = ("area", "organisation", "programme", "partnership", "contact")


def add_advice(
    store: Store, watchlist: Watchlist, *, title: str, url: str, review_by: date, depends_on: tuple[str, ...], by: str,
    now: datetime,
) -> Reminder:  # fmt: skip
    """Keep an advice item. ``depends_on`` are facts as ``area:NAME``, ``organisation:NAME`` ... Raises TierwatchError on others."""
    reminder = Reminder(
        kind="advice", subject=title, url=url, due_on=review_by, created_at=now, checked_at=now,
        depends_on=tuple(_known(fact, watchlist) for fact in depends_on),
    )  # fmt: skip
    with store.transaction():
        if not store.reminders.add(reminder):
            raise TierwatchError(f'there is already an advice item "{title}" at {url or "no address"}')
        store.audit.add("advice added", subject=reminder.id, by=by, at=now, details={"title": title, "url": url})
    return reminder


def mark_advice(store: Store) -> tuple[Reminder, ...]:
    """Mark for checking each item of which a fact has moved since it was last looked at; those that were marked now."""
    marked = []
    for reminder in store.reminders.list("advice"):
        moved = next(filter(None, (_moved(store, fact, reminder) for fact in reminder.depends_on)), "")
        if moved and not reminder.outcome:
            again = replace(reminder, outcome=f"check: {moved}")
            store.reminders.move(again)
            marked.append(again)
    return tuple(marked)


def reviewed(store: Store, reminder: Reminder, *, review_by: date, by: str, now: datetime) -> Reminder:
    """Note that a person has read the item and found it good, until ``review_by``."""
    again = replace(reminder, outcome="", due_on=review_by, checked_at=now)
    with store.transaction():
        store.reminders.move(again)
        store.audit.add(
            "advice reviewed", subject=reminder.id, by=by, at=now, details={"review_by": review_by.isoformat()}
        )
    return again


def _moved(store: Store, fact: str, reminder: Reminder) -> str:
    """What happened to ``fact`` since the item was last looked at, in words; empty if nothing did."""
    kind, _, name = fact.partition(":")
    since = reminder.checked_at or reminder.created_at
    if kind == "contact":
        retired = (each for each in store.contacts.list(state="retired") if each.address == name)
        return next((f"{each.address} is retired" for each in retired if each.retired_on), "")
    chosen = {each: name if each == kind else None for each in KINDS}
    events = store.events.list(
        since=since, concerns_source=False, area=chosen["area"], organisation_id=chosen["organisation"],
        programme=chosen["programme"], partnership=chosen["partnership"],
    )  # fmt: skip
    standing = [event for event in events if event.state not in {EventState.REJECTED, EventState.MERGED}]
    return _in_words(standing[-1]) if standing else ""


def _in_words(event: Event) -> str:
    day = event.change.occurred_on or event.detected_at.date()
    return f"{event.wording or describe(event.change)} ({day.isoformat()})"


def _known(fact: str, watchlist: Watchlist) -> str:
    kind, _, name = fact.partition(":")
    if kind not in KINDS or not name.strip():
        raise TierwatchError(f'"{fact}" is no fact to rest on; write {", ".join(f"{each}:NAME" for each in KINDS)}')
    if kind == "area":
        area = watchlist.area(name)
        return f"area:{area.name if area else name}"
    if kind == "organisation":
        organisation = watchlist.organisation(name)
        if organisation is None:
            raise TierwatchError(f'no pack knows an organisation "{name}"')
        return f"organisation:{organisation.id}"
    return f"{kind}:{name.casefold() if kind == 'contact' else name}"
