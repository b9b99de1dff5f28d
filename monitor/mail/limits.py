"""How fast we may send: a token bucket for the relay, one for each recipient domain, and domains that asked for a pause."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta


class Bucket:
    """``rate`` mails a second on average, at most ``burst`` at once. Safe for several threads; ``rate`` 0 means no limit."""

    def __init__(self, rate: float, burst: int, *, monotonic: Callable[[], float]) -> None:
        self._rate, self._burst, self._monotonic = rate, max(1, burst), monotonic
        self._tokens, self._at = float(self._burst), monotonic()
        self._lock = threading.Lock()

    def wait(self) -> float:
        """Take one token; the seconds to sleep before it may be used."""
        if self._rate <= 0:
            return 0.0
        with self._lock:
            now = self._monotonic()
            self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
            self._at = now
            self._tokens -= 1
            return max(0.0, -self._tokens / self._rate)


class Cooling:
    """Domains that said "too much" (421, 4.7.x), and until when each is left alone."""

    def __init__(self, pause: timedelta = timedelta(minutes=15)) -> None:
        self._pause = pause
        self._until: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def slow(self, domain: str, *, now: datetime) -> None:
        """Leave ``domain`` alone for a while."""
        with self._lock:
            self._until[domain] = now + self._pause

    def domains(self, *, now: datetime) -> tuple[str, ...]:
        """Those that are left alone at ``now``."""
        with self._lock:
            return tuple(sorted(domain for domain, until in self._until.items() if until > now))
