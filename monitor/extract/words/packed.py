"""Tens of thousands of words in little room: kept as the numbers that Python's ``hash`` gives them, sorted, and no string for each.

Two of 30,000 words have the same number of 64 bits once in some ten thousand million runs.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable


class Packed(Container[str]):
    """A set of words that can only be asked whether it has one."""

    __slots__ = ("_numbers",)

    def __init__(self, words: Iterable[str]) -> None:
        self._numbers = array("q", sorted({hash(word) for word in words}))

    def __contains__(self, word: object) -> bool:
        number = hash(word)
        at = bisect_left(self._numbers, number)
        return at < len(self._numbers) and self._numbers[at] == number


class PackedTable:
    """Where in a text the lines with a key begin, by the key."""

    __slots__ = ("_numbers", "_starts")

    def __init__(self, starts: Iterable[tuple[str, int]]) -> None:
        rows = sorted((hash(key), start) for key, start in starts)
        self._numbers = array("q", [number for number, _ in rows])
        self._starts = array("l", [start for _, start in rows])

    def starts_of(self, key: str) -> list[int]:
        """The beginnings of the lines with ``key``, in their order."""
        number = hash(key)
        return self._starts[bisect_left(self._numbers, number) : bisect_right(self._numbers, number)].tolist()
