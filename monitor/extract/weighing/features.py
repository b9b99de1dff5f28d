"""What stands round each organisation of a document, as words with their place: the evidence that is weighed.

A feature is a place and a word. ``Ln``/``Lf`` and ``Rn``/``Rf``: near or far to the left or right in the same sentence; ``L1``,
``L2``, ``R1``, ``R2``, ``R3``: the exact words next to the name; ``B`` and ``N``: between it and the organisation before and
after; ``H``, ``I``, ``T``: in the heading, in the line that introduces the list, in the title; ``D``: anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from monitor.extract.discourse.scene import Scene
from monitor.extract.names.kinds import Kind
from monitor.extract.names.spotting import Name
from monitor.model import Block, BlockKind, Document

_WORD = re.compile(r"[A-Za-z][A-Za-z']*")
_TOKEN = re.compile(rf"{_WORD.pattern}|\d+|[^\w\s]")
_MARKS = {
    Kind.ORGANISATION: "<org>",
    Kind.WEAK: "<org>",
    Kind.BUYER: "<buyer>",
    Kind.PERSON: "<person>",
    Kind.PLACE: "<place>",
}
_BODIES = frozenset({Kind.ORGANISATION, Kind.WEAK})
_HEADINGS = frozenset({BlockKind.HEADING, BlockKind.TITLE, BlockKind.TERM})
_STOPS = frozenset(".;!?")
_NEAR, _FAR = 4, 16
#: A longer document is weighed by what its beginning says.
_MOST_MENTIONS = 400


@dataclass(slots=True)
class Seen:
    """One organisation as a document shows it. ``places`` are its sentences, each by its line and words, from its first mention on."""

    key: str
    name: Name
    features: set[str] = field(default_factory=set)
    places: list[tuple[_Line, int, int]] = field(default_factory=list)
    mentions: list[tuple[str, ...]] = field(default_factory=list)

    def sentence(self, number: int) -> tuple[int, int]:
        """Where in the document the sentence of one mention begins and ends."""
        line, low, high = self.places[number]
        spans = line.spans()
        return spans[low][0], spans[high - 1][1]


class _Line:
    """The words of a block, each name as one word; ``bodies`` are the organisations among them by their number.

    Where each word stands is asked of few lines, so it is found when it is asked for.
    """

    __slots__ = ("_pieces", "_text", "bodies", "words")

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
            if name and name.kind in _BODIES:
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
        self.words += map(_stem_of, _TOKEN.findall(self._text, start, end))
        self._pieces.append((start, end, False))


def observe(document: Document, scene: Scene) -> dict[str, Seen]:
    """Every organisation of ``document`` with its features, by its key."""
    found: dict[str, Seen] = {}
    title: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()
    intro: tuple[str, ...] = ()
    count = 0
    for block in document.blocks:
        if block.kind is BlockKind.ROW:
            continue
        if not _is_looked_at(block, scene):
            intro = _introduction((), intro, block.kind)
            continue
        line = _Line(scene, block.start, block.end)
        if block.kind in _HEADINGS:
            heading = _bag(line.words)
            title = title or heading
        around = _above(heading, intro, block.kind) if line.bodies else set()
        for index, name in line.bodies.items():
            count += 1
            if count > _MOST_MENTIONS:
                break
            key = scene.ids.key(name)
            seen = found.setdefault(key, Seen(key=key, name=name))
            own, low, high = _around(line.words, index)
            seen.features |= own | around
            seen.mentions.append(tuple(own))
            seen.places.append((line, low, high))
        intro = _introduction(line.words, intro, block.kind)
    _colour(found, title, scene)
    return found


def _is_looked_at(block: Block, scene: Scene) -> bool:
    """Whether the words of a block matter: it names a body, or it says something of the bodies that follow."""
    if block.kind in _HEADINGS or scene.text[block.start : block.end].rstrip().endswith(":"):
        return True
    return any(name.kind in _BODIES for name in scene.within(block.start, block.end)[0])


def _above(heading: Sequence[str], intro: Sequence[str], kind: BlockKind) -> set[str]:
    """The features that a mention has from what stands over its block."""
    return {f"H:{word}" for word in heading} | {f"I:{word}" for word in intro} | {f"K:{kind.value}"}


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


@lru_cache(maxsize=16_384)
def _stem_of(word: str) -> str:
    return _stem(word.lower())


@lru_cache(maxsize=16_384)
def _stem(word: str) -> str:
    """``word`` without its inflection, crudely and always alike."""
    for ending in ("'s", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)]
    return word


#: Words of contracting that colour a whole document.
_FIELD = frozenset(
    map(
        _stem,
        (
            "award", "bid", "bidder", "chain", "commissioned", "concession", "consortium", "contract", "framework", "franchise",
            "lot", "operator", "partnership", "preferred", "procurement", "programme", "provided", "provider", "scheme",
            "services", "shortlist", "subcontractor", "supplier", "supply", "tender",
        ),
    )
)  # fmt: skip


def _bag(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words[:30]))


def _introduction(words: Sequence[str], intro: tuple[str, ...], kind: BlockKind) -> tuple[str, ...]:
    """The words of the line before a list; they hold for its items and end with the next paragraph."""
    if words and words[-1] == ":":
        return _bag(words[-24:])
    return intro if kind in {BlockKind.ITEM, BlockKind.DEFINITION, BlockKind.TERM} else ()


def _around(words: Sequence[str], index: int) -> tuple[set[str], int, int]:
    """The features of the mention at ``index``, and where its sentence begins and ends."""
    low, high = index, index + 1
    while low > 0 and words[low - 1] not in _STOPS:
        low -= 1
    while high < len(words) and words[high] not in _STOPS:
        high += 1
    left = words[max(low, index - _FAR) : index][::-1]
    right = words[index + 1 : min(high, index + 1 + _FAR)]
    found = {f"L{'n' if place < _NEAR else 'f'}:{word}" for place, word in enumerate(left)}
    found |= {f"R{'n' if place < _NEAR else 'f'}:{word}" for place, word in enumerate(right)}
    before, after = [*left[:3], "^", "^", "^"][:3], [*right[:3], "$", "$", "$"][:3]
    found |= {f"L1:{before[0]}", f"L2:{before[1]} {before[0]}", f"R1:{after[0]}", f"R2:{after[0]} {after[1]}"}
    found |= {f"L3:{before[2]} {before[1]} {before[0]}", f"R3:{' '.join(after)}"}
    found |= _towards("B", left)
    found |= _towards("N", right)
    found.add("O:later" if "<org>" in left else "O:first")
    return found, low, high


def _towards(place: str, words: Sequence[str]) -> set[str]:
    """The words between a name and the next organisation in one direction."""
    if "<org>" not in words:
        return set()
    between = words[: words.index("<org>")]
    exact = {f"{place}=:{' '.join(between)}"} if len(between) <= 4 else set()
    return {f"{place}:{word}" for word in between} | exact


def _colour(found: dict[str, Seen], title: Sequence[str], scene: Scene) -> None:
    """Add what holds for the whole document, and what the organisation is like itself."""
    whole = {f"D:{stem}" for word in set(_WORD.findall(scene.text)) if (stem := _stem_of(word)) in _FIELD}
    whole |= {f"T:{word}" for word in title}
    for seen in found.values():
        words = seen.name.surface.split()
        seen.features |= whole
        seen.features |= {
            f"W:{_stem(words[-1].lower())}",
            f"C:{min(4, len(seen.mentions))}",
            f"P:{min(3, 4 * seen.name.start // max(1, len(scene.text)))}",
            f"E:{min(4, len(words))}",
            f"Y:{seen.name.kind.value}",
        }
        if seen.name.known:
            seen.features.add("Y:known")
