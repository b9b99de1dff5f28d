"""When things happen: APScheduler 3 calls the poll of each source, the weekly digest and a heartbeat.

A job a source, its moments spread over the interval by a hash of its id so that a restart is no stampede. Late jobs are never
dropped (``misfire_grace_time=None``) and a backlog is run once (``coalesce``). The heartbeat wakes the scheduler after a clock
jump, which an overdue job alone would sleep through. What a run does twice by mistake (the 01:30 that an October Sunday has
twice, a second scheduler) is stopped by the store's unique row for each (kind, period), not here.
"""

from __future__ import annotations

import hashlib
import logging
import os
import signal
import threading
import time as time_module
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from queue import Empty, SimpleQueue
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from monitor.clock import Clock, WeeklyAt, utc_now
from monitor.model import Source

log = logging.getLogger(__name__)
HEARTBEAT_SECONDS = 30
#: How long what is in flight has to finish, once the service was told to stop.
STOP_SECONDS = 25.0
REMIND_MINUTES = 10
#: A due time this near to the one of the cadence is the same.
SLACK = timedelta(minutes=2)
#: Between two looks at the clocks a difference of this size is a jump, not a slow machine.
JUMP = timedelta(seconds=10)
#: No local time that any October or March Sunday has twice or not at all.
NIGHTLY_AT = time(4, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a job is due again, as the clock had it during a visit, and what that and the steady one showed when the visit began."""

    job_id: str
    at: datetime
    wall: datetime
    steady: float

    def by(self, now: datetime, steady: float) -> datetime:
        """The same by a clock that shows ``now``: one that was set back since makes nobody wait for longer."""
        return min(self.at, now + (self.at - self.wall) - timedelta(seconds=steady - self.steady))


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """What the service calls: ``poll`` one source and say when it is due again (``None``: by its cadence), ``publish`` the week's
    draft, ``heartbeat`` after a useful tick.

    ``send`` is called every minute: it sends what is due and reads what came back. ``remind`` is called every ten minutes: it
    looks whether a deadline has passed.
    ``keep_up`` is called once a night: open questions, promises, advice, links. ``reload`` is called on SIGHUP, ``ready`` once
    everything runs and can be told to stop.
    """

    poll: Callable[[Source], datetime | None]
    publish: Callable[[], None]
    heartbeat: Callable[[], None]
    send: Callable[[], None] = lambda: None
    remind: Callable[[], None] = lambda: None
    keep_up: Callable[[], None] = lambda: None
    reload: Callable[[], None] = lambda: None
    ready: Callable[[], None] = lambda: None
    due_again: SimpleQueue[Due] = field(default_factory=SimpleQueue)


class _SkipsMissed(BaseTrigger):  # type: ignore[misc]  # the library has no types
    """Skips moments that have passed: the scheduler would count each one, and after a jump of years stand still for it."""

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        """The moment after ``previous``, or, where that has passed too, the one after ``now``."""
        found: datetime | None = super().get_next_fire_time(previous, now)
        if previous is None or found is None or found > now:
            return found
        skipped: datetime | None = super().get_next_fire_time(now, now)
        return skipped


class Every(_SkipsMissed, IntervalTrigger):  # type: ignore[misc]  # the library has no types
    """At an interval."""


class At(_SkipsMissed, CronTrigger):  # type: ignore[misc]  # the library has no types
    """At a local time."""


def spread(source_id: str, every_hours: float) -> timedelta:
    """How long after the start of its interval a source is visited: the same for ever, and even over all sources."""
    share = int.from_bytes(hashlib.sha256(source_id.encode()).digest()[:8], "big") / 2**64
    return timedelta(hours=every_hours * share)


def first_run(source: Source, due_at: datetime | None, now: datetime, *, sources: int = 1) -> datetime:
    """The next visit of ``source``: when it is due, or, if it was never visited or is overdue, soon.

    ``sources`` is how many there are: two seconds for each, at most a quarter of an hour, is what a start is spread over.
    """
    if due_at is not None and due_at > now:
        return due_at
    window = min(source.every_hours, 0.25, sources * 2 / 3600)
    return now + spread(source.id, window)


def build_scheduler(
    sources: Sequence[Source],
    duties: Duties,
    *,
    weekly: WeeklyAt,
    due_at: Mapping[str, datetime | None],
    now: datetime,
    workers: int = 8,
) -> BackgroundScheduler:
    """A scheduler, not yet started, with a job for each source that is not paused, the weekly digest and the heartbeat."""
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(workers), "own": ThreadPoolExecutor(2), "mail": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )
    follow_sources(scheduler, sources, duties, due_at=due_at, now=now)
    week, night = _weekly(weekly), _nightly(weekly.zone)
    scheduler.add_job(
        duties.publish,
        week,
        id="digest",
        name="draft the weekly digest",
        executor="own",
        # Said here: a week that ends while the service starts would else be counted as over before it began.
        next_run_time=week.get_next_fire_time(None, now),
    )
    scheduler.add_job(
        duties.remind,
        Every(minutes=REMIND_MINUTES, timezone=UTC),
        id="remind",
        name="deadlines",
        executor="own",
    )
    scheduler.add_job(
        duties.keep_up,
        night,
        id="upkeep",
        name="keep up questions, promises, advice and links",
        executor="own",
        next_run_time=night.get_next_fire_time(None, now),
    )
    scheduler.add_job(
        duties.send, Every(minutes=1, timezone=UTC), id="mail", name="send and read mail", executor="mail"
    )
    scheduler.add_job(duties.heartbeat, Every(seconds=HEARTBEAT_SECONDS, timezone=UTC), id="heartbeat", executor="own")
    return scheduler


def follow_sources(
    scheduler: BackgroundScheduler,
    sources: Sequence[Source],
    duties: Duties,
    *,
    due_at: Mapping[str, datetime | None],
    now: datetime,
) -> None:
    """Have a job for each source that is not paused and for no other; one that changed is visited by what it is now."""
    wanted = {f"poll:{source.id}": source for source in sources if not source.paused}
    present = {job.id: job.args[0] for job in scheduler.get_jobs() if job.id.startswith("poll:")}
    for job_id in present.keys() - wanted.keys():
        scheduler.remove_job(job_id)
    for job_id, source in wanted.items():
        if present.get(job_id) == source:
            continue
        scheduler.add_job(
            _visit,
            Every(hours=source.every_hours, timezone=UTC),
            args=(source, duties, job_id),
            id=job_id,
            name=f"poll {source.id}",
            next_run_time=first_run(source, due_at.get(source.id), now, sources=len(wanted)),
            replace_existing=True,
        )


def follow_week(scheduler: BackgroundScheduler, weekly: WeeklyAt) -> None:
    """Draft, and keep up, when the week now ends."""
    scheduler.reschedule_job("digest", trigger=_weekly(weekly))
    scheduler.reschedule_job("upkeep", trigger=_nightly(weekly.zone))


def _weekly(weekly: WeeklyAt) -> CronTrigger:
    return At(day_of_week=weekly.weekday[:3], hour=weekly.at.hour, minute=weekly.at.minute, timezone=weekly.zone)


def _nightly(zone: str) -> CronTrigger:
    return At(hour=NIGHTLY_AT.hour, minute=NIGHTLY_AT.minute, timezone=zone)


def _visit(source: Source, duties: Duties, job_id: str) -> None:
    wall, steady = utc_now(), time_module.monotonic()
    due_at = duties.poll(source)
    if due_at:
        # Not moved here: a scheduler that is told to stop waits for this call, and lets nobody move a job meanwhile.
        duties.due_again.put(Due(job_id=job_id, at=due_at, wall=wall, steady=steady))


def follow_due_times(scheduler: BackgroundScheduler, duties: Duties, *, now: datetime, steady: float) -> None:
    """Visit each source again when it is due: later than its cadence after failures, sooner after one of our own network."""
    with suppress(Empty):
        while True:
            due = duties.due_again.get_nowait()
            job, due_at = scheduler.get_job(due.job_id), due.by(now, steady)
            if job and job.next_run_time and abs(job.next_run_time - due_at) > SLACK:
                job.modify(next_run_time=due_at)


def follow_clock(scheduler: BackgroundScheduler, jump: timedelta, now: datetime) -> None:
    """After the clock of the machine was set back by ``jump``, have every job wait as long as before, not until that time has come again."""
    for job in scheduler.get_jobs():
        if isinstance(job.trigger, IntervalTrigger):
            job.modify(next_run_time=job.next_run_time - jump)
        else:
            job.modify(next_run_time=job.trigger.get_next_fire_time(None, now))


def run_until_stopped(
    scheduler: BackgroundScheduler, duties: Duties, *, stop: threading.Event | None = None, clock: Clock = utc_now
) -> None:
    """Run ``scheduler`` until SIGTERM or SIGINT, then take no new work and finish what is in flight."""
    hung_up = threading.Event()
    stopped = stop or threading.Event()

    def ask_to_stop(number: int, _frame: FrameType | None) -> None:
        if stopped.is_set():
            # Asked twice: whatever is in flight is done again at the next start.
            os._exit(1)
        log.info("stopping after what is in flight", extra={"signal": signal.Signals(number).name})
        stopped.set()

    previous = {number: signal.signal(number, ask_to_stop) for number in (signal.SIGTERM, signal.SIGINT)}
    previous[signal.SIGHUP] = signal.signal(signal.SIGHUP, lambda _number, _frame: hung_up.set())
    wall, steady = clock(), time_module.monotonic()
    scheduler.start()
    duties.ready()
    try:
        # Waiting in short turns lets Python handle the signal at once on every platform, and shows a clock that was set.
        while not stopped.wait(timeout=1.0):
            if hung_up.is_set():
                hung_up.clear()
                duties.reload()
            passed = timedelta(seconds=time_module.monotonic() - steady)
            now, steady = clock(), time_module.monotonic()
            if (back := wall + passed - now) > JUMP:
                log.warning("the clock was set back by %s", back)
                follow_clock(scheduler, back, now)
            elif back < -JUMP:
                log.warning("the clock was set forward by %s", -back)
                # What is overdue now runs once; alone, the scheduler would sleep on until its next moment as it was.
                scheduler.wakeup()
            wall = now
            follow_due_times(scheduler, duties, now=now, steady=steady)
    finally:
        # A visit to a slow site is abandoned rather than waited for: what was not recorded is found again.
        given_up = threading.Timer(STOP_SECONDS, os._exit, args=(0,))
        given_up.daemon = True
        given_up.start()
        scheduler.shutdown(wait=True)
        given_up.cancel()
        for number, handler in previous.items():
            signal.signal(number, handler)
