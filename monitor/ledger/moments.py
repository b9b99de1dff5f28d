"""The history as a line of days: where it begins and ends, where something moved, and what comes before and after a day. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_BARS = 160
_AFTERWARDS = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Some days in a row. ``at`` counts from nought; ``height`` is from 0 to 1, the busiest being 1."""

    at: int
    height: float
    moves: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """The days from ``first`` to ``last``, and the one that is looked at. ``moved`` are the days on which anything changed."""

    first: date
    last: date
    chosen: date
    moved: tuple[date, ...]
    bars: tuple[Bar, ...]

    @property
    def length(self) -> int:
        """How many days lie between the first and the last."""
        return (self.last - self.first).days

    @property
    def offset(self) -> int:
        """How many days the chosen one is from the first; what lies outside counts as the nearest end."""
        return min(max((self.chosen - self.first).days, 0), self.length)

    @property
    def earlier(self) -> date | None:
        """The last day before the chosen one on which anything changed."""
        place = bisect_left(self.moved, self.chosen)
        return self.moved[place - 1] if place else None

    @property
    def later(self) -> date | None:
        """The first day after the chosen one on which anything changed."""
        place = bisect_right(self.moved, self.chosen)
        return self.moved[place] if place < len(self.moved) else None

    def day(self, offset: int) -> date:
        """The day that is ``offset`` days from the first, kept within the history."""
        return self.first + timedelta(days=min(max(offset, 0), self.length))


def moments(days: Sequence[tuple[date, int]], *, today: date, chosen: date | None = None) -> Moments:
    """The line of ``days`` (each with how many places began or ended on it, oldest first).

    It begins the day before the first and ends a little after the last: the years since in which nothing moved would leave the
    days that matter no room.
    """
    first = min([today, *(day for day, _ in days)]) - timedelta(days=1)
    latest = max((day for day, _ in days), default=today)
    last = max(latest, min(today, latest + max(_AFTERWARDS, (latest - first) / 20)))
    width = (last - first).days + 1
    counted: Counter[int] = Counter()
    for day, number in days:
        counted[(day - first).days * _BARS // width] += number
    most = max(counted.values(), default=1)
    bars = tuple(
        # The square root keeps a day with two moves visible beside one with two hundred.
        Bar(at=at, height=round((number / most) ** 0.5, 3), moves=number)
        for at, number in sorted(counted.items())
    )
    return Moments(first=first, last=last, chosen=chosen or today, moved=tuple(day for day, _ in days), bars=bars)
