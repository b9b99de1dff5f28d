"""Of how many areas a list of places is, where the text says it: by a number before the list, or by what it says of the list as of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from monitor.extract.names.lots_of_several import WORDS_AGAIN, as_one, by_commas, kind_of, runs
from monitor.extract.names.place import Place
from monitor.extract.words.behind import Behind
from monitor.extract.words.tally import NUMBER_OF, SEVERAL

_NOUNS = r"(?:(?:contract|package|lot|service|police|delivery) )?(?:areas|lots|contracts|regions|packages|districts|franchises|tranches|zones|circuits|territories)"
#: "three lots, ", "five of the regions: ", "three of the areas. These are ", "has three: ".
_COUNT = Behind(
    rf"\b(?P<number>{SEVERAL})(?: of (?:the|its|their|our|these|those)(?: (?:{SEVERAL}|\d+))?)?"
    rf"(?:(?: (?:[a-z]+ ){{0,2}}{_NOUNS})?(?:: | \()|(?: of them)?(?: (?:[a-z]+ ){{0,2}}{_NOUNS})(?: of the [^,.;:()\n]{{2,60}})?(?:, (?:namely |those of |i\.e\. )?| - |\. (?:These|They) are ))"
    r"(?:in |for )?(?:the |The )?$"
)
_BEFORE = 150

#: "Avon, Wyre and Esk is new": what is said of a list as of one area, where a sentence or a part of one begins with it.
_BEGINS = re.compile(r"(?:^|[.;:!?\n] ?|, (?:and|but|while) |\b(?:And|But|While) )(?:[Tt]he )?$")
_IS_ONE = re.compile(
    r" (?:is|was|has|goes|went|stays|remains|passes|belongs|falls|comes|gets|moves|switches|transfers|will be|has been)\b(?! (?:where|home)\b)"
)
#: "the Avon, Wyre and Esk contract".
_THE = re.compile(r"\b(?:[Tt]he|[Oo]ur|[Ii]ts|[Tt]heir|[Aa]) $")
_ONE_LOT = re.compile(
    r" (?:(?:contract|package|police|commissioning|delivery) )?(?:lot|contract|area|region|franchise|package|tranche|district|zone)\b"
)


def counted(found: Sequence[Place], text: str) -> tuple[list[Place], set[int]]:
    """``found`` with those made one that the text counts as one, and where the places begin that are settled by that."""
    result: list[Place] = []
    settled: set[int] = set()
    for run in runs(found, text):
        groups = _groups(run, text) if len(run) > 1 else None
        if groups is None:
            result += run
            continue
        places = [as_one(group, text) for group in groups]
        settled |= {start for start, *_ in places}
        result += places
    return result, settled


def _groups(run: Sequence[Place], text: str) -> list[list[Place]] | None:
    start, end = run[0][0], run[-1][1]
    joins = [kind_of(text, one[1], other[0]) for one, other in pairwise(run)]
    if {";", *WORDS_AGAIN} & set(joins):
        return None
    if count := _COUNT.search(text, max(0, start - _BEFORE), start):
        return _in_groups(run, joins, NUMBER_OF[count["number"]])
    if joins[-1] != "&" or "," not in joins or joins.count("&") > 1 or ",&" in joins:
        return None
    as_subject = _BEGINS.search(text, max(0, start - 12), start) and _IS_ONE.match(text, end)
    as_lot = _THE.search(text, max(0, start - 6), start) and _ONE_LOT.match(text, end)
    return [[*run]] if as_subject or as_lot else None


def _in_groups(run: Sequence[Place], joins: Sequence[str], count: int) -> list[list[Place]] | None:
    """``run`` in ``count`` groups, where the words that join its places allow it in one way."""
    if count == len(run):
        return [[place] for place in run]
    if count > len(run):
        return None
    if ",&" in joins:
        # What stands behind the last ", and" is one; what stands before it goes by its commas.
        last = max(index for index, join in enumerate(joins) if join == ",&") + 1
        parts = by_commas(run[:last], joins[: last - 1])
        spare = len(parts) - (count - 1)
        if spare < 0 or count < _TWO:
            return None
        if spare:
            cut = len(parts) - spare - 1
            parts = [*parts[:cut], [place for part in parts[cut:] for place in part]]
        return [*parts, [*run[last:]]]
    parts = by_commas(run, joins)
    if len(parts) == count and joins.count("&") > 1:
        return parts
    if len(parts) == count and "," in joins and joins.count("&") == 1 and joins[-1] != "&":
        return parts
    if joins.count("&") == 1 and joins[-1] == "&" and count > 1 and count < len(run):
        # "three lots, A, B, and C and D" would have its comma: of "A, B, C and D" the last are one.
        return [*([place] for place in run[: count - 1]), [*run[count - 1 :]]]
    return None


_TWO = 2
