"""Which words of a text tell something: each word is judged once, and from then on whole texts are told apart by sets."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet

#: After so many different words the judged ones are forgotten, so that no text fills the memory.
_MOST = 16_384


class Telling:
    """The words of which ``judge`` is true. Of the words of a text most were met before and tell nothing."""

    def __init__(self, judge: Callable[[str], object]) -> None:
        self._judge = judge
        self._judged: tuple[set[str], set[str]] = (set(), set())

    def among(self, words: AbstractSet[str]) -> AbstractSet[str]:
        """Those of ``words`` that tell something."""
        return words & self._telling_once_met(words)

    def any_among(self, words: AbstractSet[str]) -> bool:
        """Whether any of ``words`` tells something."""
        return not self._telling_once_met(words).isdisjoint(words)

    def _telling_once_met(self, words: AbstractSet[str]) -> set[str]:
        """The words that tell something, those of ``words`` judged."""
        met, telling = self._judged
        if not words <= met:
            new = words - met
            if len(met) > _MOST:
                # New sets rather than emptied ones: another thread may be at the old.
                self._judged = met, telling = set(), set()
                new = words
            # In this order: what another thread finds met is judged.
            telling.update(filter(self._judge, new))
            met |= new
        return telling
