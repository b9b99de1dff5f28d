"""Lots that a text gives a place once and then calls by their number: "Lot 1 (Aldershaw)", and later "lot 1 only"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.extract.names.place import Place

_NOUN = r"(?P<noun>lot|bundle|area|package|franchise|tranche|zone|region|group|contract|part)"
_NUMBER = r"(?:\d{1,2}[a-z]?|[A-Z]|one|two|three|four|five|six)"
_DEFINED = re.compile(
    rf"\b(?i:{_NOUN}) (?P<number>{_NUMBER})(?: \(|: | - |, | covers | is | for )(?:covering |for |in )?(?:the )?$"
)
_MENTIONED = re.compile(
    rf"\b(?i:{_NOUN})s? (?P<number>{_NUMBER})(?:(?:,| and| &| or) (?P<other>{_NUMBER}))?(?![\w(]| \(|[:] )"
)
_SPELT = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}


def lots_in(text: str, found: Sequence[Place]) -> Iterator[Place]:
    """The places of ``text`` that stand as numbers of lots; ``found`` are those that it names."""
    lots: dict[tuple[str, str], str] = {}
    for start, _, name in found:
        if defined := _DEFINED.search(text, max(0, start - 30), start):
            lots.setdefault(_label(defined["noun"], defined["number"]), name)
    if not lots:
        return
    taken = [(start, end) for start, end, _ in found]
    for match in _MENTIONED.finditer(text):
        for group in ("number", "other"):
            number = match[group]
            place = lots.get(_label(match["noun"], number)) if number else None
            start = match.start() if group == "number" else match.start(group)
            if place and not any(low < match.end(group) and start < high for low, high in taken):
                yield start, match.end(group), place


def _label(noun: str, number: str) -> tuple[str, str]:
    return noun.casefold(), _SPELT.get(number, number.casefold())
