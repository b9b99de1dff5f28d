"""A source's health: pure rules that turn the outcome of a visit into a state in words and at most one notice a turn.

Silence is not withdrawal: a failed visit, an empty page or a consent wall changes the health of the source and nothing else.
One notice is raised when a source turns bad (after several failures *and* some time, so that a restart of its server is not
news) or quiet, one when it recovers; in between it stands in the list of ``tierwatch status``, a bad one at the foot of each digest too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.errors import ExtractError, FetchError, PoisonError, SourceError
from monitor.model import EventType, HealthState, SourceState
from monitor.text import plural

_GONE_STATUSES = {404, 410}
#: Something for a person to look at.
BAD = {HealthState.FAILING, HealthState.GONE, HealthState.QUARANTINED, HealthState.RESTRUCTURED}
#: How often a source is tried whose answer ended the process that read it.
QUARANTINE_HOURS = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthSettings:
    """``[health]``: a source is failing after ``failures`` visits in vain and ``hours``, both. It is quiet once it has had nothing new
    for ``quiet_factor`` times its usual gap, and never before ``quiet_least_days``. One that fails is tried more and more seldom, and
    at least every ``backoff_ceiling_hours``.
    """

    failures: int = 3
    hours: float = 12.0
    quiet_factor: float = 6.0
    quiet_least_days: float = 60.0
    backoff_ceiling_hours: float = 48.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What is known of one source. ``gap_hours`` is its usual time between changes, ``None`` until two were seen."""

    state: HealthState = HealthState.NEW
    reason: str = ""
    since: datetime | None = None
    failures: int = 0
    first_failure_at: datetime | None = None
    last_good_at: datetime | None = None
    last_changed_at: datetime | None = None
    gap_hours: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What staff are told once, when a source turns."""

    type: EventType
    reason: str


def after_failure(
    health: Health, error: SourceError, *, now: datetime, settings: HealthSettings
) -> tuple[Health, Notice | None]:
    """The health after a visit that failed, and a notice if this failure is the one that makes the source bad."""
    failures = health.failures + 1
    first = health.first_failure_at or now
    counted = replace(health, failures=failures, first_failure_at=first, reason=error.reason)
    if isinstance(error, PoisonError) and health.state is not HealthState.PAUSED:
        return _quarantined(counted, error, now)
    long_enough = failures >= settings.failures and now - first >= timedelta(hours=settings.hours)
    if not long_enough or health.state is HealthState.PAUSED:
        return counted, None
    turned = _kind_of(error)
    if health.state is turned:
        return counted, None
    event = {
        HealthState.GONE: EventType.GONE,
        HealthState.RESTRUCTURED: EventType.RESTRUCTURED,
        HealthState.FAILING: EventType.FAILING,
    }[turned]
    reason = f"{error.reason}; {failures} visits without success since {_day(first)}"
    notice = None if health.state in BAD else Notice(type=event, reason=reason)
    return replace(counted, state=turned, since=now), notice


def after_success(
    health: Health, *, changed: bool, now: datetime, settings: HealthSettings, quiet_after_days: int | None = None
) -> tuple[Health, Notice | None]:
    """The health after a good visit: a recovery if the source was bad, or was quiet and has something new (``changed``); a notice if
    it has been silent for unusually long.
    """
    notice = None
    if health.state in BAD:
        # The first of the visits in vain, as the notice of its failing said, and not the one by which that was beyond doubt.
        began = health.first_failure_at or health.since
        since = f" since {_day(began)}" if began else ""
        notice = Notice(type=EventType.RECOVERED, reason=f"readable again; it had been {health.state.value}{since}")
    if changed and health.state is HealthState.QUIET and health.last_changed_at is not None:
        silent = now - health.last_changed_at
        notice = Notice(type=EventType.RECOVERED, reason=f"something new again after {plural(silent.days, 'day')}")
    fresh = replace(health, failures=0, first_failure_at=None, last_good_at=now, reason="")
    if changed or health.last_changed_at is None:
        return _good(_with_change(fresh, now), now), notice
    limit = _quiet_limit(fresh, settings, quiet_after_days)
    silent = now - health.last_changed_at
    if silent < limit:
        return _good(fresh, now), notice
    reason = f"nothing new for {silent.days} days; it usually changes more often"
    quiet = replace(fresh, state=HealthState.QUIET, reason=reason)
    if health.state is HealthState.QUIET:
        return replace(quiet, since=health.since), notice
    return replace(quiet, since=now), notice or Notice(type=EventType.QUIET, reason=reason)


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def next_due_after(
    health: Health, *, every_hours: float, now: datetime, settings: HealthSettings, retry_after_seconds: float | None
) -> datetime:
    """When to visit next: the usual cadence, stretched after failures up to a ceiling, never a full stop."""
    hours = every_hours
    if health.failures:
        ceiling = max(settings.backoff_ceiling_hours, every_hours)
        hours = min(every_hours * 2 ** min(health.failures - 1, 10), ceiling)
    if health.state is HealthState.QUARANTINED:
        hours = max(hours, QUARANTINE_HOURS)
    due = now + timedelta(hours=hours)
    if retry_after_seconds:
        due = max(due, now + timedelta(seconds=retry_after_seconds))
    return due


def due_of(state: SourceState, now: datetime) -> datetime | None:
    """When a source is due; ``None`` is at once. A visit that was in the future says that the clock was set back since: its due time
    is nothing to wait for.
    """
    was_set_back = state.last_polled_at is not None and state.last_polled_at > now
    return None if was_set_back else state.next_due_at


def _quarantined(counted: Health, error: SourceError, now: datetime) -> tuple[Health, Notice | None]:
    """At once, and told at once: each further visit costs a process, and a person may have to look at the document."""
    if counted.state is HealthState.QUARANTINED:
        return counted, None
    reason = f"in quarantine: {error.reason}; it is tried once a day"
    return replace(counted, state=HealthState.QUARANTINED, since=now), Notice(type=EventType.FAILING, reason=reason)


def _kind_of(error: SourceError) -> HealthState:
    if isinstance(error, ExtractError):
        return HealthState.RESTRUCTURED
    if isinstance(error, FetchError) and error.status in _GONE_STATUSES:
        return HealthState.GONE
    return HealthState.FAILING


def _good(health: Health, now: datetime) -> Health:
    since = health.since if health.state is HealthState.GOOD else now
    return replace(health, state=HealthState.GOOD, since=since, reason="")


def _with_change(health: Health, now: datetime) -> Health:
    if health.last_changed_at is None:
        return replace(health, last_changed_at=now)
    hours = (now - health.last_changed_at).total_seconds() / 3600
    # A slow average: one burst or one long holiday does not move it far.
    gap = hours if health.gap_hours is None else health.gap_hours * 0.8 + hours * 0.2
    return replace(health, last_changed_at=now, gap_hours=gap)


def _quiet_limit(health: Health, settings: HealthSettings, quiet_after_days: int | None) -> timedelta:
    if quiet_after_days is not None:
        return timedelta(days=quiet_after_days)
    if health.gap_hours is None:
        # One change alone says nothing of a rhythm: such a source is never called quiet.
        return timedelta.max
    return max(timedelta(hours=health.gap_hours * settings.quiet_factor), timedelta(days=settings.quiet_least_days))
