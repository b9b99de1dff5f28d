"""What a lesson says of the changes that wait: those of the same mistake are rejected by it, those that may be are asked about.

Who teaches decides with it; each decision names its lesson, so that taking the lesson back opens the changes again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from monitor.model import Decision, Event, EventState, Verdict
from monitor.store import Store

_WAITING = (EventState.PENDING, EventState.HELD)


def judge_no_party(
    store: Store, lesson_id: str, *, document_id: str, organisation_id: str, by: str, at: datetime
) -> None:
    """Reject what waits of a body in the document in which it has no part, and ask about what waits of it in others."""
    for event in _waiting(store, organisation_id):
        if event.document_id == document_id:
            _decide(store, event, Verdict.REJECT, f"it has no part in this document {_by_lesson(lesson_id)}", by, at)
        elif event.state is EventState.PENDING:
            asked = (
                f"it was said to have no part in another document {_by_lesson(lesson_id)}: is it the same mistake here?"
            )
            _decide(store, event, Verdict.HOLD, asked, by, at)


def open_again(store: Store, lesson_id: str, *, organisation_id: str, by: str, at: datetime) -> None:
    """Put back into the queue what a lesson had decided, where nobody has decided about it since."""
    for state in (EventState.REJECTED, EventState.HELD):
        for event in store.events.list(organisation_id=organisation_id, state=state):
            last = next(iter(reversed(store.events.decisions(event.id))), None)
            if last and _by_lesson(lesson_id) in last.reason:
                _decide(store, event, Verdict.REOPEN, f"taken back {_by_lesson(lesson_id)}", by, at)


def _waiting(store: Store, organisation_id: str) -> Iterator[Event]:
    for state in _WAITING:
        yield from store.events.list(organisation_id=organisation_id, state=state)


def _by_lesson(lesson_id: str) -> str:
    return f"(lesson {lesson_id[:12]})"


def _decide(store: Store, event: Event, verdict: Verdict, reason: str, by: str, at: datetime) -> None:
    until = at.date() if verdict is Verdict.HOLD else None
    store.events.decide(
        Decision(event_id=event.id, verdict=verdict, by=by, at=at, reason=reason, hold_until=until),
        expected=event.state,
    )
