"""What the many patterns of the verb families need, told before the program is started.

To tell it from some seven hundred patterns takes a quarter of a second, which each process would spend before it has read a sentence.
``needs.tsv`` keeps it, by a digest of the pattern (``make needs`` writes it). A pattern that the file does not know, as it has just been
changed, is taken apart as any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files

from monitor.extract.words import needs
from monitor.extract.words.needs import Need

FILE = "needs.tsv"


def layers_of(pattern: str, *, at_word: bool = True) -> tuple[Need, ...]:
    """What :func:`monitor.extract.words.needs.layers_of` tells of ``pattern``, from the file where it is known there."""
    known = _known().get(_key(pattern, at_word=at_word))
    return needs.layers_of(pattern, at_word=at_word) if known is None else known


def written(patterns: Iterable[tuple[str, bool]]) -> str:
    """The file for ``patterns``, each with whether it begins where a word does: a line a pattern, its needs told anew."""
    lines = {
        "\t".join(
            [
                _key(pattern, at_word=at_word),
                *(" ".join(sorted(need)) for need in needs.layers_of(pattern, at_word=at_word)),
            ]
        )
        for pattern, at_word in patterns
    }
    return "".join(f"{line}\n" for line in ["# Written by training/needs.py. Do not edit.", *sorted(lines)])


@cache
def _known() -> dict[str, tuple[Need, ...]]:
    text = files("monitor.extract.words").joinpath(FILE).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {key: tuple(frozenset(need.split(" ")) for need in sets) for key, *sets in rows}


def _key(pattern: str, *, at_word: bool) -> str:
    return sha256(f"{at_word:d}{pattern}".encode()).hexdigest()[:16]
