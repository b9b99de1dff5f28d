"""Places told by how a document is laid out: headings beside headings that are places, and short lines over lists."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from monitor.extract.discourse.topics import is_placelike
from monitor.extract.names.kinds import BODIES, Kind
from monitor.extract.names.spotting import Name
from monitor.extract.words.lexicon import words
from monitor.extract.words.statuses import header_kind
from monitor.model import Block, BlockKind, Document
from monitor.text import plain

LISTY = frozenset({BlockKind.ITEM, BlockKind.DEFINITION, BlockKind.TERM})
_LINES = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM})
_IN_LISTS = frozenset({BlockKind.ITEM, BlockKind.DEFINITION})


def titles_as_places(document: Document, names: list[Name]) -> list[Name]:
    """Headings that could be names of places are such where others beside them are: "Five Towns" after "Aire Valley"."""
    starts = [name.start for name in names]
    likely: list[tuple[Block, list[Name]]] = []
    for block in document.blocks:
        if block.kind is BlockKind.HEADING and is_placelike(plain(block.text)):
            low = bisect_left(starts, block.start)
            likely.append((block, names[low : bisect_left(starts, block.end, low)]))
    kinds = [{name.kind for name in inside} for _, inside in likely]
    sure = sum(Kind.PLACE in each for each in kinds)
    doubtful = [one for one, each in zip(likely, kinds, strict=True) if each <= _UNDECIDED and each - {Kind.PLACE}]
    if sure < max(_FEWEST_PLACES, len(doubtful)):
        return names
    for block, inside in doubtful:
        whole = re.sub(r"^The |[:.]$", "", plain(block.text))
        at = block.start + plain(block.text).index(whole)
        named = Name(start=at, end=at + len(whole), surface=whole, kind=Kind.PLACE)
        names = sorted([*(name for name in names if name not in inside), named], key=lambda name: name.start)
    return names


_LONGEST_LETTERS = 5
_UNDECIDED = frozenset({Kind.WEAK, Kind.PLACE, Kind.THING})
#: So many headings must be places before others are taken for such.
_FEWEST_PLACES = 2
_JOINED = re.compile(r"\b(?:and|the|of)\b|[\s,&]")


def headings_as_places(document: Document, names: list[Name], text: str) -> list[Name]:
    """A short line that is one undecided name and stands over a list is the area of that list."""
    blocks = document.blocks
    starts = [name.start for name in names]
    over: set[str] = set()
    for block, following in itertools.pairwise(blocks):
        over_a_list = block.kind not in _IN_LISTS and (
            following.kind in LISTY or (": " in following.text and ":" not in block.text and is_line(following))
        )
        if not over_a_list and block.kind is not BlockKind.TERM:
            continue
        end = block.end
        low = bisect_left(starts, block.start)
        alone = [name for name in names[low : bisect_left(starts, end, low)] if name.end <= end]
        if not alone:
            continue
        plainly = block.text.strip(" :")
        if (
            over_a_list
            and all(name.kind in _UNDECIDED for name in alone)
            and _PAPER.search(plainly) is None
            and _JOINED.sub("", plainly) == "".join(_JOINED.sub("", name.surface) for name in alone)
        ):
            over.update(name.surface for name in alone)
        if (
            block.kind is BlockKind.TERM
            and following.kind is BlockKind.DEFINITION
            and header_kind(block.text) in _WHERE
        ):
            over.update(name.surface for name in alone if name.kind in {Kind.WEAK, Kind.THING})
    colon = {
        name.surface
        for name in names
        if text.startswith((": ", " -"), name.end)
        and name.kind is Kind.WEAK
        and name.surface.split()[-1] not in words("services")
        and not (name.surface.isupper() and " " not in name.surface and len(name.surface) > _LONGEST_LETTERS)
        and _HEADS_LINE.search(text, max(0, name.start - 18), name.start)
        and name.surface.split()[-1] not in words("titles", "offices")
        and _stands_over_a_body(name, names, text)
    }
    places = {
        surface for surface in over | colon if not (" " in surface and surface.split()[-1] in words("procurement"))
    }
    return [replace(name, kind=Kind.PLACE) if name.surface in places and not name.known else name for name in names]


def _stands_over_a_body(name: Name, names: Sequence[Name], text: str) -> bool:
    """Whether a body follows ``name``, behind its colon or dash, and ends its line."""
    most = _AWARDED_TO if _LOT.search(text, max(0, name.start - 18), name.start) else 4
    return any(
        0 <= other.start - name.end <= most and other.kind in BODIES and _LINE_GOES_ON.match(text, other.end) is None
        for other in names
    )


#: What a list is, over it: "Partnership register".
_PAPER = re.compile(
    r"\b(?:register|lists?|directory|results?|outcomes?|notices?|report|updates?|summary|tables?|index|overview|contents|contracts|partners|providers|suppliers|awards)$",
    re.IGNORECASE,
)
#: A term that says who ("Current provider") or how far it has come names no place.
_WHERE = {"", "area", "service"}
#: Before a place that stands over whom it names: the beginning of a line, or of a part of one.
_HEADS_LINE = re.compile(
    r"(?:^|[\n;:(])[\s\u2022*-]*(?:the |The |[\w.)]{1,3} |(?:Lot|Package|Contract|Zone|CPA) \w{1,3} ?(?:[-\u2013:] )?)?$"
)
_LOT = re.compile(r"(?:^|\n)[\s\u2022*-]*(?:Lot|Package|CPA) \w{1,3} ?(?:[-\u2013:] )?$")
#: "Lot 1 Northfield - awarded to": so far from the place of a lot is whom it went to.
_AWARDED_TO = 24
#: What a line that only names a place and a body does not go on with.
_LINE_GOES_ON = re.compile(r" (?!and\b|with\b|in\b|for\b|to\b|supported\b)[a-z]")


def is_line(block: Block) -> bool:
    """Whether a block has the shape of a line in a list: short, and no sentence."""
    return block.kind in _LINES and len(block.text) < 140 and block.text[-1:] not in ".!?:"
