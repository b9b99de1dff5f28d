"""Words that stand for the body that was named last: "the charity", and "it" or "they" at the beginning of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from monitor.extract.discourse.scene import Scene
from monitor.extract.names.kinds import BODIES
from monitor.extract.weighing.lines import HEADINGS, STOPS, Line, stem_of
from monitor.model import BlockKind, Document

_NOUNS = (
    "association", "business", "charity", "company", "consortium", "contractor", "firm", "group", "operator", "organisation",
    "organization", "partnership", "provider", "supplier", "trust",
)  # fmt: skip
#: A block without any of these needs no look at its words; where none of the letters stands, the pattern need not be tried.
_ANY = re.compile(rf"\b(?:[Tt]he (?:{'|'.join(_NOUNS)})|It|They)\b")
_LETTERS = ("he ", "It", "They")
_STEMS = frozenset(map(stem_of, (*_NOUNS, "charities", "companies")))
_PRONOUNS = frozenset({"it", "they"})
#: A longer document is weighed by what its beginning says.
_MOST = 200


def stand_ins(
    document: Document, scene: Scene, lines: Mapping[int, Line] = MappingProxyType({})
) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """The key of each body that is meant by such a word, the words of its block, and the number of the word among them.

    ``lines`` are the blocks that were taken apart already, by where they begin.
    """
    last, count = "", 0
    for block in document.blocks:
        if block.kind is BlockKind.ROW:
            continue
        start, end = block.start, block.end
        names = scene.within(start, end)[0]
        bodies = [name for name in names if name.kind in BODIES] if names else names
        if (last or bodies) and block.kind not in HEADINGS and _may_stand(scene.text, start, end):
            line = lines.get(start) or Line(scene, start, end)
            words = tuple(line.words)
            for index, word in enumerate(words):
                if index in line.bodies:
                    last = scene.ids.key(line.bodies[index])
                elif last and _stands_in(word, words[index - 1] if index else "."):
                    count += 1
                    if count > _MOST:
                        return
                    yield last, words, index
        elif bodies:
            last = scene.ids.key(bodies[-1])


def _may_stand(text: str, start: int, end: int) -> bool:
    """Whether any such word stands between ``start`` and ``end``."""
    any_letters = any(text.find(letters, start, end) >= 0 for letters in _LETTERS)
    return any_letters and _ANY.search(text, start, end) is not None


def _stands_in(word: str, before: str) -> bool:
    """Whether ``word``, a stem, means a body where it stands behind ``before``."""
    return before in STOPS if word in _PRONOUNS else before == "the" and word in _STEMS
