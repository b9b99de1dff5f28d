"""Patterns that are looked for in whole texts, which cost a walk over each of its letters: only where the text has the words for them.

Where a pattern begins with letters that are known, those are looked for, which is far faster, and it is tried where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.extract.words.beginnings import beginnings_of
from monitor.extract.words.gates import Gate
from monitor.extract.words.needs import layers_of
from monitor.extract.words.telling import Telling
from monitor.extract.words.vocabulary import words_of

_IN_WORD = re.compile(r"\w+")


class Scan:
    """A pattern with the words of which a text must have some for it to match at all, and the letters that it begins with."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern = re.compile(pattern, flags)
        self._gate = Gate([layers_of(pattern, at_word=False)])
        self._begins = beginnings_of(pattern)
        #: Of each beginning the letters that stand in one word: where no word of a text has them, it is not looked for.
        self._parts = [(begins, max(_IN_WORD.findall(begins), key=len, default="")) for begins in self._begins]
        self._of_word: dict[str, list[str]] = {}
        self._telling = Telling(self._is_part_of_beginning)

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
        standing = {begins for word in self._telling.among(words) for begins in self._of_word[word]}
        for at in sorted({at for begins in standing for at in _places(begins, folded)}):
            if at >= position and (match := self._pattern.match(text, at)):
                yield match
                position = max(match.end(), at + 1)

    def _is_part_of_beginning(self, word: str) -> bool:
        """Whether any beginning may stand at ``word``; which ones is kept."""
        begun = [begins for begins, part in self._parts if part in word]
        if begun:
            self._of_word[word] = begun
        return bool(begun)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in ``text``."""
        return next(self.finditer(text), None)

    def is_in(self, text: str) -> bool:
        """Whether it matches anywhere in ``text``."""
        return self.search(text) is not None


def _places(letters: str, text: str) -> Iterator[int]:
    at = text.find(letters)
    while at != -1:
        yield at
        at = text.find(letters, at + 1)
