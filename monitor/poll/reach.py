"""Whether it is our own network that is gone: then nothing is counted against a source."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit

from monitor.errors import FetchError, SourceError
from monitor.health import Health
from monitor.model import HealthState, Source

#: So many sites that answered at their last visits, one after the other and none in between that answers: it is us.
LEAST_HOSTS = 4
_NO_ANSWER = {"dns", "refused", "timeout", "unreachable"}
_NOT_ASKED = {"address", "robots"}


class Reach:
    """What the last visits say of our own network. One a process; the visits of several threads tell it of themselves."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lost: set[str] = set()

    def heard(self) -> None:
        """A site answered, with whatever."""
        with self._lock:
            self._lost.clear()

    def is_gone(self, source: Source, health: Health, error: SourceError) -> bool:
        """Whether this failure is one of ours. A site that failed before, or was never read, is no witness of it."""
        kind = error.kind if isinstance(error, FetchError) else ""
        if kind not in _NO_ANSWER:
            if kind not in _NOT_ASKED:
                self.heard()
            return False
        with self._lock:
            if health.state in {HealthState.GOOD, HealthState.QUIET} and not health.failures:
                self._lost.add(urlsplit(source.url).netloc)
            return self.is_down

    @property
    def is_down(self) -> bool:
        """Whether our own network seems to be gone."""
        return len(self._lost) >= LEAST_HOSTS
