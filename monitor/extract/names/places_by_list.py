"""Names that a list shows to be places: as many as a number before it counts, or between two places that are known.

"has won four groups, Gore, Mataura, Waikaia and Riversdale", "the contract for Leeds, Standford Hill, Swaleside and Lewes".
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from monitor.extract.names.kinds import Kind
from monitor.extract.names.spotting import Name
from monitor.extract.words.behind import Behind
from monitor.extract.words.lexicon import words
from monitor.extract.words.scans import Scan
from monitor.extract.words.tally import NUMBER_OF, SEVERAL

#: What stands before a list of lots: how many there are, and that they are such.
_LOTS = Scan(
    rf"\b(?P<number>[Bb]oth|{SEVERAL})(?: of (?:the|its|their|our)(?: (?:{SEVERAL}|\d+))?)? (?:[a-z-]+ ){{0,2}}"
    r"(?:areas|lots|groups|regions|zones|districts|clusters|counties|towns|cities|boroughs|circuits|divisions|territories|islands|sites|routes|hubs|prisons|jails|hospitals|localities|parishes|provinces|states|wards|villages|authorities)"
    r"(?: of the [^,.;:()\n]{2,60})?(?:, (?:namely )?|: | \()(?:the )?"
)
_TIE = re.compile(r",? (?:and|&) (?:the )?|, (?:the )?|; (?:and )?(?:the )?")
_BOTH = 2


def with_counted_lots(names: list[Name], text: str) -> list[Name]:
    """``names`` with those as places that stand in a list of as many lots as the text counts before it."""
    starts = [name.start for name in names]
    for match in _LOTS.finditer(text):
        count = NUMBER_OF.get(match["number"].lower(), _BOTH)
        first = bisect_left(starts, match.end())
        if first == len(names) or names[first].start != match.end():
            continue
        run = names[first : first + count]
        if (
            len(run) == count
            and all(_TIE.fullmatch(text, one.end, two.start) for one, two in itertools.pairwise(run))
            and not _goes_on(names[first + count - 1 : first + count + 1], text)
            and all(name.kind is Kind.PLACE or _may_be_lot(name) for name in run)
        ):
            names[first : first + count] = [replace(name, kind=Kind.PLACE) for name in run]
    return names


#: Before a list of places.
_WHERE = Behind(r"\b(?:in|at|across|for|cover|covers|covering|serving|serves|between)(?: both)?(?: the)? $")
_FEWEST = 3


def with_listed_places(names: list[Name], text: str) -> list[Name]:
    """``names`` with those as places that stand in a list of places whose first and last are known ones."""
    index = 0
    while index < len(names):
        last = index
        while last + 1 < len(names) and _TIE.fullmatch(text, names[last].end, names[last + 1].start):
            last += 1
        run = names[index : last + 1]
        if (
            len(run) >= _FEWEST
            and run[0].kind is run[-1].kind is Kind.PLACE
            and any(name.kind is not Kind.PLACE for name in run)
            and all(name.kind is Kind.PLACE or (name.kind in _UNSURE and _may_be_lot(name)) for name in run)
            and _WHERE.search(text, max(0, run[0].start - 20), run[0].start)
        ):
            names[index : last + 1] = [replace(name, kind=Kind.PLACE) for name in run]
        index = last + 1
    return names


_UNSURE = frozenset({Kind.WEAK, Kind.THING, Kind.PERSON})


def _goes_on(last: Sequence[Name], text: str) -> bool:
    return len(last) > 1 and _TIE.fullmatch(text, last[0].end, last[1].start) is not None


def _may_be_lot(name: Name) -> bool:
    said = name.surface.split()
    return not name.known and not name.short and len(said) <= _MOST_WORDS and said[-1] not in words("heads", "legal")


_MOST_WORDS = 3
