"""What a fetcher may take, wait for and claim to be."""

from __future__ import annotations

from dataclasses import dataclass

import monitor

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """``[fetch]``: bounds and manners.

    ``connect_seconds`` bounds the time until a server takes the call, ``total_seconds`` that on the wire of one fetch, over all its
    redirects and attempts; waiting out of politeness does not count. ``retries`` is how often a fetch that failed in passing is tried
    again. ``max_bytes`` bounds the body, on the wire and unpacked. ``delay_seconds`` lies between two requests to one host; a
    Crawl-delay raises it up to a minute. A longer Retry-After than twenty seconds is not waited for: the fetch fails and says when to
    come back. ``obey_robots = false`` leaves robots.txt unread: for sites of your own. ``ca_file`` holds certificates trusted besides
    the usual ones.
    """

    contact: str = ""
    connect_seconds: float = 10.0
    idle_seconds: float = 30.0
    total_seconds: float = 60.0
    max_bytes: int = 20 * MIB
    max_header_bytes: int = 256 * KIB
    max_redirects: int = 5
    retries: int = 1
    retry_seconds: float = 2.0
    delay_seconds: float = 2.0
    max_delay_seconds: float = 60.0
    max_wait_seconds: float = 20.0
    obey_robots: bool = True
    robots_hours: float = 24.0
    robots_retry_minutes: float = 15.0
    max_open_hosts: int = 64
    ca_file: str | None = None

    @property
    def product(self) -> str:
        """The name that robots.txt files call us by (RFC 9309 section 2.2.1)."""
        return "Tierwatch"

    @property
    def user_agent(self) -> str:
        """Who asks, in which version, and where to complain."""
        contact = "".join(character for character in self.contact if " " <= character <= "~" and character not in "()")
        return f"{self.product}/{monitor.__version__}" + (f" (+{contact})" if contact else "")
