"""How often one client may ask: a bucket for each address, so that a crowd at one door keeps nobody else out."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from flask import Flask, current_app, request

EXTENSION = "tierwatch-rates"
_MOST_CLIENTS = 20_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Allowance:
    """``burst`` requests at once and ``a_minute`` on average for each client. In memory; safe for several threads."""

    def __init__(self, *, a_minute: float, burst: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.a_minute, self.burst = a_minute, burst
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, client: str) -> int:
        """Take one request: 0 where it may be made, else the seconds to wait before the next."""
        now = self._monotonic()
        with self._lock:
            bucket = self._buckets.pop(client, None) or _Bucket(float(self.burst), now)
            bucket.tokens = min(self.burst, bucket.tokens + (now - bucket.at) * self.a_minute / 60)
            bucket.at = now
            self._buckets[client] = bucket
            while len(self._buckets) > _MOST_CLIENTS:
                self._buckets.popitem(last=False)
            if bucket.tokens < 1:
                return max(1, math.ceil((1 - bucket.tokens) * 60 / self.a_minute))
            bucket.tokens -= 1
            return 0


def client_of(address: str | None) -> str:
    """Who counts as one client: an address of version 4, the network of a home of version 6."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped) if found.ipv4_mapped else found.exploded[:19]
    return str(found)


def install(app: Flask) -> None:
    """Count the requests to ``app``."""
    app.extensions[EXTENSION] = {}


def seconds_to_wait(door: str, *, a_minute: float, burst: int) -> int:
    """Count the present request at ``door``: 0 where its client may go on, else the seconds to wait."""
    return seconds_to_wait_for(door, client_of(request.remote_addr), a_minute=a_minute, burst=burst)


def seconds_to_wait_for(door: str, whom: str, *, a_minute: float, burst: int) -> int:
    """The same for ``whom``, whatever it is that is counted."""
    allowances: dict[str, Allowance] = current_app.extensions[EXTENSION]
    return allowances.setdefault(door, Allowance(a_minute=a_minute, burst=burst)).take(whom)
