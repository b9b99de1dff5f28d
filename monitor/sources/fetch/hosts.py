"""Manners: one request at a time to a host, a pause between two, and none while it asks to be left alone.

The pause is kept by registrable domain too, so that the many hosts of one organisation are not asked all at once (decision 25).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Lock

from monitor.clock import Clock
from monitor.errors import FetchError
from monitor.sources.fetch.address import Address
from monitor.sources.fetch.domains import registrable_domain
from monitor.sources.fetch.session import HostSession
from monitor.sources.fetch.settings import FetchSettings


class Domain:
    """What the hosts of one registrable domain share: from when on the next of them may be asked."""

    def __init__(self) -> None:
        self.free_at: datetime | None = None


class Host:
    """What is remembered of one host: when it may be asked again, and its connection."""

    def __init__(self, name: str, domain: Domain) -> None:
        self.name = name
        self.domain = domain
        self.turn = Lock()
        self.session: HostSession | None = None
        self.free_at: datetime | None = None
        self.rests_until: datetime | None = None
        self.rests_because: int | None = None
        self.crawl_delay = 0.0


def host_key(address: Address) -> str:
    """Both schemes of a name are one host; a port of its own is a host of its own."""
    return address.host if address.port in (80, 443) else f"{address.host}:{address.port}"


class Hosts:
    """All hosts that were ever asked. Safe to use from several threads."""

    def __init__(
        self,
        settings: FetchSettings,
        *,
        clock: Clock,
        sleep: Callable[[float], None],
        open_session: Callable[[], HostSession],
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._sleep = sleep
        self._open_session = open_session
        self._lock = Lock()
        self._hosts: dict[tuple[str, bool], Host] = {}
        self._domains: dict[str, Domain] = {}
        self._open: OrderedDict[Host, None] = OrderedDict()

    def of(self, address: Address, *, internal: bool) -> Host:
        """The host of ``address``. What is allowed on internal networks shares no connection with what is not."""
        key = host_key(address)
        with self._lock:
            if (key, internal) not in self._hosts:
                # What no domain can be bought under (an address of numbers, gov.uk itself) counts for itself.
                domain = registrable_domain(address.host) or key
                self._hosts[key, internal] = Host(key, self._domains.setdefault(domain, Domain()))
            return self._hosts[key, internal]

    @contextmanager
    def visit(self, host: Host, url: str) -> Iterator[HostSession]:
        """Our turn at ``host``, after the pause that it is due. Raises FetchError if it wants to be left alone for longer."""
        with host.turn:
            self._wait(host, url)
            session = self._session_of(host)
            try:
                yield session
            finally:
                host.free_at = self._clock() + timedelta(seconds=self.delay_of(host))

    def delay_of(self, host: Host) -> float:
        """The pause between two requests: ours, or a longer one that the site asks for, up to a bound."""
        return max(self._settings.delay_seconds, min(host.crawl_delay, self._settings.max_delay_seconds))

    def rest(self, host: Host, seconds: float, status: int) -> None:
        """The host asked to be left alone for ``seconds``."""
        until = self._clock() + timedelta(seconds=seconds)
        host.rests_until = max(until, host.rests_until or until)
        host.rests_because = status

    def _wait(self, host: Host, url: str) -> None:
        now = self._clock()
        pause = 0.0
        if host.free_at is not None:
            # A clock that was set back must not make a pause of hours.
            pause = min((host.free_at - now).total_seconds(), self.delay_of(host))
        if host.rests_until is not None:
            rest = (host.rests_until - now).total_seconds()
            if rest > self._settings.max_wait_seconds:
                raise FetchError(
                    url,
                    f"{host.name} asked to be left alone for another {_in_words(rest)}",
                    kind="http",
                    transient=True,
                    status=host.rests_because,
                    retry_after_seconds=rest,
                )
            pause = max(pause, rest)
        pause = self._place_in_domain(host.domain, now, pause)
        if pause > 0:
            self._sleep(pause)

    def _place_in_domain(self, domain: Domain, now: datetime, pause: float) -> float:
        """The pause after which the domain is free too; whoever asks next comes after us."""
        apart = self._settings.delay_seconds
        with self._lock:
            if domain.free_at is not None:
                ahead = (domain.free_at - now).total_seconds()
                # A queue of ours is never longer than its places; anything beyond is a clock that was set back.
                if ahead <= apart * len(self._hosts):
                    pause = max(pause, ahead)
            domain.free_at = now + timedelta(seconds=pause + apart)
        return pause

    def _session_of(self, host: Host) -> HostSession:
        with self._lock:
            self._open[host] = None
            self._open.move_to_end(host)
            idle = list(self._open)[: -self._settings.max_open_hosts]
        for other in idle:
            self._close(other)
        if host.session is None:
            host.session = self._open_session()
        return host.session

    def _close(self, host: Host) -> None:
        """Close the connection of a host that nobody is asking."""
        if not host.turn.acquire(blocking=False):
            return
        try:
            with self._lock:
                self._open.pop(host, None)
            if host.session is not None:
                host.session.close()
                host.session = None
        finally:
            host.turn.release()

    def close(self) -> None:
        """Close every connection; what was learned of the hosts stays."""
        for host in list(self._open):
            self._close(host)


def _in_words(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 7200 else f"{seconds / 3600:.0f} hours"
