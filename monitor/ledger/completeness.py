"""What a list says of itself: whether it names everyone, and how its length and its blanks are printed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from monitor.model import Completeness


def completeness_of(stated: Iterable[Completeness]) -> Completeness:
    """What several lists say together: open if one of them is open, closed only if all are."""
    found = set(stated)
    if Completeness.OPEN in found:
        return Completeness.OPEN
    return Completeness.CLOSED if found == {Completeness.CLOSED} else Completeness.UNKNOWN


def number_in_words(number: int, completeness: Completeness) -> str:
    """``5`` of a list that says it is whole, else ``at least 5``."""
    return str(number) if completeness is Completeness.CLOSED else f"at least {number}"


def stated_or_not(value: str | None, *, checked_on: date | None) -> str:
    """``value``, or that nobody has stated it and when we last looked: a blank is never "none"."""
    if value:
        return value
    return f"not stated (checked {checked_on.day} {checked_on:%B %Y})" if checked_on else "not stated"
