"""How fast we may send: a token bucket for the relay and one for each recipient domain, kept between runs."""

from __future__ import annotations

import threading
from datetime import timedelta

from monitor.clock import Clock
from monitor.store.rates import Level, SendRates

_RELAY = "relay"


class Pace:
    """``relay`` and ``domain`` mails a second on average, at most ``burst`` at once; 0 is no limit. Safe for several threads."""

    def __init__(self, rates: SendRates | None, *, relay: float, domain: float, burst: int, clock: Clock) -> None:
        self._rates, self._clock, self._burst = rates, clock, float(max(1, burst))
        self._relay, self._domain = relay, domain
        self._levels: dict[str, Level] = {}
        self._touched: set[str] = set()
        self._lock = threading.Lock()

    @property
    def is_limited(self) -> bool:
        """Whether anybody may have to wait."""
        return self._relay > 0 or self._domain > 0

    def wait(self, domain: str) -> float:
        """Take a token of the relay and one of ``domain``; the seconds to sleep before they may be used."""
        if not self.is_limited:
            return 0.0
        with self._lock:
            return max(self._take(_RELAY, self._relay), self._take(f"domain {domain}", self._domain))

    def keep(self) -> None:
        """Write down how far the buckets are, for the next run."""
        with self._lock:
            touched = {name: self._levels[name] for name in self._touched}
            self._touched.clear()
        if touched and self._rates is not None:
            self._rates.keep(touched)

    def _take(self, name: str, rate: float) -> float:
        if rate <= 0:
            return 0.0
        now = self._clock()
        kept = self._rates.get(name) if self._rates is not None and name not in self._levels else None
        level = self._levels.get(name) or kept or Level(self._burst, now)
        # A clock that was set back adds nothing.
        passed = max(timedelta(0), now - level.at).total_seconds()
        tokens = min(self._burst, level.tokens + passed * rate) - 1
        self._levels[name] = Level(tokens, now)
        self._touched.add(name)
        return max(0.0, -tokens / rate)
