"""Patterns that are looked for in whole texts, which cost a walk over each of its letters: only where the text has the words for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.extract.words.gates import Gate
from monitor.extract.words.needs import alternatives_of
from monitor.extract.words.vocabulary import words_of


class Scan:
    """A pattern with the words of which a text must have some for it to match at all."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern = re.compile(pattern, flags)
        self._gate = Gate([alternatives_of(pattern, at_word=False)])

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match in ``text``, in order."""
        return self._pattern.finditer(text) if self._gate.open_to_any(words_of(text)) else iter(())

    def is_in(self, text: str) -> bool:
        """Whether it matches anywhere in ``text``."""
        return self._gate.open_to_any(words_of(text)) and self._pattern.search(text) is not None
