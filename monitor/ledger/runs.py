"""Which sentences only one of two versions has, however paragraphs were run together or parted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.ledger.corrections import Sentence
from monitor.text import fold

#: A shorter line may stand in any other.
_TELLING = 6
_END = "|"


def only_in_one(before: Sequence[Sentence], after: Sequence[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences that only the one and only the other version has. One that was run together with another, or parted from it, is in both."""
    old, new = _Version(before), _Version(after)
    gone = [each for each, text in zip(before, old.texts, strict=True) if not new.has(text)]
    return gone, [each for each, text in zip(after, new.texts, strict=True) if not old.has(text)]


class _Version:
    """The folded sentences of a version, and all its words in one run with a mark where each sentence ends."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.texts = [fold(text) for _, _, text in sentences]
        self._known = set(self.texts)
        self._words = f" {' '.join(self.texts)} "
        self._marked = f" {''.join(f'{text} {_END} ' for text in self.texts)}"

    def has(self, text: str) -> bool:
        """Whether ``text`` is a sentence here, or enough words for it to be told by, which end where one ends."""
        if text in self._known:
            return True
        words = text.split()
        if len(words) < _TELLING or f" {text} " not in self._words:
            return False
        run = rf"(?: \{_END})? ".join(map(re.escape, words))
        return re.search(rf" {run} \{_END} ", self._marked) is not None
