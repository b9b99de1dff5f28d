"""What waits, for every page of the desk that says so: read once while nothing of it moves, and counted in cards, as the lists show it."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.review import deciding
from monitor.review.cards import Card
from monitor.web.kept import kept
from monitor.web.site import site


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Cards that wait for a person, cards that are held back, and objections that nobody has answered."""

    waiting: int
    held: int
    objections: int


def waiting() -> tuple[Card, ...]:
    """The cards that wait for a person, urgent first."""
    here = site()
    revision = here.store.events.queue_revision()
    return kept().value(("waiting", revision, here.today), lambda: deciding.queue(here.store, today=here.today))


def counts() -> Counts:
    """The counts of this moment."""
    store = site().store
    return Counts(
        waiting=len(waiting()), held=len(deciding.held(store)), objections=store.objections.count_open(),
    )  # fmt: skip
