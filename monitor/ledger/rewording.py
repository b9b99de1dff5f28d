"""Prose put in other words. Another role there is likelier another reading of the same fact than news."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from monitor.ledger.corrections import Sentence
from monitor.ledger.places import LISTS
from monitor.model import Claim
from monitor.text import fold

#: What a sentence that tells a change says beside the fact itself.
_NEWS = re.compile(
    r"\b(?:[Ff]rom (?:\d|next|this|[A-Z])|(?i:now|since|until|today|instead|previous(?:ly)?|former(?:ly)?|new|newly|becom(?:e|es|ing)|became|will|would|as well|"
    r"no longer|used to|has (?:been|become|taken|moved|stepped|agreed|joined|left|replaced|changed)|have (?:been|become|taken|moved|agreed|joined)|"
    r"mov(?:e|es|ed|ing)|step(?:s|ped|ping)?|t(?:ake|akes|ook|aken) (?:over|on)|replac\w+|chang\w+|promot\w+|upgrad\w+|stay(?:s|ed)?|remain(?:s|ed)?|"
    r"join(?:s|ed)?|le(?:ave|aves|ft)|only|correction|also))\b"
)
#: So many words of a sentence must have been in one of the other version for it to be that one, edited.
_EDITED = 0.7
_FEWEST = 4
#: Of them so many that are no part of a name: a line of a list is nothing but one.
_BESIDE_NAMES = 2


def reworded(
    claims: Sequence[Claim], gone: Sequence[Sentence], come: Sequence[Sentence], old: Sequence[Claim]
) -> frozenset[str]:
    """The ids of those of ``claims`` that stand in a new sentence which is no edited one and tells no change.

    ``old`` are the claims of the earlier version, whose names make no sentence like another either. ``gone`` are the sentences that only the earlier version has, ``come`` those that only the later one has.
    """
    found: set[str] = set()
    known = {name for claim in (*claims, *old) for name in (claim.surface, claim.organisation)}
    for start, end, text in come:
        own = [claim for claim in claims if start <= claim.evidence.start < end and claim.layer not in LISTS]
        if own and not _NEWS.search(text) and not any(_is_edited(text, other, known) for _, _, other in gone):
            found.update(claim.id for claim in own)
    return frozenset(found)


def unchanged(claims: Sequence[Claim], own: Sequence[Sentence], other: Iterable[Sentence]) -> frozenset[str]:
    """The ids of ``claims`` whose sentence or line, one of ``own``, stands word for word among the ``other``."""
    there = {text for _, _, text in other}
    stands = [(start, end) for start, end, text in own if text in there]
    return frozenset(c.id for c in claims if any(start <= c.evidence.start < end for start, end in stands))


def _is_edited(text: str, other: str, names: Iterable[str]) -> bool:
    """Whether most words of the shorter stand in the longer in the same order, whichever of ``names`` stands where."""
    mine, theirs = _without(text, names).split(), _without(other, names).split()
    if _common_run(mine, theirs) < _BESIDE_NAMES:
        return False
    return _is_run_of(mine, theirs) or _is_run_of(fold(text).split(), fold(other).split())


def _is_run_of(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    return _common_run(mine, theirs) >= max(_FEWEST, _EDITED * min(len(mine), len(theirs)))


def _without(text: str, names: Iterable[str]) -> str:
    words = f" {fold(text)} "
    for name in sorted(map(fold, names), key=len, reverse=True):
        words = words.replace(f" {name} ", " ") if name else words
    return words


def _common_run(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """The length of the longest sequence of words that both have in one order."""
    row = [0] * (len(theirs) + 1)
    for word in mine:
        above = 0
        for place, other in enumerate(theirs, 1):
            above, row[place] = row[place], above + 1 if word == other else max(row[place], row[place - 1])
    return row[-1]
