"""A block's text as sentences with their offsets; abbreviations and initials end none."""

from __future__ import annotations

import re
from functools import lru_cache

#: A longer sentence is cut here: no pattern sees more, whatever the input.
MAX_SENTENCE = 1_500
_END = re.compile(
    r"[.!?]+[\"')\]]*(?:\[(?:\d{1,3}|[a-z]|note \d{1,2})\])*\s+(?=[\"'(\[]?[A-Z0-9\u00c0-\u00de]|[a-z]+[A-Z]|[a-z\d]{5,} (?:will|has|have|is|was|and its|won|runs|takes|gets|came|bid|keeps|lost)\b)"
)
_NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Rev|St|Sir|Cllr|Hon|Lt|Col|No|Nos|vs|cf|approx|Co|Corp|Bros|e\.g|i\.e|inc)|\b[A-Z])\.$"
)


@lru_cache(maxsize=1024)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The stretches of ``text`` that are sentences, in order, without the blanks between them.

    Each reader of a document asks it of the same blocks, so the answers of the last ones are kept.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        stop = match.start() + len(match.group().rstrip())
        if _NO_END.search(text[max(start, stop - 8) : stop]):
            continue
        found.extend(_capped(text, start, stop))
        start = match.end()
    found.extend(_capped(text, start, len(text)))
    return tuple(found)


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Where what stands from ``start`` to ``end`` has its sentence: from the last full stop or line before it to the next."""
    low = max(text.rfind(". ", 0, start) + 1, text.rfind("\n", 0, start) + 1)
    ends = [at for mark in (". ", "\n") if (at := text.find(mark, end)) != -1]
    return low, min(ends, default=len(text))


def _capped(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    pieces = []
    while stop - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = cut if cut > start else start + MAX_SENTENCE
        pieces.append((start, cut))
        start = cut
    if text[start:stop].strip():
        pieces.append((start, stop))
    return pieces


_BELOW = tuple(
    f"{words}{stop}"
    for words in ("as follows", "set out below", "listed below", "are below", "the following")
    for stop in ("", ".", ":")
)


def points_below(words: str) -> bool:
    """Whether the last of ``words`` say that what is meant comes after them."""
    return words.endswith(_BELOW)
