"""Moments and weeks. Every stored moment is aware and in UTC; local time is made here and in templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def utc_now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A half-open span of time: ``start <= moment < end``, both aware and in UTC."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    @property
    def key(self) -> str:
        """The end of the period as a name that sorts: ``2014-11-07T07:00Z``."""
        return self.end.strftime("%Y-%m-%dT%H:%MZ")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyAt:
    """A weekly moment in local time, such as Friday 07:00 in London."""

    weekday: str
    at: time
    zone: str

    def _local(self, day: date) -> datetime:
        # A wall time that the spring change skips is read with the offset from before the change (PEP 495, fold=0).
        return datetime.combine(day, self.at, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def last_before(self, moment: datetime) -> datetime:
        """The latest such moment that is not after ``moment``."""
        day = moment.astimezone(ZoneInfo(self.zone)).date()
        day -= timedelta(days=(day.weekday() - WEEKDAYS.index(self.weekday)) % 7)
        found = self._local(day)
        return found if found <= moment else self._local(day - timedelta(days=7))

    def period_ending(self, end: datetime) -> Period:
        """The week that ends at ``end``, which must be such a moment; clock changes make it 167 or 169 hours long."""
        day = end.astimezone(ZoneInfo(self.zone)).date() - timedelta(days=7)
        return Period(start=self._local(day), end=end)

    def last_period(self, moment: datetime) -> Period:
        """The latest week that has ended by ``moment``."""
        return self.period_ending(self.last_before(moment))

    def current_period(self, moment: datetime) -> Period:
        """The week that ``moment`` lies in."""
        start = self.last_before(moment)
        day = start.astimezone(ZoneInfo(self.zone)).date() + timedelta(days=7)
        return Period(start=start, end=self._local(day))


def last_period_of(cadence: str, weekly: WeeklyAt, moment: datetime) -> Period:
    """The latest day, week or month that has ended by ``moment``; each ends at the local time at which the week does."""
    if cadence == "weekly":
        return weekly.last_period(moment)
    step = _month_before if cadence == "monthly" else _day_before
    zone = ZoneInfo(weekly.zone)

    def at(day: date) -> datetime:
        return datetime.combine(day, weekly.at, tzinfo=zone).astimezone(UTC)

    day = moment.astimezone(zone).date()
    day = day.replace(day=1) if cadence == "monthly" else day
    while at(day) > moment:
        day = step(day)
    return Period(start=at(step(day)), end=at(day))


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
