"""How values look on a page: the bulletin's filters, and those that only pages need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from monitor.digest.filters import FILTERS as BULLETIN
from monitor.digest.words import host_of, humanised
from monitor.text import plural
from monitor.web.site import site

_UNITS = (
    (86400 * 365, "year"),
    (86400 * 30, "month"),
    (86400 * 7, "week"),
    (86400, "day"),
    (3600, "hour"),
    (60, "minute"),
)


def day(value: date | datetime) -> str:
    """``6 November 2014``, where the bulletin is published."""
    return BULLETIN["day"](value, "en", site().masthead.zone)


def moment(value: datetime) -> str:
    """``7 November 2014, 07:30``, where the bulletin is published."""
    return BULLETIN["moment"](value, "en", site().masthead.zone)


def iso(value: date | datetime) -> str:
    """For the ``datetime`` attribute of ``time``."""
    return value.isoformat()


def ago(value: datetime) -> str:
    """``3 days ago``, ``in 2 hours``, ``just now``."""
    seconds = (site().now - value).total_seconds()
    for size, unit in _UNITS:
        if abs(seconds) >= size:
            return _spoken(int(abs(seconds) // size), unit, past=seconds > 0)
    return "just now"


def _spoken(count: int, unit: str, *, past: bool) -> str:
    words = f"{count} {unit}{'s' if count != 1 else ''}"
    return f"{words} ago" if past else f"in {words}"


def percent(value: float) -> str:
    """``93 %`` with a blank that does not break; nothing but certainty itself is 100 %."""
    return f"{100 if value >= 1 else min(99, round(value * 100))}\u00a0%"


def sentence(words: str) -> str:
    """With a capital at its beginning; names within it stay as they are."""
    return words[:1].upper() + words[1:]


def deed(action: str) -> str:
    """An action of the log as a sentence begins: ``digest edited: word`` is ``Item's words changed``."""
    return _DEEDS.get(action) or sentence(action.removeprefix("digest "))


_DEEDS = {
    "digest edited: note": "Note at the head changed",
    "digest edited: lead": "Item put to the front",
    "digest edited: drop": "Item left out",
    "digest edited: word": "Item's words changed",
    "digest edited: place": "Item moved",
    "digest edited: write": "Item written",
    "digest edited: undone": "Last edit undone",
    "digest submitted": "Handed in for approval",
    "digest: draft": "Sent back",
    "digest: cancelled": "Cancelled",
    "digest comment settled": "Comment settled",
    "digest commented": "Comment made",
    "digest approval lapsed": "Approval lapsed",
}

FILTERS: Mapping[str, Callable[..., Any]] = {
    "day": day,
    "moment": moment,
    "iso": iso,
    "ago": ago,
    "plural": plural,
    "percent": percent,
    "sentence": sentence,
    "deed": deed,
    "host": host_of,
    "words": humanised,
    "listed": BULLETIN["listed"],
    "clipped": BULLETIN["clipped"],
    "linkable": BULLETIN["linkable"],
}
