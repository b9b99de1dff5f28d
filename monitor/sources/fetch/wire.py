"""Sockets that keep to a budget: so many seconds and bytes for one exchange, however the other side deals them out.

A timeout of a socket is for one read, so a byte every few seconds never ends; and the HTTP library above reads without end in
several places (interim answers, chunk trailers). Holding both bounds in the socket covers them all.
"""

from __future__ import annotations

import socket
import ssl
import time
from typing import Any

from monitor.sources.fetch.guard import Resolver, addresses_of

#: More addresses of one name are not tried.
_MOST_ADDRESSES = 4


class OverBudgetError(Exception):
    """The other side sent more bytes than this exchange may have."""


class Wire:
    """What the connections to one host may use of time and bytes in the exchange under way.

    ``connections`` counts the connections made. Not for use by several threads at once: one request at a time goes to a host.
    """

    def __init__(self, *, resolver: Resolver, connect_seconds: float, idle_seconds: float) -> None:
        self._resolver = resolver
        self._connect_seconds = connect_seconds
        self._idle_seconds = idle_seconds
        self._deadline = 0.0
        self._internal = False
        self._bytes_left = 0
        self.connections = 0

    def begin(self, *, seconds: float, most_bytes: int, internal: bool) -> None:
        """Open the budget of one exchange."""
        self._deadline = time.monotonic() + seconds
        self._internal = internal
        self._bytes_left = most_bytes

    def allow(self, most_bytes: int) -> None:
        """From here on ``most_bytes`` may come (the head was read; the body follows)."""
        self._bytes_left = most_bytes

    def patience(self) -> float:
        """How long the next read may take. Raises TimeoutError when the time of the exchange is used up."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time for one fetch is used up")
        return min(left, self._idle_seconds)

    def take(self, count: int) -> None:
        """Account for ``count`` bytes read."""
        self._bytes_left -= count
        if self._bytes_left < 0:
            raise OverBudgetError

    def connect(self, host: str, port: int) -> BudgetSocket:
        """A connection to an address of ``host`` that was judged. Raises RefusedAddressError and OSError."""
        seconds = min(self._connect_seconds, self.patience())
        found = addresses_of(host, resolver=self._resolver, internal=self._internal, seconds=seconds)
        failure = OSError("no address")
        for address in found[:_MOST_ADDRESSES]:
            try:
                return self._connected(address, port)
            except OSError as error:
                failure = error
        raise failure

    def _connected(self, address: str, port: int) -> BudgetSocket:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        made = BudgetSocket(family, socket.SOCK_STREAM)
        made.wire = self
        try:
            made.settimeout(min(self._connect_seconds, self.patience()))
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            made.connect((address, port))
            # The TLS handshake that may follow is bounded by the timeout that stands now.
            made.settimeout(min(self._connect_seconds, self.patience()))
        except BaseException:
            made.close()
            raise
        self.connections += 1
        return made


class BudgetSocket(socket.socket):
    """A TCP socket whose reads are charged to a wire."""

    wire: Wire

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        self.settimeout(self.wire.patience())
        count = super().recv_into(buffer, nbytes, flags)
        self.wire.take(count)
        return count


class BudgetTLSSocket(ssl.SSLSocket):
    """The same over TLS; it belongs to no wire until its handshake is done."""

    wire: Wire | None = None

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        if self.wire is None:
            return super().recv_into(buffer, nbytes, flags)
        self.settimeout(self.wire.patience())
        count = super().recv_into(buffer, nbytes, flags)
        self.wire.take(count)
        return count


def tls_context(*ca_files: str) -> ssl.SSLContext:
    """One context for all hosts, since loading the certificates is dear: always verifying, TLS 1.2 at least."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = BudgetTLSSocket
    context.set_alpn_protocols(["http/1.1"])
    for file in ca_files:
        context.load_verify_locations(file)
    return context
