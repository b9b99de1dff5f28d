"""Patterns that are looked for in whole texts, which cost a walk over each of its letters: only where the text has the words for them.

Where a pattern begins with letters that are known, those are looked for, which is far faster, and it is tried where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from monitor.extract.words.gates import Gate
from monitor.extract.words.needs import layers_of
from monitor.extract.words.patterns import OP, parts_of
from monitor.extract.words.telling import Telling
from monitor.extract.words.vocabulary import words_of

#: So many letters of a beginning are looked for, at least and at most, and so many beginnings.
_FEWEST, _LETTERS, _MOST_WAYS = 3, 7, 40
_IN_WORD = re.compile(r"\w+")


class Scan:
    """A pattern with the words of which a text must have some for it to match at all, and the letters that it begins with."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern = re.compile(pattern, flags)
        self._gate = Gate([layers_of(pattern, at_word=False)])
        self._begins = beginnings_of(pattern)
        #: Of each beginning the letters that stand in one word: where no word of a text has them, it is not looked for.
        self._parts = [(begins, max(_IN_WORD.findall(begins), key=len, default="")) for begins in self._begins]
        self._telling = Telling(lambda word: any(part in word for _, part in self._parts))

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match in ``text``, in order."""
        words = words_of(text)
        if not self._gate.open_to_any(words):
            return
        folded = text.lower()
        if not self._begins or len(folded) != len(text):
            yield from self._pattern.finditer(text)
            return
        position = 0
        telling = self._telling.among(words)
        standing = [begins for begins, part in self._parts if not part or any(part in word for word in telling)]
        for at in sorted({at for begins in standing for at in _places(begins, folded)}):
            if at >= position and (match := self._pattern.match(text, at)):
                yield match
                position = max(match.end(), at + 1)

    def is_in(self, text: str) -> bool:
        """Whether it matches anywhere in ``text``."""
        return next(self.finditer(text), None) is not None


def _places(letters: str, text: str) -> Iterator[int]:
    at = text.find(letters)
    while at != -1:
        yield at
        at = text.find(letters, at + 1)


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
