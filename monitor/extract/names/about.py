"""Which programmes a text is about: those whose words it uses, or of whose areas of several names it has more than one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from monitor.programmes.watchlist import FoundArea, Watchlist


@lru_cache(maxsize=8)
def _terms(watchlist: Watchlist) -> tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]:
    """For each programme the words that tell that a text is about it, as they are and as a pattern."""
    found = []
    for programme in watchlist.programmes:
        terms = [
            programme.name,
            *(alias for alias in programme.aliases if len(alias) > 3),
            *(term for terms in programme.terms.values() for term in terms),
        ]
        terms = [term for term in terms if term]
        if terms:
            pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, terms)) + r")s?\b")
            found.append((programme.id, tuple(terms), pattern))
    return tuple(found)


def programmes_of(text: str, watchlist: Watchlist, areas: Sequence[FoundArea], *, known: bool) -> frozenset[str]:
    """The programmes that a text is about: it names one or uses its words, or else has two areas of several names that one has.

    The latter count only where the text has something else that is ``known``; one alone many programmes have.
    """
    about = {
        identifier
        for identifier, terms, pattern in _terms(watchlist)
        if any(term in text for term in terms) and pattern.search(text)
    }
    if not about and known:
        told = {
            (area.programme, area.area.name)
            for area in areas
            if area.programme
            and ("," in area.area.name or " and " in area.area.name)
            # The letters of an area are also those of councils.
            and not area.surface.isupper()
            and not _goes_on(area, text)
        }
        counts = Counter(programme for programme, _ in told)
        about = {programme for programme, count in counts.items() if count > 1}
    return frozenset(about)


def _goes_on(area: FoundArea, text: str) -> bool:
    """Whether an area of several names is only part of one of more: "Greater Manchester, Cheshire and Warrington"."""
    if _AND_MORE.match(text, area.end):
        return True
    return bool(_BEGUN_BEFORE.search(text, max(0, area.start - 40), area.start)) and not text.startswith(",", area.end)


_BEGUN_BEFORE = re.compile(r"[A-Z][\w'-]+, (?:the )?$")
_AND_MORE = re.compile(r" (?:and|&) (?:the )?[A-Z]")
