"""Lots that a text gives a place once and then calls by their number: "Lot 1 (Aldershaw)", and later "lot 1 only"."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from monitor.extract.names.place import Place

_NOUN = r"(?P<noun>lot|bundle|area|package|franchise|tranche|zone|region|group|contract|part)"
_NUMBER = r"(?:\d{1,2}[a-z]?|[A-Z]|one|two|three|four|five|six)"
_DEFINED = re.compile(
    rf"\b(?i:{_NOUN}) (?P<number>{_NUMBER})(?: \(|: | - |, | covers | is | for )(?:covering |for |in )?(?:the )?$"
)
#: "Lot 2 Aldershaw", and "Lot No: 2" over "Title: Aldershaw": with nothing between.
_BARE = re.compile(
    r"\b(?i:(?P<noun>lot|package)) (?:(?i:no|number)\.?:? )?(?P<number>\d{1,2}[a-z]?)(?: |\n+(?:[IVX\d.]+\) )?Title: )(?:the )?$"
)
_MENTIONED = re.compile(
    rf"\b(?i:{_NOUN})s? (?P<number>{_NUMBER})(?:(?:,| and| &| or) (?P<other>{_NUMBER}))?(?![\w(]| \(|[:] )"
)
_SPELT = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}


def lots_in(text: str, found: Sequence[Place]) -> Iterator[Place]:
    """The places of ``text`` that stand as numbers of lots; ``found`` are those that it names."""
    lots: dict[tuple[str, str], str] = {}
    for at, (start, _, name) in enumerate(found):
        low = max(0, start - 30)
        defined = _DEFINED.search(text, low, start)
        if bare := _BARE.search(text, low, start) if defined is None else None:
            lots.setdefault(_label(bare["noun"], bare["number"]), _whole(text, found[at:]))
        elif defined:
            lots.setdefault(_label(defined["noun"], defined["number"]), name)
    yield from _numbered_alone(text, found, lots)
    if not lots:
        return
    # The number before the place that it is given is no mention of another.
    taken = [(start - 1, end) for start, end, _ in found]
    for match in _MENTIONED.finditer(text):
        for group in ("number", "other"):
            number = match[group]
            place = lots.get(_label(match["noun"], number)) if number else None
            start = match.start() if group == "number" else match.start(group)
            if place and not any(low < match.end(group) and start < high for low, high in taken):
                yield start, match.end(group), place


def _whole(text: str, places: Sequence[Place]) -> str:
    """The first of ``places`` with those that are joined to it: a lot is called by all of them."""
    start, end, name = places[0]
    for begin, last, _ in places[1:]:
        if not _JOINED.fullmatch(text, end, begin):
            break
        end, name = last, text[start:last]
    return name


_JOINED = re.compile(r",? (?:and|&) (?:the )?|, ")


#: "Area 6", "Catchment Areas 1 and 2": areas that have no other name.
_NUMBERED = re.compile(
    r"\b(?P<name>(?:(?:Contract Package|Catchment|Delivery|Service|Contract|Operating|Network|Planning|Police|Franchise|Maintenance|Supply) )?(?:Area|Zone|Region|District|Cluster|Patch)) (?P<number>\d{1,2}[A-Z]?)(?![\w/.]*[\w])"
)


#: "Region 4, the Hills District, stays with": its name comes behind it.
_TAKES_IN = re.compile(r" ?(?:\(|, (?:the )?[A-Z]|: |- )")


def with_numbers(found: Sequence[Place], text: str) -> list[Place]:
    """``found`` with the numbers behind words that only say what sort of area it is: "Catchment Area 3"."""
    return [
        (start, number.end(), text[start : number.end()])
        if name.endswith(_SORTS) and (number := _NUMBER_BEHIND.match(text, end))
        else (start, end, name)
        for start, end, name in found
    ]


_SORTS = (" Area", " Zone", " Region", " District", " Cluster")
_NUMBER_BEHIND = re.compile(r" \d{1,2}[A-Z]?\b")


def _numbered_alone(text: str, found: Sequence[Place], lots: Container[tuple[str, str]]) -> Iterator[Place]:
    """The areas of ``text`` that go by a number alone, where no place is told for it."""
    for match in _NUMBERED.finditer(text):
        told = _label(match["name"].rpartition(" ")[2], match["number"]) in lots or _TAKES_IN.match(text, match.end())
        if not told and not any(low < match.end() and match.start() < high for low, high, _ in found):
            yield match.start(), match.end(), match.group()


def _label(noun: str, number: str) -> tuple[str, str]:
    return noun.casefold(), _SPELT.get(number, number.casefold())
