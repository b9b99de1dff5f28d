"""What a poll works with, and what one visit comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from monitor.health import HealthSettings
from monitor.ledger.taught import Lessons
from monitor.model import Event, Fetch, Source, SourceState
from monitor.poll.reach import Reach
from monitor.poll.reader import Reader
from monitor.programmes.watchlist import Watchlist
from monitor.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a poll works with."""

    fetch: Fetch
    store: Store
    watchlist: Watchlist
    lessons: Lessons = field(default_factory=Lessons)
    reader: Reader | None = None
    health: HealthSettings = field(default_factory=HealthSettings)
    reach: Reach = field(default_factory=Reach)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one visit came to: ``events`` recorded, or the ``failure`` in words.

    ``state`` is still to be stored where the visit brought nothing at all: those are written together. ``due_at`` is when the
    source should be visited next.
    """

    source: Source
    events: tuple[Event, ...] = ()
    documents: int = 0
    unchanged: bool = False
    failure: str = ""
    poll_id: str = ""
    notes: tuple[str, ...] = ()
    state: SourceState | None = None
    due_at: datetime | None = None
