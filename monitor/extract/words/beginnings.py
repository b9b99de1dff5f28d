"""The letters that a pattern begins with, told from the pattern: to look for them is far faster than to try it everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from monitor.extract.words.patterns import OP, parts_of

#: So many letters of a beginning are looked for, at least and at most, and so many beginnings.
_FEWEST, _LETTERS, _MOST_WAYS = 3, 7, 40


def beginnings_of(pattern: str) -> tuple[str, ...]:
    """The small letters with one of which whatever matches ``pattern`` begins; none where that cannot be told."""
    found = {letters[:_LETTERS] for letters, _ in _through(list(parts_of(pattern)), {("", True)})}
    found = {letters for letters in found if not any(letters != other and letters.startswith(other) for other in found)}
    usable = len(found) <= _MOST_WAYS and all(len(letters) >= _FEWEST and letters.isascii() for letters in found)
    return tuple(sorted(found)) if usable else ()


_Ways = set[tuple[str, bool]]


def _through(items: Iterable[tuple[Any, Any]], ways: _Ways) -> _Ways:
    """The letters that ``items`` may go on with after ``ways``, each with whether what follows it may be told."""
    for op, value in items:
        open_now = {way for way in ways if way[1] and len(way[0]) < _LETTERS}
        if not open_now:
            break
        if len(ways) > _MOST_WAYS * _LETTERS:
            return {(letters, False) for letters, _ in ways}
        if op not in {OP.AT, OP.ASSERT, OP.ASSERT_NOT}:
            ways = (ways - open_now) | _one(op, value, open_now)
    return ways


def _one(op: Any, value: Any, ways: _Ways) -> _Ways:
    if op is OP.LITERAL:
        return _followed(ways, [value])
    if op is OP.IN and all(kind is OP.LITERAL for kind, _ in value):
        return _followed(ways, [code for _, code in value])
    if op is OP.SUBPATTERN:
        return _through(value[3], ways)
    if op is OP.BRANCH:
        return set().union(*(_through(branch, ways) for branch in value[1]))
    if op in {OP.MAX_REPEAT, OP.MIN_REPEAT, OP.POSSESSIVE_REPEAT} and value[1] == 1:
        once = _through(value[2], ways)
        return once if value[0] else once | ways
    return {(letters, False) for letters, _ in ways}


def _followed(ways: _Ways, codes: Sequence[int]) -> _Ways:
    return {(letters + chr(code).lower(), True) for letters, _ in ways for code in codes}
