"""Which of many patterns a sentence can match at all, in one look at each of its words.

From a pattern can be told which words a text must have for it to match (``needs``). A word is looked up once for all patterns
together, and only those are tried of which every needed word is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache, reduce
from operator import or_

from monitor.extract.words.needs import FEWEST, LAYERS, LETTERS, WHOLE, WITHIN, Need
from monitor.extract.words.telling import Telling

_WORD = re.compile(r"[a-z]+")


class Gate:
    """Some patterns by what each of them needs. ``open_among`` tells which of them, by their number, a text can match."""

    def __init__(self, needs: Sequence[Sequence[Need]]) -> None:
        self._size = len(needs)
        self._layers: list[dict[str, int]] = [{} for _ in range(LAYERS)]
        #: A bit for each layer and pattern: those of the second layer stand above those of the first.
        self._always = 0
        for number, sets in enumerate(needs):
            for layer, masks in enumerate(self._layers):
                bit = 1 << (layer * self._size + number)
                if layer >= len(sets):
                    self._always |= bit
                    continue
                for beginning in sets[layer]:
                    masks[beginning] = masks.get(beginning, 0) | bit
        self._within = sorted({way for masks in self._layers for way in masks if way.startswith(WITHIN)})
        #: Those that need no word.
        self._needless = self._of_all_layers(self._always)
        self._of_word: dict[str, int] = {}
        self._telling = Telling(self._is_needed)

    def open_among(self, words: AbstractSet[str]) -> Iterator[int]:
        """The numbers of the patterns that a text of these ``words``, folded for case, has the words for, in order."""
        bits = self._open(words)
        while bits:
            low = bits & -bits
            yield low.bit_length() - 1
            bits ^= low

    def open_to_any(self, words: AbstractSet[str]) -> bool:
        """Whether any pattern may match a text that has these ``words``."""
        return bool(self._open(words))

    def _open(self, words: AbstractSet[str]) -> int:
        """The patterns, a bit each, of which every need is met."""
        telling = self._telling.among(words)
        if not telling:
            return self._needless
        return self._of_all_layers(reduce(or_, map(self._of_word.__getitem__, telling), self._always))

    def _of_all_layers(self, met: int) -> int:
        size = self._size
        bits = met & ((1 << size) - 1)
        for layer in range(1, LAYERS):
            bits &= met >> (layer * size)
        return bits

    def _is_needed(self, word: str) -> bool:
        """Whether any pattern needs ``word``; which ones is kept."""
        ways = (*_begun(word), *(way for way in self._within if way[1:] in word))
        mask = 0
        for layer in self._layers:
            for way in ways:
                mask |= layer.get(way, 0)
        if mask:
            self._of_word[word] = mask
        return bool(mask)


@lru_cache(maxsize=2048)
def _begun(word: str) -> tuple[str, ...]:
    """The beginnings of the letters of ``word`` that a pattern may need."""
    ways: list[str] = []
    for letters in _WORD.findall(word):
        ways += [letters[:length] for length in range(FEWEST, min(len(letters), LETTERS) + 1)]
        ways += [letters + WHOLE] if len(letters) <= LETTERS else []
    return tuple(ways)
