"""Titles of lots and contracts to places: "Lot 3 - North West", "Home care in Dorset and Wiltshire"."""

from __future__ import annotations

import re

from monitor.extract.words.lexicon import places
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold

_LOT = re.compile(r"^\s*(?:lot\s*)?[\w.]{1,4}\s*[-:\u2013)]\s*|^\s*lot\s+\d{1,3}[a-z]?\s+", re.IGNORECASE)


def place_of_lot(title: str, watchlist: Watchlist) -> str:
    """The area in the title of a lot: the whole of it where it reads like a place, else the place that it ends with."""
    title = _LOT.sub("", title)
    if re.fullmatch(r"(?:lot|part|package)?\s*[\w.]{1,4}", title, re.IGNORECASE) and not _is_place(title, watchlist):
        return ""
    known = watchlist.area(title)
    if known:
        return known.name
    parts = [part for part in re.split(r"\s*(?:,|\band\b|&)\s*", title) if part]
    if all(_is_place(part, watchlist) for part in parts):
        return title
    behind = re.search(r"(\bin|\bfor|\bacross|\s[-\u2013]|[:(])\s*(?:the\s+)?([A-Z][^\u2013:()]*?)\)?$", title)
    if behind:
        found = watchlist.area(behind.group(2))
        if found:
            return found.name
        if behind.group(1) != "for" or _is_place(behind.group(2), watchlist):
            return behind.group(2).strip()
    found_areas = watchlist.find_areas(title)
    if found_areas:
        return found_areas[-1].area.name
    words = title.split()
    small = {"and", "of", "the", "on", "&", "upon", "le", "in"}
    likely = words and len(words) <= 6 and all(w[:1].isupper() or w in small for w in words)
    return title if likely and not _SERVICE.search(title) else ""


def _is_place(text: str, watchlist: Watchlist) -> bool:
    return watchlist.area(text) is not None or fold(text) in places()


#: A lot named by what is done in it, not by where.
_SERVICE = re.compile(
    r"\b(?:services?|support|training|education|supply|provision|accommodation|advice|care|works?|maintenance|management|"
    r"consultancy|programmes?|delivery|treatment|advocacy|women|men|adults?|young|children|families|cleaning|catering)\b",
    re.IGNORECASE,
)


def places_in_title(title: str, watchlist: Watchlist) -> list[str]:
    """The places at the end of a record's title: "... Services in Dorset and Wiltshire", "... - East of England"."""
    # The last "in" decides: "Acme - Benefit and Debt Services in Wigan"; a dash only where there is none.
    match = re.search(r".*\b(?:in|for|across)\s+(?:the\s+)?([A-Z][\w'.,&\- ]*)$", title.strip()) or re.search(
        r".*(?:\s[-\u2013]|:)\s+(?:the\s+)?([A-Z][\w'.,& ]*)$", title.strip()
    )
    if not match:
        return []
    words = match.group(1).strip()
    whole = watchlist.area(words)
    if whole:
        return [whole.name]
    known = watchlist.find_areas(words)
    covered = re.sub(r"\band\b|[&,\s]", "", "".join(words.replace(f.surface, "") for f in known[:1]))
    if len(known) > 1 or (known and (not covered or (len(covered) <= 3 and covered.isupper()))):
        return [found.area.name for found in known]
    return [] if _SERVICE.search(words) else [words]


def places_named(title: str, watchlist: Watchlist) -> list[str]:
    """The same for a title that need not name a place: one behind a dash or colon, or one that is known as a place."""
    found = places_in_title(title, watchlist)
    if re.search(r"(?:\s[-\u2013]|:)\s+[^:\u2013-]+$", title) or all(_is_place(name, watchlist) for name in found):
        return found
    return []
