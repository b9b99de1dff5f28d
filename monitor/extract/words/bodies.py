"""Names that are known as those of bodies, read once from ``bodies.txt``, ``bystanders.txt`` and ``buyers.txt``: what each mostly is in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib.resources import files

from monitor.extract.words.lexicon import is_common
from monitor.extract.words.packed import Packed, PackedTable


class Part(StrEnum):
    """What a body mostly is where contracts are spoken of: who has them, who only comments, who buys."""

    PROVIDER = "bodies"
    BYSTANDER = "bystanders"
    BUYER = "buyers"


#: The first word of a name, and the one behind it.
_WORDS = r"([A-Z0-9]\w*)(?=(?:[^\w\n]{1,3}(\w+))?)"
_BEGINS, _LINE = re.compile(rf"(?<![\w'&-]){_WORDS}"), re.compile(rf"^{_WORDS}", re.MULTILINE)
#: What goes on behind a word, or a name, of which a name is only the beginning ("Acorn Care Larkshire").
_GOES_ON = re.compile(r"\w|-\w|&\w|'(?!s\b)\w| (?:& )?[A-Z]| \([A-Z][\w ]{1,30}\) (?:Ltd|Limited|plc|CIC|LLP)\b")
#: What no line of capitals has.
_SMALL = re.compile(r"\b(?!(?:and|with|from|into|over)\b)[a-z]{4,}")


def bodies_in(text: str) -> list[tuple[int, int, Part]]:
    """Where ``text`` names a body that is known by name, the longest at each place, and what it mostly is.

    The name must stand as it is listed, in capitals and all. One of common words alone is none in a line of capitals.
    """
    found: list[tuple[int, int, Part]] = []
    listed, position = _listed(), 0
    for match in _BEGINS.finditer(text):
        start = match.start()
        if start < position or match[1] not in listed.firsts:
            continue
        for name, part in listed.beginning_as(match):
            end = start + len(name)
            if text.startswith(name, start) and not _GOES_ON.match(text, end) and not _is_headline(text, start, end):
                found.append((start, end, part))
                position = end
                break
    return found


def part_of(name: str) -> Part | None:
    """What the body called ``name`` mostly is; ``None`` where no list has the name."""
    match = _BEGINS.match(name)
    if match is None or match[1] not in _listed().firsts:
        return None
    return next((part for listed, part in _listed().beginning_as(match) if listed == name), None)


def _is_headline(text: str, start: int, end: int) -> bool:
    """Whether common words alone have their capitals from the line in which they stand."""
    if not all(is_common(word) for word in text[start:end].split()):
        return False
    low, high = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    rest = f"{text[low:start]} {text[end : high if high >= 0 else len(text)]}"
    return not _SMALL.search(rest)


class _Listed:
    """The names in one string, and where in it those stand that begin with a pair of words."""

    __slots__ = ("_bounds", "_table", "_text", "firsts")

    def __init__(self) -> None:
        folder = files("monitor.extract.words")
        texts = [folder.joinpath(f"{part}.txt").read_text(encoding="utf-8") for part in Part]
        self._text = "".join(texts)
        self._bounds = [(len(texts[0]), Part.PROVIDER), (len(texts[0]) + len(texts[1]), Part.BYSTANDER)]
        self.firsts = Packed(match[1] for match in self._lines())
        self._table = PackedTable((_key(match), match.start()) for match in self._lines())

    def _lines(self) -> Iterator[re.Match[str]]:
        return _LINE.finditer(self._text)

    def beginning_as(self, match: re.Match[str]) -> list[tuple[str, Part]]:
        """The names that begin as ``match`` of ``_BEGINS`` does, each with what it mostly is, the longest first."""
        starts = self._table.starts_of(_key(match)) + (self._table.starts_of(match[1]) if match[2] else [])
        names = [self._text[start : self._text.index("\n", start)] for start in starts]
        found = zip(names, map(self._part_at, starts), strict=True)
        return sorted(found, key=lambda each: -len(each[0])) if len(names) > 1 else list(found)

    def _part_at(self, start: int) -> Part:
        return next((part for bound, part in self._bounds if start < bound), Part.BUYER)


def _key(match: re.Match[str]) -> str:
    return f"{match[1]} {match[2]}" if match[2] else match[1]


@cache
def _listed() -> _Listed:
    return _Listed()
