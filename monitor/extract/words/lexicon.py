"""Words by kind, read once from ``words.toml``, ``places.txt``, ``towns.txt``, ``unions.txt`` and ``regions.txt``: what a capital word may be, and what it may not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container
from functools import cache
from importlib.resources import files

from monitor.extract.words.packed import Packed
from monitor.programmes.names import NameIndex
from monitor.text import fold


@cache
def words(*sections: str) -> frozenset[str]:
    """The words of one section of ``words.toml``, or of several together, as written there."""
    return frozenset(word for section in sections for word in _table()[section].split())


@cache
def phrases(section: str) -> re.Pattern[str]:
    """The phrases of one section of ``words.toml`` as one pattern (they hold blanks, so one a line)."""
    lines = (line.strip() for line in _table()[section].splitlines())
    return re.compile("|".join(re.escape(line) for line in lines if line))


@cache
def places() -> Container[str]:
    """The folded names of counties, regions, cities, towns and quarters of the United Kingdom and Ireland, and of larger places elsewhere."""
    return Packed((*large_places(), *map(fold, _listed("towns.txt"))))


@cache
def large_places() -> frozenset[str]:
    """Those that everybody thinks of as places: no body that is called after one goes by its name alone."""
    return frozenset(map(fold, (*_listed("places.txt"), *_listed("unions.txt"))))


@cache
def regions() -> dict[str, str]:
    """The codes of regions in notices ("UKF11", "TLF11", "E12000004") and what each is called."""
    coded = dict(entry.split(" ", 1) for entry in _listed("regions.txt"))
    return {**{re.sub("^UK", "TL", code): name for code, name in coded.items()}, **coded}


#: What an inflection leaves of a plain word, and what the plain word may have had in its place.
_INFLECTED = (("ies", "y"), ("ied", "y"), ("s", ""), ("es", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", ""))  # fmt: skip
_SHORTEST_PLAIN = 3


@cache
def is_common(word: str) -> bool:
    """Whether ordinary prose has ``word`` in small letters, in this form or another."""
    folded = word.casefold()
    if folded in _common():
        return True
    for ending, plain in _INFLECTED:
        stem = folded.removesuffix(ending)
        if stem == folded or len(stem) < _SHORTEST_PLAIN or (ending == "s" and stem.endswith("s")):
            continue
        if stem + plain in _common() or (stem[-1] == stem[-2] and stem[:-1] in _common()):
            return True
    return False


@cache
def _common() -> frozenset[str]:
    lines = files("monitor.extract.words").joinpath("common.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def unions() -> frozenset[str]:
    """The folded names of areas that are one wherever they stand, however many places they name: "Bath and North East Somerset"."""
    return frozenset(map(fold, _listed("unions.txt")))


def unions_in(text: str) -> list[tuple[int, int]]:
    """Where ``text`` names one of ``unions``, the longest at each place."""
    return [(start, end) for start, end, _ in _unions().matches(text) if fold(text[start:end]) in unions()]


@cache
def _unions() -> NameIndex[None]:
    index: NameIndex[None] = NameIndex()
    names = _listed("unions.txt")
    # A sign is no word to the index.
    index.add_all([(form, None, False) for name in names for form in (name, name.replace(" and ", " & "))])
    return index


def _listed(file: str) -> list[str]:
    text = files("monitor.extract.words").joinpath(file).read_text(encoding="utf-8")
    names = (name.strip() for line in text.splitlines() if not line.startswith("#") for name in line.split(";"))
    return [name for name in names if name]


@cache
def _table() -> dict[str, str]:
    return tomllib.loads(files("monitor.extract.words").joinpath("words.toml").read_text(encoding="utf-8"))
