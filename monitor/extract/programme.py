"""Which commissioning round a document speaks of: told by its own words, its areas and its date, or left open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from monitor.model import Claim, Document
from monitor.programmes.pack import Programme
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold

#: A round is spoken of before it starts and after it ends, but not for ever: an area of 2014 and one of 2021 share a name.
_BEFORE, _AFTER = timedelta(days=900), timedelta(days=400)
#: Only so much of a long document is searched for the name of a round.
_SEARCHED = 20_000
_SHORTEST = 3


def programme_of(document: Document, claims: Iterable[Claim], watchlist: Watchlist) -> str | None:
    """The identifier of the one programme that fits best; ``None`` where none fits or two fit alike.

    Its name or an alias counts most, then the areas of the claims that are its own. A programme whose years lie elsewhere than
    the document's date is out of the question.
    """
    day = document.published_at.date() if document.published_at else None
    open_to = [programme for programme in watchlist.programmes if programme.id and _may_be_meant(programme, day)]
    text, said = _searched(document.title, document.text[:_SEARCHED])
    areas = {area for claim in claims for area in claim.areas}
    points: Counter[str] = Counter()
    for programme in open_to:
        names, terms = _words_of(programme.name, programme.aliases, tuple(programme.terms.values()))
        # A whole text is only searched for what it has the words for.
        named = any(word in said and name in text for word, name in names)
        spoken = any(word in said and term in text for word, term in terms)
        own = [area for area in areas if programme.id in watchlist.programmes_with(area)]
        # Many programmes have a "London" or a "North West"; only compound areas are a programme's own.
        telling = sum(" and " in area or "," in area for area in own)
        if named or spoken or (telling > 1 and len(own) >= 0.8 * len(areas)):
            points[programme.id] = 6 * named + 2 * spoken + 6 * len(own) // max(len(areas), 1)
    ranked = sorted(points, key=lambda identifier: (-points[identifier], _distance(identifier, day, open_to)))
    if len(ranked) > 1 and points[ranked[0]] == points[ranked[1]] and day is None:
        return None
    return ranked[0] if ranked else None


@lru_cache(maxsize=2)
def _searched(title: str, text: str) -> tuple[str, frozenset[str]]:
    """What is searched, folded, and the words of it."""
    # Asked twice of a document: for what the patterns read and for what the weights add.
    folded = f" {fold(title)} {fold(text)} "
    return folded, frozenset(folded.split())


_Phrase = tuple[str, str]


@lru_cache(maxsize=256)
def _words_of(
    name: str, aliases: tuple[str, ...], terms: tuple[tuple[str, ...], ...]
) -> tuple[tuple[_Phrase, ...], tuple[_Phrase, ...]]:
    """What a programme is called, and its other words: the longest word of each, and all of it folded between blanks."""
    named = tuple(_phrase(each) for each in (name, *aliases) if len(each) > _SHORTEST)
    return named, tuple(_phrase(term) for of_one in terms for term in of_one)


def _phrase(words: str) -> _Phrase:
    folded = fold(words)
    return max(folded.split(), key=len, default=""), f" {folded} "


def _distance(identifier: str, day: date | None, programmes: Iterable[Programme]) -> int:
    """Days between a document and the start of a programme: rounds are written of most when they begin."""
    start = next((p.starts_on for p in programmes if p.id == identifier), None)
    return abs((start - day).days) if start and day else 10_000


def _may_be_meant(programme: Programme, day: date | None) -> bool:
    if day is None:
        return True
    if programme.starts_on and day < programme.starts_on - _BEFORE:
        return False
    return not (programme.ends_on and day > programme.ends_on + _AFTER)
