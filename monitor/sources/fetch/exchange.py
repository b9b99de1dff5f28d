"""One exchange: a question to one host in its turn, and its answer read whole within bounds."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from threading import Lock

from monitor.clock import Clock
from monitor.sources.fetch.address import Address
from monitor.sources.fetch.answers import CONTENT, RESTING, Reply, failure_for, validators_of
from monitor.sources.fetch.failures import KNOWN, failure_of
from monitor.sources.fetch.guard import Resolver
from monitor.sources.fetch.hosts import Host, Hosts
from monitor.sources.fetch.inflate import Inflater, TooLargeError
from monitor.sources.fetch.patience import Patience
from monitor.sources.fetch.session import Answer, HostSession, certificates
from monitor.sources.fetch.settings import KIB, FetchSettings
from monitor.sources.fetch.wire import Wire

_NO_TIME = 0.001


class Exchange:
    """Asks hosts, each in its turn. Safe to use from several threads."""

    def __init__(
        self, settings: FetchSettings, *, clock: Clock, sleep: Callable[[float], None], resolver: Resolver
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._resolver = resolver
        self._context_lock = Lock()
        self.hosts = Hosts(settings, clock=clock, sleep=sleep, open_session=self._open_session)

    def ask(
        self,
        address: Address,
        headers: Mapping[str, str],
        *,
        internal: bool,
        patience: Patience,
        most_bytes: int,
        cut: bool = False,
    ) -> Reply:
        """The answer of the host of ``address``; ``cut`` takes the beginning of a body that is too long. Raises FetchError."""
        url = str(address)
        host = self.hosts.of(address, internal=internal)
        with self.hosts.visit(host, url) as session:
            began = time.monotonic()
            try:
                answer = session.get(
                    url,
                    headers,
                    # Used up already: the wire says so, where the library would not take a timeout of nothing.
                    seconds=max(patience.left, _NO_TIME),
                    most_header_bytes=self._settings.max_header_bytes,
                    internal=internal,
                )
                reply = _read(answer, most_bytes=most_bytes, cut=cut)
            except KNOWN as error:
                raise failure_of(url, error) from error
            finally:
                patience.spend(time.monotonic() - began)
            self._note_rest(host, reply)
        return reply

    def _note_rest(self, host: Host, reply: Reply) -> None:
        if reply.status in RESTING:
            failure = failure_for("", reply, now=self._clock())
            if failure.retry_after_seconds:
                self.hosts.rest(host, failure.retry_after_seconds, reply.status)

    def _open_session(self) -> HostSession:
        wire = Wire(
            resolver=self._resolver,
            connect_seconds=self._settings.connect_seconds,
            idle_seconds=self._settings.idle_seconds,
        )
        return HostSession(wire, self._context)

    def _context(self) -> ssl.SSLContext:
        with self._context_lock:
            return self._certificates

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        return certificates(self._settings.ca_file)


def _read(answer: Answer, *, most_bytes: int, cut: bool) -> Reply:
    """The answer whole, its connection given back; no byte is read of a body that is not content or announces too much."""
    try:
        body = b""
        if answer.status in CONTENT:
            coding = ", ".join(answer.header_values("content-encoding"))
            if not (cut or coding) and (answer.announced_bytes or 0) > most_bytes:
                raise TooLargeError(packed=False)
            inflater = Inflater(coding, most_bytes=most_bytes, cut=cut)
            for piece in answer.pieces(most_bytes + 64 * KIB):
                inflater.feed(piece)
                if inflater.is_full:
                    break
            body = inflater.body()
    finally:
        answer.close()
    validators = validators_of(answer.header_values("etag"), answer.header_values("last-modified"))
    return Reply(status=answer.status, headers=answer.headers, validators=validators, body=body)
