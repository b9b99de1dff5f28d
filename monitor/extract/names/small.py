"""Names that begin with a small letter or a digit: told by where they stand, not by a capital."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.extract.words.lexicon import is_common

_BODY = r"(?:charity|company|firm|provider|operator|social enterprise|consortium|business|mutual|group|subsidiary|co-operative|not-for-profit)"
_WORD = r"([a-z][a-z\d]{4,}|\d[a-z]{4,})(?= (?:will|has|have|is|was|and its|won|runs|takes|gets|came|bid|keeps|lost)\b)"
#: At the head of a text, and of a sentence in it: apart, as the second is then found by the few signs that it begins with.
_OPENS, _FIRST = re.compile(_WORD), re.compile(rf"[.!?:](?:(?<!:) |\n){_WORD}")
_CALLED = re.compile(rf", (?:the|an?) (?:[\w'-]+ ){{0,4}}{_BODY}\b")
_BEFORE = re.compile(r"\b(?:to|by|from|with) ([a-z]{6,}|\d[a-z]{4,})$")
#: "rival tallwords, which": behind who somebody is; of "charity workers, who" the word is common.
_RIVAL = re.compile(
    rf"\b(?:[Rr]ival|[Ii]ncumbent|[Cc]harity|[Nn]ewcomer|(?:the|a|an|its) (?:[a-z-]+ )?{_BODY}),? ([a-z]{{6,}}(?<!s))(?=, (?:which|who|whose|an?)\b)"
)


#: What is told behind such a word; few texts have that behind a small one.
_SHORTEST = 6
_TOLD = re.compile(r", (?:which|who|whose|an?)\b")


def small_names(text: str) -> Iterator[tuple[int, int]]:
    """Where ``text`` has names that begin with a small letter or a digit; every mention of one counts."""
    for brand in sorted({brand for brand in _brands(text) if not is_common(brand)}):
        for match in re.finditer(rf"(?<![\w-]){re.escape(brand)}(?![\w-])", text):
            yield match.span()


def _is_small(before: str) -> bool:
    """Whether the last word of ``before`` may be a name that begins with a small letter."""
    word = before.rpartition(" ")[2]
    return len(word) >= _SHORTEST and word.isalpha() and word.islower()


def _brands(text: str) -> Iterator[str]:
    """Words that begin with a small letter or a digit and stand where a name stands."""
    if opening := _OPENS.match(text):
        yield opening.group(1)
    yield from (match.group(1) for match in _FIRST.finditer(text))
    if any(_is_small(text[max(0, told.start() - 40) : told.start()]) for told in _TOLD.finditer(text)):
        yield from (match.group(1) for match in _RIVAL.finditer(text))
    for called in _CALLED.finditer(text):
        before = _BEFORE.search(text[max(0, called.start() - 60) : called.start()])
        if before:
            yield before.group(1)
