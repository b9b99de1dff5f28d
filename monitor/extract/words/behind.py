"""Patterns of what stands right before a place, told from its last letters alone: "run by the ", "in parts of ".

Such a pattern ends where the place begins. To look for it from the beginning of the words before it takes far longer than to see
that they end with none of the letters that it can end with.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from monitor.extract.words.patterns import OP, parts_of

#: So many letters from the end are looked at, and so many ways to end are kept.
_LETTERS, _MOST_WAYS = 8, 3_000
_QUICK = 3


class Behind:
    """A pattern that ends with the text that it is looked for in. ``search`` finds what the pattern's own does."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern = re.compile(pattern, flags)
        ends = endings_of(pattern) or frozenset([""])
        shortest = min([_QUICK, *map(len, ends)])
        by_length: dict[int, set[str]] = defaultdict(set)
        for end in ends:
            by_length[len(end)].add(end)
        self._shortest = -shortest
        self._quick = frozenset(end[-shortest:] for end in ends) if shortest else frozenset[str]()
        self._by_length = tuple((-length, frozenset(some)) for length, some in by_length.items())
        # What may end with any blank says nothing: nearly every word has one before it.
        self._told = shortest > 0 and " " not in ends

    def search(self, text: str, low: int = 0, high: int | None = None) -> re.Match[str] | None:
        """The match in ``text`` from ``low`` to ``high``, at which it ends."""
        end = len(text) if high is None else high
        if self._told:
            begin = end - _LETTERS
            last = text[max(begin, low) : end].lower()
            # Of other alphabets there may be more than one small letter for one that a pattern sees.
            if last.isascii() and last[-1:] != "\n":
                if last[self._shortest :] not in self._quick:
                    return None
                for length, ends in self._by_length:
                    if last[length:] in ends:
                        break
                else:
                    return None
        return self._pattern.search(text, low, end)


def endings_of(pattern: str) -> frozenset[str] | None:
    """The small letters with one of which a text ends in which ``pattern`` ends; ``None`` where that cannot be told."""
    items = list(parts_of(pattern))
    if not _ends_the_text(items):
        return None
    ways = _before(items, {_way("")})
    if len(ways) > _MOST_WAYS:
        return None
    return frozenset(way.letters for way in ways) if all(way.letters for way in ways) else None


def _ends_the_text(items: Sequence[tuple[Any, Any]]) -> bool:
    """Whether every way through ``items`` ends where the text does, and not at a line before that."""
    if not items:
        return False
    op, value = items[-1]
    if op is OP.AT:
        return value in {OP.AT_END, OP.AT_END_STRING}
    if op is OP.SUBPATTERN:
        return _ends_the_text(value[3])
    return op is OP.BRANCH and all(_ends_the_text(branch) for branch in value[1])


class _Way(NamedTuple):
    """The last letters of a text as far as they are known; ``is_open`` while what stands right before them may be told."""

    letters: str
    is_open: bool


def _way(letters: str, *, is_open: bool = True) -> _Way:
    return _Way(letters, is_open and len(letters) < _LETTERS)


def _before(items: Iterable[tuple[Any, Any]], ways: set[_Way]) -> set[_Way]:
    """``ways`` with what ``items`` put before them, the last of them first."""
    for op, value in reversed(list(items)):
        if len(ways) > _MOST_WAYS or not any(way.is_open for way in ways):
            break
        if op in {OP.AT, OP.ASSERT, OP.ASSERT_NOT}:
            continue
        ways = {way for way in ways if not way.is_open} | _one_before(op, value, {way for way in ways if way.is_open})
    return ways


def _one_before(op: Any, value: Any, ways: set[_Way]) -> set[_Way]:
    if op is OP.LITERAL:
        return {_way(chr(value).lower() + way.letters) for way in ways}
    if op is OP.IN and all(kind is OP.LITERAL for kind, _ in value):
        return {_way(chr(code).lower() + way.letters) for _, code in value for way in ways}
    if op is OP.SUBPATTERN:
        return _before(value[3], ways)
    if op is OP.BRANCH:
        return set().union(*(_before(branch, ways) for branch in value[1]))
    if op in {OP.MAX_REPEAT, OP.MIN_REPEAT, OP.POSSESSIVE_REPEAT}:
        least, most, inner = value
        once = _before(inner, ways)
        if most > 1:
            # What stands before the last of several is not told.
            once = {_way(way.letters, is_open=False) for way in once}
        return once if least else once | ways
    return {_way(way.letters, is_open=False) for way in ways}
