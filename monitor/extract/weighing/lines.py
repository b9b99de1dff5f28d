"""A block as the weights see it: its words by their stem, each name as one mark, and what each word does."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from monitor.extract.discourse.scene import Scene
from monitor.extract.names.kinds import BODIES, Kind
from monitor.extract.names.spotting import Name
from monitor.model import BlockKind

WORD = re.compile(r"[A-Za-z][A-Za-z']*")
_TOKEN = re.compile(rf"{WORD.pattern}|\d+|[^\w\s]")
#: What stands for an organisation among the words.
ORGANISATION = "<org>"
_MARKS = {
    Kind.ORGANISATION: ORGANISATION,
    Kind.WEAK: ORGANISATION,
    Kind.BUYER: "<buyer>",
    Kind.PERSON: "<person>",
    Kind.PLACE: "<place>",
}
#: The blocks that stand over others.
HEADINGS = frozenset({BlockKind.HEADING, BlockKind.TITLE, BlockKind.TERM})
#: What ends a sentence.
STOPS = frozenset(".;!?")
_SENSES = "senses.txt"


#: What parts the words of ``WORD``, of bytes: all but letters and apostrophes, each as a blank.
_PARTING = bytes(code if chr(code) in f"{string.ascii_letters}'" else ord(" ") for code in range(256))


def words_in(text: str) -> list[str]:
    """The same as ``WORD`` finds in ``text``, in a third of the time."""
    # What is no ASCII parts words as well, and is encoded as a question mark.
    words = text.encode("ascii", "replace").translate(_PARTING).decode("ascii").split()
    # No word begins with an apostrophe.
    return [bare for word in words if (bare := word.lstrip("'"))] if "'" in text else words


class Line:
    """The words of a block; ``bodies`` are the organisations among them by their number.

    Where each word stands and what it does is asked of few lines, so it is found when it is asked for.
    """

    def __init__(self, scene: Scene, start: int, end: int) -> None:
        self.words: list[str] = []
        self.bodies: dict[int, Name] = {}
        self._text = scene.text
        self._pieces: list[tuple[int, int, bool]] = []
        position = start
        for low, high, mark, name in _marked(scene, start, end):
            if low < position:
                continue
            self._copy(position, low)
            if name and name.kind in BODIES:
                self.bodies[len(self.words)] = name
            self.words.append(mark)
            self._pieces.append((low, high, True))
            position = high
        self._copy(position, end)

    def spans(self) -> list[tuple[int, int]]:
        """Where each of the words stands."""
        found: list[tuple[int, int]] = []
        for start, end, whole in self._pieces:
            found += [(start, end)] if whole else [match.span() for match in _TOKEN.finditer(self._text, start, end)]
        return found

    def _copy(self, start: int, end: int) -> None:
        if start < end:
            self.words += _stems(self._text[start:end])
            self._pieces.append((start, end, False))


def sentence_of(words: Sequence[str], index: int) -> tuple[int, int]:
    """The numbers of the first word of the sentence that word ``index`` is in, and of the one after its last."""
    low, high = index, index + 1
    while low > 0 and words[low - 1] not in STOPS:
        low -= 1
    while high < len(words) and words[high] not in STOPS:
        high += 1
    return low, high


def _marked(scene: Scene, start: int, end: int) -> list[tuple[int, int, str, Name | None]]:
    """The names and places of a block with the word that stands for each, in order."""
    names, places = scene.within(start, end)
    marked: list[tuple[int, int, str, Name | None]] = [
        (name.start, name.end, _MARKS.get(name.kind, "<thing>"), name) for name in names
    ]
    marked += [
        (low, high, "<place>", None)
        for low, high, _ in places
        if not any(name.start < high and low < name.end for name in names)
    ]
    return sorted(marked, key=lambda each: (each[0], each[1]))


@lru_cache(maxsize=1024)
def _stems(text: str) -> tuple[str, ...]:
    """The stems of ``text`` and its signs. What stands between the names of a page's cards is the same from card to card."""
    return tuple(map(stem_of, _TOKEN.findall(text)))


@lru_cache(maxsize=16_384)
def stem_of(word: str) -> str:
    """``word`` in small letters without its inflection, crudely and always alike."""
    word = word.lower()
    for ending in ("'s", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)]
    return word


@cache
def senses() -> dict[str, tuple[str, str]]:
    """What a stem does in news of contracts, broadly and finely; one that is not there does nothing in particular."""
    found: dict[str, tuple[str, str]] = {}
    for line in (files(__package__) / _SENSES).read_text(encoding="utf-8").splitlines():
        fine, colon, words = line.partition(": ")
        if not colon or line.startswith("#"):
            continue
        for word in words.split():
            found.setdefault(stem_of(word), (fine.partition(".")[0], fine))
    return found
