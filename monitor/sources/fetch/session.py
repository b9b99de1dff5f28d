"""One exchange with one host: the only module that knows ``requests``.

A session is kept for each host, so that its connection is. Everything the library would do of its own accord is turned off:
proxies and passwords from the environment, cookies, redirects, retries, unpacking, draining.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.client import HTTPException
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import certifi
import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.hooks import default_hooks
from requests.structures import CaseInsensitiveDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from monitor.sources.fetch.wire import BudgetTLSSocket, OverBudgetError, Wire, tls_context

__all__ = ["FAILURES", "Answer", "HostSession", "certificates", "root_causes"]

_READ_BYTES = 64 * 1024
#: The note that comes with a redirect is read rather than a new connection made.
_FEW_BYTES = 4 * 1024
#: All that an exchange may raise: the library's errors, and those of sockets and TLS that it lets through.
FAILURES = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, HTTPException, ValueError)


def certificates(ca_file: str | None) -> ssl.SSLContext:
    """The TLS context of all sessions: the usual certificates, and those of ``ca_file``."""
    return tls_context(certifi.where(), *([ca_file] if ca_file else []))


def root_causes(error: BaseException) -> Iterator[BaseException]:
    """``error`` and everything it came from, outermost first; the library hides the cause in arguments and attributes."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting and len(seen) < 30:
        found = waiting.pop(0)
        if not isinstance(found, BaseException) or id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        waiting += [*found.args, getattr(found, "reason", None), found.__cause__, found.__context__]


class _Connection(HTTPConnection):
    wire: Wire

    def _new_conn(self) -> socket.socket:
        return self.wire.connect(self._dns_host, self.port)


class _TLSConnection(HTTPSConnection):
    wire: Wire

    def _new_conn(self) -> socket.socket:
        return self.wire.connect(self._dns_host, self.port)

    def connect(self) -> None:
        super().connect()
        if isinstance(self.sock, BudgetTLSSocket):
            self.sock.wire = self.wire


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection

    def __init__(self, *args: Any, wire: Wire, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self._wire = wire

    def _new_conn(self) -> Any:
        made = super()._new_conn()
        made.wire = self._wire  # type: ignore[attr-defined]
        return made


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _TLSConnection

    def __init__(self, *args: Any, wire: Wire, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self._wire = wire

    def _new_conn(self) -> Any:
        made = super()._new_conn()
        made.wire = self._wire  # type: ignore[attr-defined]
        return made


class _Adapter(HTTPAdapter):
    """Connections through a wire, and one TLS context made beforehand instead of certificates loaded at each connection."""

    def __init__(self, wire: Wire, context: Callable[[], ssl.SSLContext]) -> None:
        self._wire = wire
        self._context = context
        super().__init__(pool_connections=2, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **fields: Any) -> None:  # noqa: FBT001, FBT002
        super().init_poolmanager(connections, maxsize, block, **fields)
        pools = {"http": partial(_Pool, wire=self._wire), "https": partial(_TLSPool, wire=self._wire)}
        self.poolmanager.pool_classes_by_scheme = pools

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        host, _ = super().build_connection_pool_key_attributes(request, verify, cert)
        return host, {"ssl_context": self._context()} if host["scheme"] == "https" else {}

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:  # noqa: ARG002
        conn.cert_reqs = "CERT_REQUIRED"


class _Session(requests.Session):
    """A session that sees no redirects: even told not to follow one, the library would read and unpack its whole body."""

    def get_redirect_target(self, resp: Any) -> None:  # noqa: ARG002
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer of a server: its status, its headers, and its body still packed and unread."""

    status: int
    headers: Mapping[str, str]
    _raw: urllib3.HTTPResponse = field(repr=False)
    _wire: Wire = field(repr=False)

    def header_values(self, name: str) -> list[str]:
        """Each value of a header as it was sent."""
        return list(self._raw.headers.getlist(name))

    @property
    def announced_bytes(self) -> int | None:
        """How long the packed body says it is, ``None`` where it says nothing."""
        return self._raw.length_remaining

    def pieces(self, most_bytes: int) -> Iterator[bytes]:
        """The packed body, piece by piece. Raises OverBudgetError beyond ``most_bytes``, FAILURES if it breaks off."""
        self._wire.allow(most_bytes + 2 * _READ_BYTES)
        while piece := self._raw.read(_READ_BYTES, decode_content=False):
            yield piece

    def close(self) -> None:
        """Done with it. The connection stays open if the body was read to its end, or is a few bytes; no other is drained."""
        # After an interim answer (1xx) the answer itself is still to come: kept, it would answer the next question.
        if self.status < HTTPStatus.OK:
            self._raw.close()
            return
        left = self._raw.length_remaining
        if not self._raw.closed and left is not None and left <= _FEW_BYTES:
            with suppress(*FAILURES, OverBudgetError):
                self._raw.read(_FEW_BYTES + 1, decode_content=False)
        if self._raw.closed:
            self._raw.release_conn()
        else:
            self._raw.close()


class HostSession:
    """The connection to one host. Not for use by several threads at once."""

    def __init__(self, wire: Wire, context: Callable[[], ssl.SSLContext]) -> None:
        self.wire = wire
        self._session = _Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = _Adapter(wire, context)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def get(
        self,
        url: str,
        headers: Mapping[str, str],
        *,
        seconds: float,
        most_header_bytes: int,
        internal: bool,
        sent: bytes | None = None,
    ) -> Answer:
        """Ask for ``url``, with ``sent`` as the body of a POST; the answer's body is still to be read.

        Raises FAILURES and what ``Wire`` raises.
        """
        self.wire.begin(seconds=seconds, most_bytes=most_header_bytes, internal=internal)
        # Made by hand: the library's own preparation would read and rewrite an address that was already judged.
        prepared = requests.PreparedRequest()
        prepared.method = "GET" if sent is None else "POST"
        prepared.body = sent
        prepared.url = url
        prepared.headers = CaseInsensitiveDict(headers)
        prepared.hooks = default_hooks()
        response = self._session.send(
            prepared, stream=True, allow_redirects=False, timeout=seconds, verify=True, cert=None, proxies={}
        )
        return Answer(status=response.status_code, headers=response.headers, _raw=response.raw, _wire=self.wire)

    def close(self) -> None:
        self._session.close()
