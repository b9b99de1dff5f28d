"""Names in capitals ("VALE OF TARN COUNCIL"): their words as they are written elsewhere, for what lists of words say of them."""

from __future__ import annotations

from monitor.extract.words.lexicon import words

#: So many words in capitals are a headline or a notice, and no letters that stand for a name.
_FEWEST = 2
_SMALL = frozenset({"OF", "FOR", "AND", "THE", "IN", "TO", "AT", "ON", "WITH", "BY"})
_LETTERS = 3


def spoken(run: str) -> str:
    """``run`` as it would be in a sentence, where all of it is in capitals and no short form; else as it is."""
    if not run.isupper():
        return run
    found = run.split(" ")
    long = [word for word in found if len(word) > _LETTERS]
    common = len(found) == 1 and run.capitalize() in words("procurement", "commissioners", "starters", "calendar")
    if len(long) < _FEWEST and not common:
        return run
    return " ".join(
        word.lower() if word in _SMALL else word if len(word) <= _LETTERS else word.capitalize() for word in found
    )
