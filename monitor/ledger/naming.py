"""Finding a body or a place by a part of one of its names. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.text import fold

MOST_WORDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something with names, ready to be looked for. ``folded`` are all its names as :func:`monitor.text.fold` makes them."""

    id: str
    name: str
    folded: tuple[str, ...]

    @classmethod
    def of(cls, identifier: str, name: str, others: Iterable[str] = ()) -> Named:
        """``name`` and ``others`` as the names of ``identifier``."""
        return cls(id=identifier, name=name, folded=tuple(dict.fromkeys(fold(each) for each in (name, *others))))


class Names:
    """Many of them, ordered by the words of their names, so that a word finds its own without a look at all the others."""

    def __init__(self, named: Iterable[Named]) -> None:
        self._named = tuple(named)
        words = {(word, n) for n, each in enumerate(self._named) for name in each.folded for word in name.split()}
        self._words = sorted(words)

    def __iter__(self) -> Iterator[Named]:
        return iter(self._named)

    def beginning(self, words: Iterable[str]) -> Iterator[Named]:
        """Those in whose names each of ``words`` begins a word."""
        found: set[int] | None = None
        for word in words:
            first, last = bisect_left(self._words, (word, -1)), bisect_left(self._words, (f"{word}\U0010ffff", -1))
            numbers = {number for _, number in self._words[first:last]}
            found = numbers if found is None else found & numbers
        return (self._named[number] for number in sorted(found or ()))


def find_named(wanted: str, among: Iterable[Named], *, limit: int = 20) -> tuple[Named, ...]:
    """Those of which one name has every word of ``wanted``, each word perhaps begun only; whole and earlier words first."""
    words = fold(wanted).split()[:MOST_WORDS]
    if not words:
        return ()
    likely = among.beginning(words) if isinstance(among, Names) else among
    found = ((rank, each) for each in likely if (rank := _rank(words, each)) is not None)
    return tuple(each for _, each in sorted(found, key=lambda pair: (pair[0], pair[1].name.casefold()))[:limit])


def _rank(words: list[str], named: Named) -> int | None:
    ranks = [rank for name in named.folded if (rank := _rank_in(words, name)) is not None]
    return min(ranks, default=None)


def _rank_in(words: list[str], name: str) -> int | None:
    if name == " ".join(words):
        return 0
    parts = name.split()
    if not all(any(part.startswith(word) for part in parts) for word in words):
        return None
    if parts[: len(words)] == words:
        return 1
    return 2 if set(words) <= set(parts) else 3
