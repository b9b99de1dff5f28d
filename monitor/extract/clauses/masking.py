"""A sentence in which every name is one character, so that patterns see its grammar and never its names.

Each character remembers the stretch of the document that it stands for; rewriting (dropping an aside, folding a list into one
character) therefore never loses where the evidence is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from monitor.extract.names.kinds import Kind
from monitor.extract.names.spotting import Name

ORG, AREA, BUYER, PERSON, THING = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_SYMBOLS = {
    Kind.ORGANISATION: ORG,
    Kind.WEAK: ORG,
    Kind.PLACE: AREA,
    Kind.BUYER: BUYER,
    Kind.PERSON: PERSON,
    Kind.THING: THING,
}


def places_of(symbol: str, text: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Where ``symbol`` stands in a masked text, from ``start`` to ``end``: found, as a walk over each character takes far longer."""
    high = len(text) if end is None else end
    at = text.find(symbol, start, high)
    while at != -1:
        yield at
        at = text.find(symbol, at + 1, high)


#: "awarded to Rotala's Diamond Bus": who owns the one that it went to is not told of.
_OWNER = re.compile(
    rf"(?:(?<=\bto )|(?<=\bby )|(?<=\bwith )|(?<=\bfrom )){ORG}'s? (?={ORG}(?:[.,;:)]|$| (?:and|which|who|after|before|for|in|from|on|at|to|will|has|had|is|was|under|until|when|as|over)\b))"
    rf"|(?:(?<=\bto )|(?<=\bby )|(?<=\bwith )|(?<=\bfrom ))(?:{AREA}-based )?{ORG}(?:'s?)? (?:owner|parent(?: company| group)?|subsidiary|arm|unit|offshoot|affiliate) (?={ORG})"
)
#: One of these stands in it, or an apostrophe behind a body.
_OWNERS = frozenset({"owner", "parent", "subsidiary", "arm", "unit", "offshoot", "affiliate"})
#: What is won that is no contract keeps its name, by which it is told.
_PRIZE = re.compile(r"\b(?:Awards?|Prizes?|Medals?|Troph(?:y|ies))\b")
_LETTERS = re.compile("[a-z]+")
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
#: A text has none of its own: what looks like a symbol of ours is made a blank.
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One organisation in a group. ``note`` is how the text describes it ("the housing charity")."""

    name: Name
    key: str
    note: str = ""


Item = tuple[Member, ...] | tuple[str, ...] | None


@dataclass(slots=True)
class Masked:
    """The characters of a masked sentence, the stretch of the document behind each, and what the symbols hold.

    ``words`` are all that it has had, folded for case: those that it began with and those that rewriting put in.
    """

    text: str
    spans: list[tuple[int, int]]
    items: list[Item]
    words: frozenset[str] = frozenset()

    def members(self, at: int) -> tuple[Member, ...]:
        """The organisations behind the symbol at ``at``."""
        return tuple(member for member in self.items[at] or () if isinstance(member, Member))

    def areas(self, at: int) -> tuple[str, ...]:
        """The areas behind the symbol at ``at``."""
        return tuple(area for area in self.items[at] or () if isinstance(area, str))

    def areas_within(self, start: int, end: int) -> tuple[str, ...]:
        """The areas behind all the symbols from ``start`` to ``end``, as they stand."""
        return tuple(area for at in places_of(AREA, self.text, start, end) for area in self.areas(at))

    def fold(self, start: int, end: int, symbol: str, item: Item) -> None:
        """Make the characters from ``start`` to ``end`` one ``symbol`` that holds ``item``."""
        span = (self.spans[start][0], self.spans[end - 1][1])
        self.text = self.text[:start] + symbol + self.text[end:]
        self.spans[start:end] = [span]
        self.items[start:end] = [item]

    def drop(self, start: int, end: int) -> None:
        """Take out the characters from ``start`` to ``end``."""
        self.text = self.text[:start] + self.text[end:]
        del self.spans[start:end]
        del self.items[start:end]

    def put(self, start: int, end: int, words: str) -> None:
        """Put ``words`` in place of the characters from ``start`` to ``end``."""
        span = (self.spans[start][0], self.spans[end - 1][1])
        self.text = self.text[:start] + words + self.text[end:]
        self.spans[start:end] = [span] * len(words)
        self.items[start:end] = [None] * len(words)
        self.words |= frozenset(_LETTERS.findall(words.casefold()))

    def rewrite(
        self, pattern: re.Pattern[str], action: Callable[[Masked, re.Match[str]], bool], *, limit: int = 24
    ) -> bool:
        """Apply ``action`` to matches from left to right until none is left; it says whether it changed anything.

        The answer is whether there was any match at all.
        """
        position = 0
        for number in range(limit):
            match = pattern.search(self.text, position)
            if match is None:
                return number > 0
            before = len(self.text)
            position = match.start() if action(self, match) and len(self.text) != before else match.end()
            if match.end() == match.start() == position:
                position += 1
        return True


def mask(
    text: str,
    offset: int,
    names: Sequence[Name],
    areas: Sequence[tuple[int, int, str]],
    key_of: Callable[[Name], str],
) -> Masked:
    """``text``, which starts at ``offset`` of the document, with ``names`` and ``areas`` (document offsets) as symbols."""
    pieces: list[tuple[int, int, str, Item]] = [
        (
            name.start,
            name.end,
            _SYMBOLS[name.kind],
            (Member(name=name, key=key_of(name)),) if _SYMBOLS[name.kind] == ORG else None,
        )
        for name in names
        if name.kind is not Kind.PLACE and not (name.kind in {Kind.THING, Kind.PERSON} and _PRIZE.search(name.surface))
    ]
    pieces += [(start, end, AREA, (area,)) for start, end, area in areas]
    pieces.sort(key=lambda piece: piece[0])
    out: list[str] = []
    spans: list[tuple[int, int]] = []
    items: list[Item] = []
    position = offset
    for start, end, symbol, item in pieces:
        if start < position or end > offset + len(text):
            continue
        _copy(text, offset, position, start, out, spans, items)
        out.append(symbol)
        spans.append((start, end))
        items.append(item)
        position = end
    _copy(text, offset, position, offset + len(text), out, spans, items)
    # The point of a number ends no clause.
    masked = _DECIMAL.sub("\u00b7", "".join(out))
    words = frozenset(_LETTERS.findall(masked.casefold()))
    whole = Masked(masked, spans, items, words)
    if masked.count(ORG) > 1 and (f"{ORG}'" in masked or not _OWNERS.isdisjoint(words)):
        whole.rewrite(_OWNER, _drop)
    return whole


def stand_for_all(masked: Masked, match: re.Match[str]) -> bool:
    """Let the bodies at the first group of ``match`` that matched stand for all of it."""
    at = next(at for at in map(match.start, range(1, match.re.groups + 1)) if at != -1)
    masked.fold(match.start(), match.end(), ORG, masked.members(at))
    return True


def _drop(masked: Masked, match: re.Match[str]) -> bool:
    masked.drop(*match.span())
    return True


#: The stretches of single characters are made once for all sentences that stand so near the beginning of a text.
_MOST_KEPT = 4096


@cache
def _ones() -> list[tuple[int, int]]:
    return [(at, at + 1) for at in range(_MOST_KEPT)]


def _copy(
    text: str, offset: int, start: int, end: int, out: list[str], spans: list[tuple[int, int]], items: list[Item]
) -> None:
    piece = text[start - offset : end - offset]
    out.append(piece if piece.isascii() else _PRIVATE.sub(" ", piece))
    if end <= _MOST_KEPT:
        spans += _ones()[start:end]
    else:
        spans.extend(zip(range(start, end), range(start + 1, end + 1), strict=True))
    items.extend([None] * (end - start))
