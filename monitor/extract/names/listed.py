"""Names that only their list shows to be such: "Enterprise" in a line between those of two firms."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from monitor.extract.names.kinds import BODIES, Kind
from monitor.extract.names.spotting import Name
from monitor.extract.words.lexicon import is_common, places, words
from monitor.model import Block, BlockKind, Zone
from monitor.text import fold, plain

_LINES = frozenset({BlockKind.ITEM, BlockKind.PARAGRAPH})
_OF_TERMS = frozenset({BlockKind.TERM, BlockKind.DEFINITION})
#: One to three words with capitals and nothing else.
_BARE = re.compile(r"[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,}){0,2}")
_LONGEST_LINE = 60
#: So many lines in succession are a list, and so many of ten of them must be names already.
_FEWEST, _MOST_OF_TEN = 4, 6
#: What stands beside the terms of a list is of one kind more surely.
_MOST_OF_TERMS = 5


def with_listed(names: list[Name], blocks: Sequence[Block]) -> list[Name]:
    """``names`` with the lines of a list of bodies that hold one to three capital words of which nothing else tells that they are a name."""
    starts = [name.start for name in names]
    added: list[Name] = []
    for run in _runs(blocks):
        held = [names[bisect_left(starts, block.start) : bisect_left(starts, block.end)] for block in run]
        sure = sum(_is_all(block, inside) for block, inside in zip(run, held, strict=True))
        of_places = sum(name.kind is Kind.PLACE for inside in held for name in inside[:1])
        terms = run[0].kind is BlockKind.DEFINITION
        if of_places > 1 or sure * 10 < len(run) * (_MOST_OF_TERMS if terms else _MOST_OF_TEN):
            continue
        for block, inside in zip(run, held, strict=True):
            text = plain(block.text)
            if not _is_all(block, inside) and _may_be_name(text) and all(name.kind in _UNSURE for name in inside):
                added.append(Name(start=block.start, end=block.start + len(text), surface=text, kind=Kind.ORGANISATION))
    if not added:
        return names
    taken = {start for name in added for start in range(name.start, name.end)}
    return sorted([*(name for name in names if name.start not in taken), *added], key=lambda name: name.start)


_UNSURE = frozenset({Kind.WEAK, Kind.THING})


#: "Forth Valley: Falkirk Council": the key of a line with what stands behind it.
_KEYED = re.compile(r"^(?P<key>[^:\n]{2,60}): (?P<rest>[A-Z][^\n]*)$", re.MULTILINE)
_FEWEST_KEYED = 3
#: Before a council, what makes it the one that something is done for.
_DONE_FOR = re.compile(r"\b(?:(?:for|by|from|of|to)|contract(?:ed)? with)(?: the)? $")
_COUNCIL = re.compile(r"(?:(?:[A-Z]\w+ )?Borough|City) of \w.*|.*\b(?:Council|MBC|Borough|Corporation)")


def with_councils(names: list[Name], text: str) -> list[Name]:
    """``names`` with the councils as bodies that stand where a list of places has who won: "Forth Valley: Falkirk Council"."""
    if not any(name.kind is Kind.BUYER for name in names):
        return names
    starts = [name.start for name in names]
    lines = []
    for match in _KEYED.finditer(text):
        low, high = bisect_left(starts, match.start()), bisect_left(starts, match.end())
        within = range(low, high)
        if low < high and names[low].kind is Kind.PLACE and names[low].start == match.start("key"):
            lines.append([index for index in within if names[index].start >= match.start("rest")])
    first = [names[line[0]].kind for line in lines if line]
    if len(lines) < _FEWEST_KEYED or sum(kind in BODIES for kind in first) * 2 <= len(lines):
        return names
    councils = {
        index
        for line in lines
        for index in line
        if names[index].kind is Kind.BUYER
        and _COUNCIL.fullmatch(names[index].surface)
        and not _DONE_FOR.search(text, max(0, names[index].start - 14), names[index].start)
    }
    return [replace(name, kind=Kind.ORGANISATION) if index in councils else name for index, name in enumerate(names)]


def _runs(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """The stretches of short lines of ``blocks``, and what the terms of lists say, apart from menus."""
    for told, stretch in groupby(blocks, key=lambda block: block.kind in _OF_TERMS):
        said = [block for block in stretch if block.kind is BlockKind.DEFINITION] if told else []
        if len(said) >= _FEWEST and all(len(block.text) < _LONGEST_LINE for block in said):
            yield said
    first = 0
    for index in range(len(blocks) + 1):
        block = blocks[index] if index < len(blocks) else None
        if (
            block is not None
            and block.kind in _LINES
            and block.zone is not Zone.CHROME
            and len(block.text) < _LONGEST_LINE
            and block.text[-1:] not in ".!?:"
        ):
            continue
        if index - first >= _FEWEST:
            yield blocks[first:index]
        first = index + 1


def _is_all(block: Block, inside: Sequence[Name]) -> bool:
    """Whether a line begins with a body, which is more than common words that nothing else tells to be a name."""
    if not inside or inside[0].kind not in BODIES or inside[0].start != block.start:
        return False
    name = inside[0]
    return name.kind is Kind.ORGANISATION or not all(map(_says_what, name.surface.split()))


def _says_what(word: str) -> bool:
    return word.endswith("ing") or is_common(word)


def _may_be_name(text: str) -> bool:
    """Whether a line is one to three capital words, and no word of a label or of the beginning of a sentence alone."""
    if not _BARE.fullmatch(text) or fold(text) in places() or text in words("starters", "labels"):
        return False
    return not any(word.endswith("ing") or word in words("labels") for word in text.split())
