"""How values look in a bulletin: dates, wrapped lines, joined names."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from monitor.digest.words import clipped, safe_url

WIDTH = 72
#: After "a" (and): "ac" before these, and these letters become others, in words of our own; a name is left as it is written.
_WELSH_VOWELS = tuple("aeiouwyâêîôûŵŷ")
_ASPIRATE = {"c": "ch", "p": "ph", "t": "th"}
_LOCALES = {"en": "en_GB"}


def day(value: date | datetime, language: str = "en", zone: str = "Europe/London") -> str:
    """``6 November 2014``; a moment is shown as the day it was in ``zone``."""
    local = value.astimezone(ZoneInfo(zone)).date() if isinstance(value, datetime) else value
    return _day(local, language)


@lru_cache(maxsize=4096)
def _day(value: date, language: str) -> str:
    # Blanks that do not break keep a date on one line.
    return str(format_date(value, format="d MMMM y", locale=_locale(language))).replace(" ", "\u00a0")


@lru_cache(maxsize=4096)
def moment(value: datetime, language: str = "en", zone: str = "Europe/London") -> str:
    """``7 November 2014, 07:30``, in ``zone``."""
    return str(format_datetime(value.astimezone(ZoneInfo(zone)), format="d MMMM y, HH:mm", locale=_locale(language)))


def wrapped(text: str, indent: int = 0, first: str = "") -> str:
    """``text`` in lines of at most 72 columns; no word, and so no address, is ever broken. ``first`` starts the first line."""
    pad = " " * indent
    return textwrap.fill(
        text,
        width=WIDTH,
        initial_indent=first or pad,
        subsequent_indent=pad,
        break_long_words=False,
        break_on_hyphens=False,
    )


def listed(names: Sequence[str], conjunction: str = "and") -> str:
    """``A``, ``A and B``, ``A, B and C``; ``A, B and C; D`` where a name joins several itself."""
    if len(names) < 2:
        return "".join(names)
    if any("," in name or " and " in name for name in names):
        return "; ".join(names)
    if conjunction == "a" and names[-1][:1].casefold() in _WELSH_VOWELS:
        conjunction = "ac"
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}"


def dated(parts: Sequence[tuple[str, str]], conjunction: str = "and") -> str:
    """``(word, day)`` pairs as one line, words of one day together: ``Happened and published 6 May · Checked 7 May``."""
    days: dict[str, list[str]] = {}
    for word, when in parts:
        days.setdefault(when, []).append(word)
    named = (listed([words[0], *_following(words[1:], conjunction)], conjunction) for words in days.values())
    return " · ".join(f"{words} {when}" for words, when in zip(named, days, strict=True))


def _following(words: Sequence[str], conjunction: str) -> list[str]:
    """Words of our own in the middle of a line; the Welsh "a" changes how the one after it begins."""
    found = [word.lower() for word in words]
    if conjunction == "a" and found and (begin := _ASPIRATE.get(found[-1][0])):
        found[-1] = begin + found[-1][1:]
    return found


def ruled(text: str, character: str = "-") -> str:
    """``text`` over a line as long as itself."""
    return f"{text}\n{character * min(len(text), WIDTH)}"


def linkable(url: str) -> str:
    """``url`` where it may be a link, else nothing."""
    return safe_url(url) or ""


def _locale(language: str) -> str:
    return _LOCALES.get(language, language)


FILTERS: Mapping[str, Callable[..., str]] = {
    "day": day,
    "moment": moment,
    "wrapped": wrapped,
    "listed": listed,
    "ruled": ruled,
    "dated": dated,
    "clipped": clipped,
    "linkable": linkable,
}
