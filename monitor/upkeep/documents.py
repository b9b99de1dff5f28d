"""What new documents hold for later: promises for a vague time, and closing dates. Each comes back on its day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from monitor.extract.closing import find_closings
from monitor.extract.promises import find_promises
from monitor.ledger.feeds import Day
from monitor.programmes.pack import Programme
from monitor.store import Reminder, Store, Version

#: What was due before this is of the archive: nobody looks after it when an old page is read for the first time.
STALE_AFTER = timedelta(days=365)
#: Versions are read a stretch at a time: a year of them need not lie in memory at once.
_STRETCH = timedelta(days=7)
_RUN = "documents noted"


def note_documents(store: Store, *, now: datetime) -> int:
    """Note what versions that are new since the last time promise and until when they are open; how many notes that were."""
    last = store.runs.list(_RUN)
    since = last[-1].claimed_at if last else now - STALE_AFTER
    noted = 0
    with store.transaction():
        while since < now:
            until = min(since + _STRETCH, now)
            versions = store.documents.first_seen_between(since, until, baselines=True)
            noted += sum(store.reminders.add(each) for version in versions for each in _reminders(version, now))
            since = until
        store.runs.claim(_RUN, now.isoformat(), at=now, by="upkeep")
    return noted


def calendar_days(store: Store, programmes: Iterable[Programme], *, today: date) -> list[Day]:
    """The days of a calendar: when programmes begin and end, and the closing dates that lie ahead."""
    found = [
        Day(id=f"{pack.id}-{name}", on=on, summary=f"{pack.name} {name}")
        for pack in programmes
        if pack.id
        for name, on in (("starts", pack.starts_on), ("ends", pack.ends_on))
        if on
    ]
    found += [
        Day(id=each.id, on=each.due_on, summary=f"Closes: {each.words}", url=each.url)
        for each in store.reminders.list("closing")
        if each.due_on and each.due_on >= today
    ]
    return found


def _reminders(version: Version, now: datetime) -> Iterator[Reminder]:
    document = version.document
    on = (document.updated_at or document.published_at or version.first_seen).date()
    where = ": ".join(part for part in (document.publisher, document.title) if part)
    for promise in find_promises(document, on=on):
        if promise.due_on >= (now - STALE_AFTER).date():
            yield Reminder(
                kind="promise",
                subject=promise.words,
                words=where,
                url=document.url,
                due_on=promise.due_on,
                created_at=now,
            )
    for closing in find_closings(document, on=on):
        if closing.on >= now.date():
            doubt = "the year is not stated" if closing.ambiguous else ""
            yield Reminder(
                kind="closing", subject=closing.evidence.quote, words=where, url=document.url, due_on=closing.on,
                created_at=now, outcome=doubt,
            )  # fmt: skip
