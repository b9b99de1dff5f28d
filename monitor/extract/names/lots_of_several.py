"""Places that a text itself makes one area: by the way it lists them, or by a line that has them alone elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from monitor.extract.names.place import Place
from monitor.text import fold

#: What parts the areas of a list whose areas are of several places: "Wales, and London and the South".
_PARTS = re.compile(r", (?:and|&) (?:the )?")
_PARTS_SURELY = re.compile(r"; (?:(?:and|&) )?(?:the )?")
#: "for Scotland and Northern Ireland and for the North West", "in Avon and Wessex, in Kent and in Essex": the word that stands before each of them.
_PARTS_AGAIN = {
    word: re.compile(
        rf",? (?:and|&) {word} (?:the )?" if word == "for" else rf"(?:, (?:(?:and|&) )?| (?:and|&) ){word} (?:the )?"
    )
    for word in ("for", "in", "across", "of")
}
WORDS_AGAIN = frozenset(_PARTS_AGAIN)
_AGAIN = re.compile(r"\b(?P<word>[Ff]or|[Ii]n|[Aa]cross|[Oo]f) (?:the )?$")
#: A word that stands before so many parts of a list parts them; "for" does so before two.
_FEWEST = 3
_COMMA = re.compile(r", (?:the )?")
_AND = re.compile(r" (?:and|&|with) (?:the )?")


def listed_apart(found: Sequence[Place], text: str, settled: AbstractSet[int]) -> list[Place]:
    """``found`` with those made one that a list has between the words that part its areas: "Wales, and London and the South".

    Those that begin at ``settled`` stay as they are.
    """
    return [place for run in runs(found, text, settled) for place in _grouped(run, text)]


def runs(found: Sequence[Place], text: str, settled: AbstractSet[int] = frozenset()) -> Iterator[Sequence[Place]]:
    """The stretches of ``found`` whose places are joined, each to the one before it; those that begin at ``settled`` stand alone."""
    first = 0
    while first < len(found):
        last = first
        while (
            last + 1 < len(found)
            and not {found[last][0], found[last + 1][0]} & settled
            and kind_of(text, found[last][1], found[last + 1][0])
        ):
            last += 1
        yield found[first : last + 1]
        first = last + 1


def kind_of(text: str, start: int, end: int) -> str:
    """How two places are joined: parted by a semicolon, by ", and" or by a word that comes again ("and for"), joined by a comma or by "and", or not at all."""
    if sort := _SORT.match(text, start, end):
        start = sort.end()
    for kind, pattern in ((";", _PARTS_SURELY), (",&", _PARTS), *_PARTS_AGAIN.items(), (",", _COMMA), ("&", _AND)):
        if pattern.fullmatch(text, start, end):
            return "" if kind == ";" and _SAYS.match(text, end, end + _SAYS_WITHIN) else kind
    return ""


#: "the Eastern region, and the West": what sort of place it is.
_SORT = re.compile(r" (?:region|area|zone|county|division|circuit)(?= and |,|;)")
#: "in Kent and Surrey; Sussex is in the hands of": behind the semicolon something else is said.
_SAYS = re.compile(
    r"[^.;,:()\n]{3,40}? (?:is|are|was|were|has|have|had|goes|go|went|will|remains?|stays?|passes|falls|belongs?)\b"
)
_SAYS_WITHIN = 60


def _grouped(run: Sequence[Place], text: str) -> list[Place]:
    joins = [kind_of(text, one[1], other[0]) for one, other in pairwise(run)]
    said = set(_PARTS_AGAIN) & set(joins)
    before = _AGAIN.search(text, max(0, run[0][0] - 12), run[0][0]) if said else None
    again = before is not None and said == {before["word"].lower()}
    if again and "for" not in said and sum(join in said for join in joins) < _FEWEST - 1:
        return list(run)
    parts = said if again else {";"} if ";" in joins else {",&"}
    if "&" not in joins or not parts & set(joins) or (said and not again):
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
        # "for Lowther, Esk and the Wyre", of which "Esk and the Wyre" is a place: the "and" may stand within the last.
        ends = own[-1:] == ["&"] or (own[-1:] == [","] and " and " in group[-1][2])
        pieces = [group] if whole and ends else by_commas(group, own)
        found += [as_one(piece, text) for piece in pieces]
    return found


def by_commas(group: Sequence[Place], joins: Sequence[str]) -> list[list[Place]]:
    """``group`` in the pieces that commas part; ``joins`` says how each two of its places are joined."""
    pieces: list[list[Place]] = [[group[0]]]
    for join, place in zip(joins, group[1:], strict=True):
        if join in {",", ",&"}:
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
            and kind_of(text, found[last][1], found[last + 1][0])
        ):
            last += 1
            if _plain(text[found[index][0] : found[last][1]]) in known:
                best = last
        result.append(as_one(found[index : best + 1], text))
        index = best + 1
    return result


def _plain(name: str) -> str:
    return re.sub(r"\bthe ", "", fold(name))
