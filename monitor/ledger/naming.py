"""Finding a body or a place by a part of one of its names. Pure."""

from __future__ import annotations

from collections.abc import Iterable
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


def find_named(wanted: str, among: Iterable[Named], *, limit: int = 20) -> tuple[Named, ...]:
    """Those of which one name has every word of ``wanted``, each word perhaps begun only; whole and earlier words first."""
    words = fold(wanted).split()[:MOST_WORDS]
    if not words:
        return ()
    found = ((rank, each) for each in among if (rank := _rank(words, each)) is not None)
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
