"""The fetcher: from a request to the bytes it stands for, with manners and within bounds."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from monitor.clock import Clock, utc_now
from monitor.errors import FetchError
from monitor.model import Request, Snapshot, Unchanged, Validators
from monitor.sources.fetch.address import Address, parse_address, without_credentials
from monitor.sources.fetch.answers import (
    CONTENT,
    MOVED,
    Reply,
    charset_of,
    failure_for,
    is_sendable,
    is_worth_another_try,
)
from monitor.sources.fetch.guard import Resolver, system_resolver
from monitor.sources.fetch.patience import Patience
from monitor.sources.fetch.redirects import check_port, next_hop
from monitor.sources.fetch.settings import FetchSettings

_ACCEPT = (
    "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,"
    "application/json;q=0.9,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.5"
)
# Headers that belong to the fetcher; a source type cannot set them.
_OWN_HEADERS = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "cookie", "user-agent", "te", "trailer",
     "upgrade", "range", "expect", "if-none-match", "if-modified-since", "if-match", "if-range", "if-unmodified-since"}
)  # fmt: skip
_LEAST_SECONDS = 1.0


class Fetcher:
    """The door to the network. One is made for a service and used by all its threads; close it, or use it as a context.

    ``clock`` and ``sleep`` rule the pauses between requests, and the moments that snapshots bear; the bounds on the time of an
    exchange are real time. ``resolver`` gives the addresses of a name (tests give their own).
    """

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        clock: Clock = utc_now,
        sleep: Callable[[float], None] = time.sleep,
        resolver: Resolver = system_resolver,
    ) -> None:
        self._settings = settings or FetchSettings()
        self._clock = clock
        self._sleep = sleep
        # The library for HTTP is loaded by whoever fetches, not by every command that reads the configuration.
        from monitor.sources.fetch.exchange import Exchange
        from monitor.sources.fetch.robots import Robots

        self._exchange = Exchange(self._settings, clock=clock, sleep=sleep, resolver=resolver)
        self._robots = Robots(self._settings, self._exchange, clock=clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections. What was learned of hosts stays, and the fetcher can be used again."""
        self._exchange.hosts.close()

    def fetch(self, request: Request) -> Snapshot | Unchanged:
        """What ``request`` stands for, after redirects, unpacked; Unchanged if the server says so. Raises FetchError."""
        start = _parsed(request.url)
        patience = Patience(self._settings.total_seconds)
        attempt = 0
        while True:
            try:
                return self._follow(start, request, patience)
            except FetchError as error:
                attempt += 1
                again = is_worth_another_try(error, most_wait=self._settings.max_wait_seconds)
                if not again or attempt > self._settings.retries or patience.left < _LEAST_SECONDS:
                    raise
            self._sleep(self._settings.retry_seconds * 2 ** (attempt - 1))

    def _follow(self, start: Address, request: Request, patience: Patience) -> Snapshot | Unchanged:
        """The redirect loop: every hop is judged as if it had been asked for itself."""
        address, seen, permanent = start, {start}, True
        while True:
            internal = request.internal and address.host == start.host
            self._check(address, internal=internal, patience=patience)
            headers = _headers(request, self._settings, with_own=address.origin == start.origin)
            most_bytes = request.max_bytes or self._settings.max_bytes
            reply = self._exchange.ask(address, headers, internal=internal, patience=patience, most_bytes=most_bytes)
            if reply.status not in MOVED:
                redirected = len(seen) > 1 and permanent
                return self._result(request, address, reply, permanent_redirect=redirected)
            permanent = permanent and reply.is_permanent
            address = next_hop(address, reply, internal=request.internal)
            if address in seen or len(seen) > self._settings.max_redirects:
                reason = "it redirects in a circle" if address in seen else "it redirects too many times"
                raise FetchError(str(start), reason, kind="redirects", transient=False)
            seen.add(address)

    def _result(
        self, request: Request, address: Address, reply: Reply, *, permanent_redirect: bool
    ) -> Snapshot | Unchanged:
        now = self._clock()
        if reply.status == 304 and request.validators:
            validators = Validators(
                etag=reply.validators.etag or request.validators.etag,
                last_modified=reply.validators.last_modified or request.validators.last_modified,
            )
            return Unchanged(url=str(address), fetched_at=now, validators=validators)
        if reply.status not in CONTENT:
            raise failure_for(str(address), reply, now=now)
        content_type = reply.headers.get("content-type", "")[:300]
        return Snapshot(
            url=str(address),
            requested_url=request.url,
            fetched_at=now,
            status=reply.status,
            body=reply.body,
            content_type=content_type,
            charset=charset_of(content_type),
            validators=reply.validators,
            permanent_redirect=permanent_redirect,
        )

    def _check(self, address: Address, *, internal: bool, patience: Patience) -> None:
        """Raise FetchError if ``address`` is not for us to ask for."""
        check_port(address, internal=internal)
        if self._settings.obey_robots:
            self._robots.check(address, internal=internal, patience=patience)


def _parsed(url: str) -> Address:
    try:
        return parse_address(url)
    except ValueError as error:
        raise FetchError(
            without_credentials(url), f"the address cannot be used: {error}", kind="address", transient=False
        ) from error


def _headers(request: Request, settings: FetchSettings, *, with_own: bool) -> dict[str, str]:
    """The headers of one hop. A source type's own ones may hold a key, so only the site that they are for sees them."""
    headers = {"User-Agent": settings.user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"}
    for name, value in request.headers:
        if name.lower() == "accept" or (with_own and name.lower() not in _OWN_HEADERS):
            headers["Accept" if name.lower() == "accept" else name] = value
    validators = request.validators
    if validators.etag and is_sendable(validators.etag):
        headers["If-None-Match"] = validators.etag
    if validators.last_modified and is_sendable(validators.last_modified):
        headers["If-Modified-Since"] = validators.last_modified
    return headers
