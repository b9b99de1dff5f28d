"""What only stands beside a name within a run of capital words: what its bearer works on, where it sits, and where it is spoken of."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from monitor.extract.names.grounds import in_its_state
from monitor.extract.names.kinds import JOINERS
from monitor.extract.words.lexicon import phrases, places, words
from monitor.text import fold

#: What leads on from a name, or from what its bearer works on, to where that is: "X and Y Trust for Kent".
LEADS_ON = frozenset({"for", "in", "to", "at", "on", "with"})
#: What is itself of somewhere, and no body's name.
_TOWNS = frozenset(
    {
        "Town",
        "Township",
        "Village",
        "State",
        "Province",
        "Parish",
        "Archdiocese",
        "Region",
        "Municipality",
        "District",
    }
)


def is_what_it_works_on(tokens: Sequence[tuple[int, int, str]], first: int, index: int) -> bool:
    """Whether behind a name stands what its bearer works on: "Marlin Trust for the Work and Health Programme"."""
    if tokens[index + 1][2] != "the":
        return False
    ahead = [*itertools.takewhile(lambda token: token[2] not in LEADS_ON, tokens[index + 1 :])]
    if not ahead or ahead[-1][2] not in words("worked_on"):
        return False
    return index - first > 1 or tokens[first][2] not in words("of_heads")


def sits_in_its_state(tokens: Sequence[tuple[int, int, str]], index: int, text: str) -> bool:
    """Whether the "of" that is ``tokens[index]`` has a town and its state behind it: "Performant of Livermore, California"."""
    before = tokens[index - 1][2]
    if before in _TOWNS or before in words("of_heads", "lands", "titles", "commissioners", "compass"):
        return False
    return not any(token[2] in JOINERS for token in tokens[index + 1 :]) and bool(
        in_its_state().match(text, tokens[-1][1])
    )


#: "in Kent Acorn Care".
_WHERE = re.compile(r"\b(?:[Ii]n|[Aa]cross|[Ff]or)(?: the)? $")


def is_behind_its_place(
    tokens: Sequence[tuple[int, int, str]], first: int, index: int, spans: Sequence[tuple[int, int]], text: str
) -> bool:
    """Whether a name that lists know begins at ``tokens[index]`` behind the place where something is: "in Kent Acorn Care has won".

    A local branch is called after its place: "Kent Mencap".
    """
    start = tokens[index][0]
    end = next((e for s, e in spans if s == start), 0)
    if not end or phrases("federations").search(text, start, end):
        return False
    place = fold(" ".join(token[2] for token in tokens[first:index]))
    return place in places() and _WHERE.search(text, max(0, tokens[first][0] - 12), tokens[first][0]) is not None
