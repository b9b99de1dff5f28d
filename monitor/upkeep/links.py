"""The link checker: tries the links of our advice and past issues, a few at a time, through the same door as the poller.

It asks robots.txt, waits between two requests to a host and gives up as the poller does, because it is the same fetcher. A
link is dead only after it failed in three checks on different days; one check tells nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.errors import FetchError
from monitor.model import Fetch, Request, Unchanged
from monitor.store import Reminder, Store
from monitor.upkeep.issues import note_issues

EVERY = timedelta(days=30)
AGAIN = timedelta(days=1)
DEAD_AFTER = 3
#: To see whether a link leads somewhere its beginning is enough; more than this counts as there.
_MOST_BYTES = 1_000_000
#: It answered, or the site asks not to be read: neither says that the link is dead.
_NOT_DEAD = frozenset({"too_large", "encoding", "robots", "blocked", "bomb"})
_OVERLOADED = frozenset({403, 405, 429, 503})


def gather_links(store: Store, *, now: datetime) -> int:
    """Note every link of advice items and of issues that went out; how many were new."""
    note_issues(store, now=now)
    urls = {each.url: each.subject for each in store.reminders.list("advice") if each.url}
    urls |= {each.address: "a past issue" for each in store.contacts.given_out("digest") if _is_link(each.address)}
    return sum(
        store.reminders.add(Reminder(kind="link", subject=url, words=where, url=url, due_on=now.date(), created_at=now))
        for url, where in sorted(urls.items())
        if _is_link(url)
    )


def check_links(store: Store, fetch: Fetch, *, now: datetime, limit: int = 50) -> tuple[Reminder, ...]:
    """Try the links whose day has come, at most ``limit`` of them; each as it is known afterwards."""
    waiting = [each for each in store.reminders.list("link") if each.due_on is None or each.due_on <= now.date()]
    checked = []
    for reminder in waiting[:limit]:
        after = _tried(reminder, fetch, now)
        store.reminders.move(after)
        checked.append(after)
    return tuple(checked)


def dead_links(store: Store) -> tuple[Reminder, ...]:
    """The links that a person should mend or take out, the longest dead first."""
    return tuple(each for each in store.reminders.list("link") if each.attempts >= DEAD_AFTER)


def _tried(reminder: Reminder, fetch: Fetch, now: datetime) -> Reminder:
    try:
        answer = fetch(Request(url=reminder.url, max_bytes=_MOST_BYTES))
    except FetchError as error:
        if error.kind in _NOT_DEAD or error.status in _OVERLOADED:
            return replace(reminder, checked_at=now, due_on=(now + EVERY).date())
        attempts = reminder.attempts + 1
        dead = attempts >= DEAD_AFTER
        outcome = f"dead: {error.reason}" if dead else ""
        due = now + (EVERY if dead else AGAIN)
        return replace(reminder, checked_at=now, attempts=attempts, outcome=outcome, due_on=due.date())
    moved = "" if isinstance(answer, Unchanged) or not answer.permanent_redirect else f"moved to {answer.url}"
    return replace(reminder, checked_at=now, attempts=0, outcome=moved, due_on=(now + EVERY).date())


def _is_link(address: str) -> bool:
    return address.startswith(("http://", "https://"))
