"""robots.txt as RFC 9309 has it: what a site asks of visitors like us."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from protego import Protego

from monitor.clock import Clock
from monitor.errors import FetchError
from monitor.sources.fetch.address import Address, parse_address
from monitor.sources.fetch.answers import CONTENT, MOVED, Reply, failure_for
from monitor.sources.fetch.exchange import Exchange
from monitor.sources.fetch.patience import Patience
from monitor.sources.fetch.redirects import check_port, next_hop
from monitor.sources.fetch.settings import KIB, FetchSettings

#: RFC 9309 section 2.5: at least this much is read; we read no more.
MOST_BYTES = 500 * KIB
_MOST_LINES = 5000
_MOST_LINE_LENGTH = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one site asks, and until when that is believed. No parser means that it asks nothing.

    ``failure`` stands where the file could not be had for a reason on the site's side: then nothing may be fetched
    (RFC 9309 section 2.3.1.4).
    """

    until: datetime
    parser: Protego | None = None
    failure: FetchError | None = None
    product: str = ""

    def allows(self, url: str) -> bool:
        return self.parser is None or bool(self.parser.can_fetch(url, self.product))

    @property
    def delay_seconds(self) -> float:
        """The Crawl-delay asked for, 0 if none."""
        delay = self.parser.crawl_delay(self.product) if self.parser else None
        return max(float(delay), 0.0) if delay is not None else 0.0


def parse_robots(body: bytes, content_type: str, *, until: datetime, product: str) -> Rules:
    """The rules in ``body``; a page of HTML in its place holds none."""
    text = body[:MOST_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
    if "html" in content_type.lower() or text.lstrip()[:1] == "<":
        return Rules(until=until)
    lines = [line[:_MOST_LINE_LENGTH] for line in text.splitlines()[:_MOST_LINES]]
    return Rules(until=until, parser=Protego.parse("\n".join(lines)), product=product)


class Robots:
    """What the sites ask, fetched when first needed and kept for a day. Safe to use from several threads."""

    def __init__(self, settings: FetchSettings, exchange: Exchange, *, clock: Clock) -> None:
        self._settings = settings
        self._exchange = exchange
        self._clock = clock
        self._lock = Lock()
        self._turns: dict[tuple[str, bool], Lock] = {}
        self._known: dict[tuple[str, bool], Rules] = {}

    def check(self, address: Address, *, internal: bool, patience: Patience) -> None:
        """Raise FetchError if the site asks that ``address`` is not read, or cannot say."""
        rules = self._rules(address, internal=internal, patience=patience)
        if rules.failure is not None:
            raise _because_of(rules.failure, address)
        if not rules.allows(str(address)):
            reason = "its robots.txt asks visitors like us not to read this"
            raise FetchError(str(address), reason, kind="robots", transient=False)

    def _rules(self, address: Address, *, internal: bool, patience: Patience) -> Rules:
        site = (address.origin, internal)
        known = self._known.get(site)
        if known is not None and self._clock() < known.until:
            return known
        with self._lock:
            turn = self._turns.setdefault(site, Lock())
        with turn:
            known = self._known.get(site)
            if known is None or self._clock() >= known.until:
                known = self._fetched(address, internal=internal, patience=patience, before=known)
                self._known[site] = known
                host = self._exchange.hosts.of(address, internal=internal)
                host.crawl_delay = max(host.crawl_delay, known.delay_seconds)
            return known

    def _fetched(self, address: Address, *, internal: bool, patience: Patience, before: Rules | None) -> Rules:
        """The rules of a site by RFC 9309 section 2.3.1: none at 4xx, "nothing at all" while the file cannot be had."""
        soon = self._clock() + timedelta(minutes=self._settings.robots_retry_minutes)
        until = self._clock() + timedelta(hours=self._settings.robots_hours)
        try:
            reply = self._reply(address, internal=internal, patience=patience)
        except FetchError as error:
            if error.kind in {"redirects", "encoding"}:
                return Rules(until=until)
            if before is not None and before.failure is None:
                return replace(before, until=soon)
            return Rules(until=soon, failure=error)
        if reply.status not in CONTENT:
            return Rules(until=until)
        content_type = reply.headers.get("content-type", "")
        return parse_robots(reply.body, content_type, until=until, product=self._settings.product)

    def _reply(self, address: Address, *, internal: bool, patience: Patience) -> Reply:
        headers = {"User-Agent": self._settings.user_agent, "Accept": "text/plain, */*;q=0.5"}
        headers["Accept-Encoding"] = "gzip, deflate"
        hop = parse_address("/robots.txt", address)
        for _ in range(self._settings.max_redirects + 1):
            allowed = internal and hop.host == address.host
            check_port(hop, internal=allowed)
            reply = self._exchange.ask(
                hop, headers, internal=allowed, patience=patience, most_bytes=MOST_BYTES, cut=True
            )
            if reply.status == 429 or reply.status >= 500:
                raise failure_for(str(hop), reply, now=self._clock())
            if reply.status not in MOVED:
                return reply
            hop = next_hop(hop, reply, internal=internal)
        raise FetchError(str(address), "its robots.txt redirects too often", kind="redirects", transient=False)


def _because_of(error: FetchError, address: Address) -> FetchError:
    reason = error.reason
    if error.kind == "http":
        reason = f"its robots.txt cannot be had ({reason}), and until it can nothing else is asked for"
    return FetchError(
        str(address),
        reason,
        kind=error.kind,
        transient=error.transient,
        status=error.status,
        retry_after_seconds=error.retry_after_seconds,
    )
