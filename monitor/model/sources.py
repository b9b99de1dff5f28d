"""Sources and what a visit to one brings back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to ask "changed since?" with (RFC 9110 section 13), stored and sent back verbatim."""

    etag: str | None = None
    last_modified: str | None = None

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place that is polled.

    ``kind`` names a source type (``monitor.sources``) and ``options`` is that type's own options value. ``trust`` is 1 for an
    official publisher, 2 for the organisation itself or an established outlet, 3 for anyone else. ``complete`` says that the
    source lists everyone, so that an absence can mean something. ``internal`` allows addresses on private networks.
    ``reader`` lets the optional reader, where one is configured, be asked about its documents.
    """

    id: str
    kind: str
    url: str
    name: str = ""
    publisher: str = ""
    every_hours: float = 24.0
    trust: int = 2
    programmes: tuple[str, ...] = ()
    section: str = "sector"
    complete: bool = False
    internal: bool = False
    quiet_after_days: int | None = None
    paused: bool = False
    reader: bool = False
    options: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One thing to fetch: an address, the validators from last time, and any headers that the source type needs."""

    url: str
    validators: Validators = field(default_factory=Validators)
    headers: tuple[tuple[str, str], ...] = ()
    internal: bool = False
    max_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The bytes that one visit brought, decoded from any compression but not from their character set.

    ``url`` is where the bytes came from after redirects; ``requested_url`` is what was asked for. ``charset`` is the one that
    the server declared, if any (it may lie: ``monitor.sources.decode`` decides).
    """

    url: str
    requested_url: str
    fetched_at: datetime
    status: int
    body: bytes
    content_type: str = ""
    charset: str | None = None
    validators: Validators = field(default_factory=Validators)
    permanent_redirect: bool = False

    @property
    def media_type(self) -> str:
        """The content type without its parameters, as the standard writes it; empty where the server named none."""
        return self.content_type.partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The server said that nothing changed (304 Not Modified)."""

    url: str
    fetched_at: datetime
    validators: Validators = field(default_factory=Validators)


#: The port through which everything outside is read. Raises ``FetchError``.
Fetch = Callable[[Request], Snapshot | Unchanged]
