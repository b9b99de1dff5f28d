"""Slowing guesses down without locking anybody out.

Five tries are free, then each further one doubles the wait. An address is counted over all accounts; an account is counted over
all addresses, except for browsers that have signed in to it before (they carry a signed cookie), which are counted by
themselves: a stranger who guesses at an account cannot keep its owner out.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

FREE_TRIES = 5
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=15)
_FORGOTTEN_AFTER = timedelta(hours=12)
_MOST_KEYS = 50_000


@dataclass(frozen=True, slots=True)
class _Tries:
    failures: int
    last_at: datetime


class Throttle:
    """Failed tries by key, in memory: a restart forgets them, which a guesser cannot bring about."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tries: OrderedDict[str, _Tries] = OrderedDict()

    def wait(self, *keys: str, now: datetime) -> timedelta:
        """How long whoever these keys name has to wait before the next try; zero when it may be made now."""
        with self._lock:
            return max((self._wait(key, now) for key in keys), default=timedelta())

    def failed(self, *keys: str, now: datetime) -> None:
        """A try was wrong."""
        with self._lock:
            for key in keys:
                tries = self._tries.pop(key, None)
                known = tries.failures if tries and now - tries.last_at < _FORGOTTEN_AFTER else 0
                self._tries[key] = _Tries(known + 1, now)
                while len(self._tries) > _MOST_KEYS:
                    self._tries.popitem(last=False)

    def succeeded(self, *keys: str) -> None:
        """A try was right."""
        with self._lock:
            for key in keys:
                self._tries.pop(key, None)

    def _wait(self, key: str, now: datetime) -> timedelta:
        tries = self._tries.get(key)
        if tries is None or tries.failures < FREE_TRIES:
            return timedelta()
        doubled: timedelta = _FIRST_WAIT * 2 ** min(tries.failures - FREE_TRIES, 12)
        return max(timedelta(), min(doubled, _LONGEST_WAIT) - (now - tries.last_at))
