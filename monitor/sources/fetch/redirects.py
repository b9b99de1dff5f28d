"""Where an answer sends us on, judged before anyone goes there."""

from __future__ import annotations

from monitor.errors import FetchError
from monitor.sources.fetch.address import Address, parse_address
from monitor.sources.fetch.answers import Reply

_WEB_PORTS = (80, 443)


def next_hop(address: Address, reply: Reply, *, internal: bool) -> Address:
    """The address that a redirect names. Raises FetchError if it is none, or if it would leave TLS."""
    if not reply.location:
        raise _refused(address, "it redirects without saying where")
    try:
        hop = parse_address(reply.location, address)
    except ValueError as error:
        raise _refused(address, f"it redirects to an address that cannot be used: {error}") from error
    if address.scheme == "https" and hop.scheme == "http" and not internal:
        raise _refused(address, "it redirects from a secure address to an insecure one")
    return hop


def check_port(address: Address, *, internal: bool) -> None:
    """Raise FetchError for ports that are not of the web, unless the source is on our own network."""
    if not internal and address.port not in _WEB_PORTS:
        reason = f"port {address.port} is not one of the web (80 and 443)"
        raise FetchError(str(address), reason, kind="address", transient=False)


def _refused(address: Address, reason: str) -> FetchError:
    return FetchError(str(address), reason, kind="redirects", transient=False)
