"""Names that a sentence pairs off with places, as it does with bodies: "Acorn Care in Kent, Futures in Essex and Tarn Homes in Surrey"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.extract.names.kinds import Kind, bare_of
from monitor.extract.names.spotting import Name
from monitor.extract.words.lexicon import places
from monitor.text import fold

_IN = re.compile(r" (?:in|for|across) (?:the )?")
_NEXT = re.compile(r",? and (?:the )?|, (?:the )?")
#: One body beside one place is no list.
_FEWEST = 2


def paired_off(names: list[Name], text: str) -> list[Name]:
    """``names`` with what seemed a thing as a body where it stands behind one in such a list."""
    decided = list(names)
    for run in _runs(names, text):
        if any(names[index].kind is Kind.ORGANISATION for index in run):
            for index in run[1:]:
                if names[index].kind is Kind.THING:
                    decided[index] = replace(names[index], kind=Kind.ORGANISATION)
    return decided


def _runs(names: Sequence[Name], text: str) -> Iterator[list[int]]:
    """The indexes of bodies that follow one another with their places; the last may have none."""
    run: list[int] = []
    index = 0
    while index < len(names):
        if run and not _NEXT.fullmatch(text, names[index - 1].end, names[index].start):
            yield from [run] if len(run) >= _FEWEST else []
            run = []
        here, there = names[index], names[index + 1] if index + 1 < len(names) else None
        placed = (
            there is not None and there.kind is Kind.PLACE and _IN.fullmatch(text, here.end, there.start) is not None
        )
        able = here.kind in {Kind.WEAK, Kind.THING, Kind.ORGANISATION} and fold(bare_of(here.surface)) not in places()
        if able and (placed or run):
            run.append(index)
        if not (able and placed):
            yield from [run] if len(run) >= _FEWEST else []
            run = []
        index += 2 if able and placed else 1
    yield from [run] if len(run) >= _FEWEST else []
