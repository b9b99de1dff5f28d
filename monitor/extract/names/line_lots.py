"""Which places that a line, the key of one or the brackets behind a lot's number have alone are one area."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import NamedTuple

from monitor.extract.names.lots_of_several import as_one
from monitor.extract.names.place import Place

#: What joins the places of one lot in a line or in the key of one: commas, "and", strokes.
_JOINED = re.compile(r",? (?:and|&|with) (?:the )?|, (?:the )?|/")
#: Before the first word of a line, and after the last of it or of its key.
_LINE_BEGINS = re.compile(
    r"(?:^|\n)[\u2022*\s-]*(?:\(?\d{1,2}[.):]\s+)?(?:(?:Area|Region|Location|(?:Lot|Package|Bundle|Tranche|CPA|Contract|Franchise)(?: \w{1,3})?)(?: ?[:.-] |, | \(| ))?(?:[Tt]he )?$"
)
_LINE_ENDS = re.compile(
    r" (?:regions?|areas?)?(?=\n|$|:)| \((?:[A-Z]|\d{1,2})[A-Za-z]?\)(?=\n|$|:)|\)?(?=[.:]?(?:\n|$)|: | - )"
)


class Lot(NamedTuple):
    """The places of one line as one area, and the number of the last of those that it is made of."""

    place: Place
    last: int


def lots_of_lines(found: Sequence[Place], text: str, own: Container[int]) -> dict[int, Lot]:
    """The area that a line of ``text`` with several places has, by the number in ``found`` of the first of them.

    Areas of the programme itself begin at ``own``.
    """
    keys = {index: last for index in range(len(found)) if (last := _last_of_line(found, index, text)) is not None}
    boxes = {index: last for index in range(len(found)) if (last := _last_in_brackets(found, index, text))}
    lines = {**boxes, **{index: last for index, last in keys.items() if last > index}}
    # Lines that have other places too are not those of the programme.
    foreign = any(place[0] not in own for index, last in keys.items() for place in found[index : last + 1])
    # Where the places of one line have nothing but commas between them, those of the others are told apart by commas too.
    commas = any(_joins(found, index, last, text) == {", "} for index, last in lines.items())
    return {
        index: Lot(as_one(run, text), last)
        for index, last in lines.items()
        if (run := found[index : last + 1])
        and not (commas and ", " in _joins(found, index, last, text))
        and (foreign or not all(place[0] in own for place in run))
    }


def last_joined(found: Sequence[Place], index: int, text: str) -> int:
    """The index of the last of the places that are joined, each to the one before it, from ``index`` on."""
    last = index
    while last + 1 < len(found) and _JOINED.fullmatch(text, found[last][1], found[last + 1][0]):
        last += 1
    return last


#: "Hackney and Newham", and below it "Both boroughs": the places of the line are counted one by one.
_SORTS = r"(?:areas|boroughs|districts|counties|towns|cities|regions|communities|councils|villages|islands|sites|prisons|hospitals)"
_BOTH_BELOW, _ALL_BELOW = (
    re.compile(rf"[.:]?\n+(?:[A-Z][a-z]+ ){{0,3}}{some} {_SORTS}\b", re.IGNORECASE)
    for some in (
        r"(?:both(?: the)?|(?:the|these|those|each of the) two)",
        r"(?:all|the|these|those|each of the|all the) (?:three|four|five|six|seven|eight)",
    )
)


def _last_of_line(found: Sequence[Place], index: int, text: str) -> int | None:
    """The index of the last of the places that are all that a line, or the key of one, has; nothing if it has more."""
    start = found[index][0]
    if not _LINE_BEGINS.search(text[max(0, start - 40) : start]):
        return None
    last = last_joined(found, index, text)
    if not _LINE_ENDS.match(text, found[last][1]):
        return None
    counted = _BOTH_BELOW if last == index + 1 else _ALL_BELOW
    return None if last > index and counted.match(text, found[last][1]) else last


#: "Lot 1 (Dublin and the North East)".
_LOT_BEGINS = re.compile(r"\b(?:lot|package|zone|area|region|cpa|bundle|tranche) \w{1,3} \((?:the )?$", re.IGNORECASE)


def _last_in_brackets(found: Sequence[Place], index: int, text: str) -> int:
    """The index of the last of several places that stand in brackets behind the number of a lot; 0 if there are none."""
    start = found[index][0]
    if not _LOT_BEGINS.search(text, max(0, start - 24), start):
        return 0
    last = last_joined(found, index, text)
    return last if last > index and text.startswith(")", found[last][1]) else 0


def _joins(found: Sequence[Place], index: int, last: int, text: str) -> set[str]:
    """What stands between the places from ``index`` to ``last``."""
    return {text[found[n][1] : found[n + 1][0]] for n in range(index, last)}
