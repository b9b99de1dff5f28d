"""Which network addresses may be connected to, judged on the very address that the connection then uses."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Thread

#: The IP addresses of a host name, best first. Raises OSError (``socket.gaierror``) where there are none.
Resolver = Callable[[str], Sequence[str]]

_IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
# Where cloud providers answer with the secrets of the machine; no site of anyone's is there, on any network.
_METADATA = frozenset(
    map(
        ipaddress.ip_address,
        (
            "169.254.169.254", "169.254.170.2", "169.254.170.23", "169.254.42.42", "169.254.0.23", "168.63.129.16",
            "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "fd00:42::42", "fe80::a9fe:a9fe",
        ),
    )
)  # fmt: skip
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Ranges that stand for an IPv4 address. Nobody needs them to name a site, and what they lead to is not ours to know.
_TRANSLATED = tuple(
    map(
        ipaddress.IPv6Network,
        ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "2001::/32", "2002::/16"),
    )
)
# Ranges that are nowhere on the open network, and that Python calls global or knows nothing of.
_RESERVED = tuple(
    map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "100.64.0.0/10", "fec0::/10", "3fff::/20"))
)


class RefusedAddressError(Exception):
    """An address that may not be connected to; the message says why."""


def why_refused(address: str, *, internal: bool = False) -> str | None:
    """Why ``address`` may not be connected to, in words, or ``None`` if it may.

    ``internal`` allows loopback, private and link-local addresses, but never multicast, unspecified or metadata addresses,
    however they are written.
    """
    try:
        meant = _meant(ipaddress.ip_address(address))
    except ValueError:
        return "it is not an IP address of the open network"
    if meant in _METADATA:
        return "it is where a machine's own secrets are served"
    if meant.is_multicast or meant.is_unspecified:
        return "it is not the address of one machine"
    if not meant.is_loopback and any(meant in network for network in _TRANSLATED):
        return "it stands for another address"
    return None if internal else _why_not_public(meant)


def _meant(address: _IPAddress) -> _IPAddress:
    """The address without the name of an interface; of one that every network translates to IPv4, that."""
    number = int(address)
    if address in _NAT64:
        return ipaddress.IPv4Address(number & 0xFFFFFFFF)
    return address if isinstance(address, ipaddress.IPv4Address) else ipaddress.IPv6Address(number)


def _why_not_public(address: _IPAddress) -> str | None:
    if address.is_loopback:
        return "it is this machine"
    if address.is_link_local:
        return "it is on the local link"
    if not address.is_global or address.is_reserved or any(address in network for network in _RESERVED):
        return "it is on a private network"
    return None


def system_resolver(host: str) -> Sequence[str]:
    """The addresses that the machine's own resolver gives."""
    return list(dict.fromkeys(str(place[0]) for *_, place in socket.getaddrinfo(host, None)))


def addresses_of(host: str, *, resolver: Resolver, internal: bool, seconds: float) -> Sequence[str]:
    """The addresses of ``host``, all of them judged; one that is refused refuses the host, since names can be made to alternate.

    Raises RefusedAddressError, ``socket.gaierror``, or TimeoutError after ``seconds``.
    """
    found = [host] if _is_literal(host) else _resolved(host, resolver, seconds)
    for address in found:
        if reason := why_refused(address, internal=internal):
            shown = host if address == host else f"{host} ({address})"
            raise RefusedAddressError(f"{shown} may not be visited: {reason}")
    return found


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _resolved(host: str, resolver: Resolver, seconds: float) -> Sequence[str]:
    # getaddrinfo knows no timeout. A thread left behind ends with the system's own patience.
    answers: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

    def resolve() -> None:
        try:
            answers.put(resolver(host))
        except Exception as error:  # noqa: BLE001  it is raised again below, in the caller's thread
            answers.put(error)

    Thread(target=resolve, name=f"resolve {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty as error:
        raise TimeoutError(f"{host} was not resolved in time") from error
    if not answer or isinstance(answer, UnicodeError):
        raise socket.gaierror(socket.EAI_NONAME, f"{host} has no address")
    if isinstance(answer, Exception):
        raise answer
    return answer
