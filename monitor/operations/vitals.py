"""The vital signs: alive, ready, and the figures that a monitor collects. A reason is one plain sentence."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from monitor import __version__
from monitor.clock import Clock, utc_now
from monitor.errors import StoreError
from monitor.model import Fetch, Request, Snapshot, Unchanged
from monitor.poll import Outcome
from monitor.store import Store
from monitor.store.figures import Figures, can_write, figures

TICK_SECONDS = 30
_LATE_TICKS = 3
_FRESH_SECONDS = 5.0


class Vitals:
    """The signs of one process. ``beats``: it has a scheduler, whose ticks must keep coming; a process that only serves has none."""

    def __init__(
        self, store: Store, state: Path, *, reserve_mb: int = 200, beats: bool = False, clock: Clock = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._store, self._state = store, state
        self.keep_free(reserve_mb)
        self._beats, self._clock, self._monotonic = beats, clock, monotonic
        self._last = monotonic()
        self._asked: tuple[float, str | None] | None = None
        self._lock = threading.Lock()
        self.registry = CollectorRegistry()
        self._polls = Counter(
            "tierwatch_polls",
            "Visits by kind of source and outcome.",
            ["source_type", "outcome"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "tierwatch_poll_duration_seconds", "How long a visit took.", registry=self.registry,
            buckets=(0.1, 0.5, 1, 2, 5, 10, 30, 60, 120),
        )  # fmt: skip
        self._bytes = Counter("tierwatch_fetch_bytes", "Bytes of answers, unpacked.", registry=self.registry)
        self.registry.register(_StateFigures(self))

    def keep_free(self, reserve_mb: int) -> None:
        """From now on less free disk than this is too little."""
        self._reserve = reserve_mb * 1024 * 1024

    def why_disk_is_short(self) -> str | None:
        """The sentence for a disk that has less free than the reserve, ``None`` where there is enough."""
        return why_disk_is_short(self._state, self._reserve)

    def beat(self) -> None:
        """A useful tick of the scheduler."""
        self._last = self._monotonic()

    def polled(self, kind: str, outcome: str, seconds: float) -> None:
        """Count one visit."""
        self._polls.labels(source_type=kind, outcome=outcome).inc()
        self._seconds.observe(seconds)

    def counting(self, fetch: Fetch) -> Fetch:
        """``fetch``, with what it brings counted."""

        def counted(request: Request) -> Snapshot | Unchanged:
            answer = fetch(request)
            if isinstance(answer, Snapshot):
                self._bytes.inc(len(answer.body))
            return answer

        return counted

    def why_not_alive(self) -> str | None:
        """Why the process should be started anew, ``None`` if it works. Touches neither disk nor network."""
        silent = self._monotonic() - self._last
        if self._beats and silent > TICK_SECONDS * _LATE_TICKS:
            return f"the scheduler has not moved for {silent:.0f} seconds"
        return None

    def why_not_ready(self) -> str | None:
        """Why it cannot do its work now, ``None`` if it can. Asked the disk at most every few seconds."""
        with self._lock:
            if self._asked is None or self._monotonic() - self._asked[0] > _FRESH_SECONDS:
                self._asked = (self._monotonic(), self._look())
            return self.why_not_alive() or self._asked[1]

    def _look(self) -> str | None:
        if short := self.why_disk_is_short():
            return short
        try:
            can_write(self._store.database)
        except StoreError:
            # What exactly is wrong with the database stands in the log; a health page tells no paths.
            return "the state cannot be written"
        return None

    def metrics(self) -> bytes:
        """The figures in the text format of Prometheus."""
        return generate_latest(self.registry)

    def figures(self) -> Figures:
        """The figures of the state."""
        return figures(self._store.database)

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self._clock()


def why_disk_is_short(state: Path, reserve: int) -> str | None:
    """The sentence for a disk with less than ``reserve`` bytes free, ``None`` where there is enough."""
    try:
        free = shutil.disk_usage(state).free
    except OSError:
        return "the folder of the state cannot be read"
    if free < reserve:
        return f"the disk has {free // 1024**2} MB free, less than the reserve of {reserve // 1024**2} MB"
    return None


def outcome_of(outcome: Outcome) -> str:
    """The word under which a visit is counted."""
    if outcome.failure and not outcome.documents:
        return "failed"
    if outcome.unchanged and not outcome.events:
        return "unchanged"
    return "changed"


class _StateFigures(Collector):
    """What the state holds, asked anew at each collection."""

    def __init__(self, vitals: Vitals) -> None:
        self._vitals = vitals

    def describe(self) -> list[Metric]:
        """Nothing: describing must not ask the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The families."""
        yield _labelled("tierwatch_build_info", "The version that runs.", "version", {__version__: 1})
        ready = self._vitals.why_not_ready() is None
        yield GaugeMetricFamily("tierwatch_ready", "Whether the service can do its work.", value=float(ready))
        try:
            found = self._vitals.figures()
        except StoreError:
            return
        now = self._vitals.now
        yield _labelled("tierwatch_sources", "Sources by health.", "state", found.sources)
        good = {source: at.timestamp() for source, at in found.last_good.items() if at}
        yield _labelled(
            "tierwatch_source_last_success_timestamp_seconds", "The last good visit of a source.", "source", good
        )
        yield _moment("tierwatch_last_cycle_timestamp_seconds", "The last visit of any source.", found.last_polled_at)
        yield _age("tierwatch_schedule_lag_seconds", "How late the most overdue source is.", found.next_due_at, now)
        yield _counter("tierwatch_events", "Events by kind.", "type", found.events)
        yield GaugeMetricFamily("tierwatch_events_held", "Events held for staff.", value=found.held)
        oldest = found.oldest_waiting_event_at
        yield _age("tierwatch_review_queue_age_seconds", "Age of the oldest event that waits for review.", oldest, now)
        yield _counter("tierwatch_deliveries", "Mails by outcome.", "outcome", found.deliveries)
        uncertain = found.deliveries.get("uncertain", 0)
        yield GaugeMetricFamily("tierwatch_deliveries_uncertain", "Mails that may have arrived.", value=uncertain)
        yield _age("tierwatch_outbox_oldest_seconds", "Age of the oldest mail that waits.", found.oldest_mail_at, now)
        yield _counter("tierwatch_logins", "Attempts to sign in by outcome.", "outcome", found.logins)
        yield _counter("tierwatch_bounces", "Reports of mail servers by class.", "class", found.bounces)
        yield GaugeMetricFamily("tierwatch_db_size_bytes", "Size of the database.", value=found.size_bytes)
        yield _moment("tierwatch_backup_last_success_timestamp_seconds", "The last backup.", found.backup_at)


def _labelled(name: str, words: str, label: str, values: object) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=[label])
    assert isinstance(values, dict)
    for word, value in values.items():
        family.add_metric([word], float(value))
    return family


def _counter(name: str, words: str, label: str, values: object) -> CounterMetricFamily:
    family = CounterMetricFamily(name, words, labels=[label])
    assert isinstance(values, dict)
    for word, value in values.items():
        family.add_metric([word], float(value))
    return family


def _moment(name: str, words: str, at: datetime | None) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=at.timestamp() if at else 0.0)


def _age(name: str, words: str, since: datetime | None, now: datetime) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=max(0.0, (now - since).total_seconds()) if since else 0.0)
