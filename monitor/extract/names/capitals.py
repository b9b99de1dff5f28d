"""Names in capitals ("VALE OF TARN COUNCIL"): their words as they are written elsewhere, for what lists of words say of them."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.extract.words.lexicon import words

#: So many words in capitals are a headline or a notice, and no letters that stand for a name.
_FEWEST = 2
_SMALL = frozenset({"OF", "FOR", "AND", "THE", "IN", "TO", "AT", "ON", "WITH", "BY"})
_LETTERS = 3


def spoken(found: Sequence[str]) -> list[str]:
    """The words of ``found`` as they would be in a sentence, where all of them are in capitals; else as they are."""
    long = [word for word in found if len(word) > _LETTERS]
    common = len(found) == 1 and found[0].capitalize() in words("procurement", "commissioners", "starters")
    if (len(long) < _FEWEST and not common) or not all(word.isupper() for word in found if word not in {"&", "|"}):
        return list(found)
    return [word.lower() if word in _SMALL else word if len(word) <= _LETTERS else word.capitalize() for word in found]
