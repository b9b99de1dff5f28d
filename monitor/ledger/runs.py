"""Which sentences only one of two versions has, however paragraphs were run together or parted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from monitor.ledger.corrections import Sentence
from monitor.text import fold

#: A shorter line may stand in any other.
_TELLING = 6
#: Of versions with more sentences that differ none is looked for in a run of others.
_MOST = 1_000


def only_in_one(before: Sequence[Sentence], after: Sequence[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences that only the one and only the other version has. One that was run together with another, or parted from it, is in both."""
    old, new = _Version(before), _Version(after)
    return old.without(new), new.without(old)


class _Version:
    """The folded sentences of a version, and all its words in one run with the places where a sentence ends."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._texts = [fold(text) for _, _, text in sentences]
        self._known = set(self._texts)
        self._words = f" {' '.join(self._texts)} "
        self._ends = set(accumulate(len(text) + 1 for text in self._texts))

    def without(self, other: _Version) -> list[Sentence]:
        """The sentences of this version that ``other`` does not have."""
        told = list(zip(self._sentences, self._texts, strict=True))
        missing = [(each, text) for each, text in told if text not in other._known]
        if len(missing) > _MOST:
            return [each for each, _ in missing]
        return [each for each, text in missing if not other._runs_through(text)]

    def _runs_through(self, text: str) -> bool:
        """Whether ``text`` is enough words for it to be told by, which end where a sentence here ends."""
        if text.count(" ") < _TELLING - 1:
            return False
        at = self._words.find(f" {text} ")
        while at != -1:
            if at + len(text) + 1 in self._ends:
                return True
            at = self._words.find(f" {text} ", at + 1)
        return False
