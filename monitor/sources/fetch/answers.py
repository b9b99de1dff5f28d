"""What an answer means: content, "nothing changed", "go elsewhere", or a failure in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from monitor.errors import FetchError
from monitor.model import Validators

_MOST_RETRY_AFTER = 86_400.0
#: "Too many requests" without a word of when: some procurement services expect minutes.
_USUAL_REST = 300.0
_TRANSIENT = frozenset({408, 421, 425, 429, 500, 502, 503, 504, 507, 520, 521, 522, 523, 524, 527, 529, 530})
_TRY_AT_ONCE = frozenset({502, 503, 504})
CONTENT = frozenset({200, 203})
MOVED = frozenset({301, 302, 303, 307, 308})
#: Statuses whose Retry-After speaks for the whole host.
RESTING = frozenset({429, 503})
_PERMANENT = frozenset({301, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer read whole. ``body`` is unpacked, and empty unless the status is one of content."""

    status: int
    headers: Mapping[str, str]
    validators: Validators
    body: bytes = b""

    @property
    def location(self) -> str:
        """Where a redirect leads, as written; header bytes beyond ASCII are taken for UTF-8, as browsers do."""
        raw = self.headers.get("location", "").strip()
        try:
            return raw.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return raw

    @property
    def is_permanent(self) -> bool:
        return self.status in _PERMANENT


def validators_of(etags: list[str], moments: list[str]) -> Validators:
    """What the server gave, verbatim; nothing where it contradicts itself or could not be sent back."""
    return Validators(etag=_only(etags), last_modified=_only(moments))


def _only(values: list[str]) -> str | None:
    if len(set(values)) != 1 or not is_sendable(values[0]):
        return None
    return values[0] or None


def is_sendable(value: str) -> bool:
    """Whether a header can carry ``value`` (RFC 9110 section 5.5)."""
    return len(value) <= 4096 and all(" " <= character <= "ÿ" and character != "\x7f" for character in value)


def charset_of(content_type: str) -> str | None:
    """The ``charset`` parameter of a Content-Type."""
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'").strip()[:60] or None
    return None


def retry_after(value: str, *, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for (RFC 9110 section 10.2.3), 0 to one day; ``None`` if it is nonsense."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), _MOST_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), _MOST_RETRY_AFTER)


def failure_for(url: str, reply: Reply, *, now: datetime) -> FetchError:
    """The failure that a status other than content, 304 and the redirects stands for."""
    asked = retry_after(reply.headers.get("retry-after", ""), now=now)
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS and asked is None:
        asked = _USUAL_REST
    reason = f"it answers {reply.status} ({_phrase(reply.status)})"
    transient = reply.status in _TRANSIENT
    return FetchError(
        url,
        reason,
        kind="http",
        transient=transient,
        status=reply.status,
        retry_after_seconds=asked if transient else None,
    )


def _phrase(status: int) -> str:
    if status == HTTPStatus.UNAUTHORIZED:
        return "it wants a login"
    try:
        return HTTPStatus(status).phrase.lower()
    except ValueError:
        return "no known meaning"


def is_worth_another_try(error: FetchError, *, most_wait: float) -> bool:
    """Whether a second attempt in the same run can help: broken connections and overloaded gateways, not slow servers."""
    if not error.transient or (error.retry_after_seconds or 0) > most_wait:
        return False
    return error.kind in {"refused", "incomplete"} or error.status in _TRY_AT_ONCE
