"""Places that a text itself makes one area: by the way it lists them, or by a line that has them alone elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from monitor.extract.names.place import Place
from monitor.text import fold

#: What parts the areas of a list whose areas are of several places: "Wales, and London and the South".
_PARTS = re.compile(r", (?:and|&) (?:the )?")
_PARTS_SURELY = re.compile(r"; (?:(?:and|&) )?(?:the )?")
#: "for Scotland and Northern Ireland and for the North West": the word that stands before each of them.
_PARTS_AGAIN = re.compile(r",? (?:and|&) for (?:the )?")
_FOR = re.compile(r"\b[Ff]or (?:the )?$")
_COMMA = re.compile(r", (?:the )?")
_AND = re.compile(r" (?:and|&|with) (?:the )?")


def listed_apart(found: Sequence[Place], text: str) -> list[Place]:
    """``found`` with those made one that a list has between the words that part its areas: "Wales, and London and the South"."""
    result: list[Place] = []
    index = 0
    while index < len(found):
        last = index
        while last + 1 < len(found) and _kind_of(text, found[last][1], found[last + 1][0]):
            last += 1
        result += _grouped(found[index : last + 1], text)
        index = last + 1
    return result


def _kind_of(text: str, start: int, end: int) -> str:
    """How two places are joined: parted by a semicolon, by ", and" or by "and for", joined by a comma or by "and", or not at all."""
    for kind, pattern in ((";", _PARTS_SURELY), (",&", _PARTS), ("for", _PARTS_AGAIN), (",", _COMMA), ("&", _AND)):
        if pattern.fullmatch(text, start, end):
            return kind
    return ""


def _grouped(run: Sequence[Place], text: str) -> list[Place]:
    joins = [_kind_of(text, one[1], other[0]) for one, other in pairwise(run)]
    again = "for" in joins and _FOR.search(text, max(0, run[0][0] - 9), run[0][0]) is not None
    parts = {"for"} if again else {";"} if ";" in joins else {",&"}
    if "&" not in joins or not parts & set(joins) or ("for" in joins and not again):
        return list(run)
    groups: list[list[Place]] = [[run[0]]]
    kinds: list[list[str]] = [[]]
    for join, place in zip(joins, run[1:], strict=True):
        if join in parts:
            groups.append([place])
            kinds.append([])
        else:
            groups[-1].append(place)
            kinds[-1].append(join)
    found: list[Place] = []
    for number, (group, own) in enumerate(zip(groups, kinds, strict=True)):
        whole = ",&" not in parts or number == len(groups) - 1 or "," not in own
        pieces = [group] if whole and own[-1:] == ["&"] else _by_commas(group, own)
        found += [as_one(piece, text) for piece in pieces]
    return found


def _by_commas(group: Sequence[Place], joins: Sequence[str]) -> list[list[Place]]:
    pieces: list[list[Place]] = [[group[0]]]
    for join, place in zip(joins, group[1:], strict=True):
        if join == ",":
            pieces.append([place])
        else:
            pieces[-1].append(place)
    return pieces


def as_one(piece: Sequence[Place], text: str) -> Place:
    """The places of ``piece``, which follow each other in ``text``, as one that is called by all that it spans."""
    if len(piece) == 1:
        return piece[0]
    start, end = piece[0][0], piece[-1][1]
    return start, end, text[start:end]


def named_again(found: Sequence[Place], wholes: Iterable[Place], text: str) -> list[Place]:
    """``found`` with those made one that are one in ``wholes``, wherever else the text has them in the same words."""
    known = {_plain(name) for _, _, name in wholes}
    if not known:
        return list(found)
    # With an article before each of its places one may be a little longer than the longest.
    longest = 2 * max(map(len, known))
    result: list[Place] = []
    index = 0
    while index < len(found):
        last, best = index, index
        while (
            last + 1 < len(found)
            and found[last + 1][1] - found[index][0] <= longest
            and _kind_of(text, found[last][1], found[last + 1][0])
        ):
            last += 1
            if _plain(text[found[index][0] : found[last][1]]) in known:
                best = last
        result.append(as_one(found[index : best + 1], text))
        index = best + 1
    return result


def _plain(name: str) -> str:
    return re.sub(r"\bthe ", "", fold(name))
