"""Which words a text must have for a pattern to match it, told from the pattern: of "will be run by" each of four."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from monitor.extract.words.patterns import OP, parts_of

#: So many letters of a word are looked at. A whole word that is no longer ends with the sign.
LETTERS, WHOLE = 6, "$"
#: What is known of a word that may have begun before.
WITHIN = "~"
FEWEST = 3
#: So many needs of one pattern are kept, the rarest.
LAYERS = 4
#: More ways to begin a word than these say nothing.
_MOST_WAYS = 400
#: Words that nearly every sentence has: a need of one of these turns few sentences away.
_COMMON = frozenset(
    f"{word}$"
    for word in [
        "a",
        "an",
        "the",
        "and",
        "or",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "by",
        "with",
        "from",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "had",
        "will",
        "it",
        "its",
        "that",
        "this",
        "which",
        "who",
        "they",
        "their",
        "we",
        "our",
        "not",
        "but",
        "also",
        "now",
        "all",
        "one",
        "two",
        "new",
    ]
)
_Ways = frozenset[str | None]
_PARTS = frozenset([OP.IN, OP.SUBPATTERN, OP.BRANCH, OP.MAX_REPEAT, OP.MIN_REPEAT, OP.POSSESSIVE_REPEAT])
_START: _Ways = frozenset([""])
_UNKNOWN: _Ways = frozenset([None])
Need = frozenset[str]
#: So many needs tell of a phrase.
_TOLD_BY = 3


def needs_of(pattern: str) -> tuple[Need, ...]:
    """The sets of beginnings of words of which a text that matches ``pattern`` has one of each, the rarest first.

    A match begins where a word does. A beginning that ends with ``$`` is a whole word. Readers take a text for one that tells where
    it has a word of the rarest set, so what is rarest is told by the lengths alone.
    """
    return _Reading(_length, within=False).needs(parts_of(pattern), _START)[:_TOLD_BY]


def layers_of(pattern: str, *, at_word: bool = True) -> tuple[Need, ...]:
    """The same of a pattern that is told apart from many: what few sentences have comes first, and letters within a word count too.

    ``at_word``: a match begins where a word does. What begins with ``~`` may stand within a word.
    """
    return _Reading(_weight, within=True).needs(parts_of(pattern), _START if at_word else _UNKNOWN)[:LAYERS]


def _length(need: Need) -> int:
    return sum(3 if len(way) == FEWEST else 1 for way in need)


def _weight(need: Need) -> int:
    return sum(60 if way in _COMMON else 3 if len(way.lstrip(WITHIN)) <= FEWEST else 1 for way in need)


def _implies(need: Need, other: Need) -> bool:
    """Whether a text that meets ``need`` meets ``other`` too."""
    return all(
        any(way.startswith(begun.rstrip(WHOLE)) for begun in other if not begun.endswith(WHOLE) or way == begun)
        for way in need
    )


def _closed(ways: _Ways, *, whole: bool) -> list[Need]:
    """The need that a word in one of these ways is, if it is one; ``whole``: the word ends here for certain."""
    found = set()
    for way in ways:
        if way and way[0] == WITHIN:
            if len(way) <= FEWEST:
                return []
            found.add(way[: LETTERS + 1])
            continue
        if not way or (not whole and len(way) < FEWEST):
            return []
        found.add(way + WHOLE if whole and len(way) <= LETTERS else way[:LETTERS])
    return [frozenset(found)] if found else []


@lru_cache(maxsize=512)
def _letter(character: str, ways: _Ways, *, within: bool) -> tuple[list[Need], _Ways]:
    """What a letter or a sign after ``ways`` needs, and the ways after it. The same words come again and again in patterns."""
    letter = character.casefold()
    if not (letter.isascii() and letter.isalpha()):
        # A blank, a sign, a name's symbol: a word ends before it and another may begin after it.
        return (_closed(ways, whole=not character.isalnum()), _START if not character.isalpha() else _UNKNOWN)
    begun = WITHIN + letter if within else None
    return [], frozenset([begun if way is None else (way + letter)[: LETTERS + 1] for way in ways])


class _Reading:
    """A walk through a pattern. ``weigh`` tells how common a need is; ``within``: letters within a word count too."""

    def __init__(self, weigh: Callable[[Need], int], *, within: bool) -> None:
        self._weigh, self._within = weigh, within

    def needs(self, items: Any, ways: _Ways) -> tuple[Need, ...]:
        """What ``items`` need, the rarest first, and nothing that follows from what is rarer."""
        needs, ways = self._through(items, ways)
        kept: list[Need] = []
        for need in sorted({*needs, *_closed(ways, whole=False)}, key=lambda need: (self._weigh(need), sorted(need))):
            if not any(_implies(other, need) for other in kept):
                kept.append(need)
        return tuple(kept)

    def _through(self, items: Any, ways: _Ways) -> tuple[list[Need], _Ways]:
        """What a sequence needs, and the ways in which the word at its end may have begun."""
        needs: list[Need] = []
        for op, value in items.data:
            if len(ways) > _MOST_WAYS:
                ways = _UNKNOWN
            if op is OP.LITERAL:
                found, ways = _letter(chr(value), ways, within=self._within)
            elif op in _PARTS:
                found, ways = self._part(op, value, ways)
            elif op is OP.AT:
                found, ways = (_closed(ways, whole=value is not OP.AT_NON_BOUNDARY), _START)
            elif op is OP.ASSERT:
                # What must follow or stand before must be there, though the next part begins before or behind it.
                found, _ = self._through(value[1], ways if value[0] > 0 else _UNKNOWN)
            elif op is OP.ASSERT_NOT:
                found = []
            else:
                found, ways = _closed(ways, whole=False), _UNKNOWN
            needs += found
        return needs, ways

    def _part(self, op: Any, value: Any, ways: _Ways) -> tuple[list[Need], _Ways]:
        """What one part of a sequence needs that is made of others."""
        if op is OP.IN:
            return self._one_of(value, ways)
        if op is OP.SUBPATTERN:
            return self._through(value[3], ways)
        if op is OP.BRANCH:
            return self._either([self._through(branch, ways) for branch in value[1]])
        return self._repeated(value, ways)

    def _one_of(self, members: Sequence[tuple[Any, Any]], ways: _Ways) -> tuple[list[Need], _Ways]:
        """A class of characters: each of them in turn where they are few and told one by one."""
        if any(op is not OP.LITERAL for op, _ in members):
            return _closed(ways, whole=False), _UNKNOWN
        return self._either([_letter(chr(code), ways, within=self._within) for _, code in members])

    def _either(self, parts: Sequence[tuple[list[Need], _Ways]]) -> tuple[list[Need], _Ways]:
        """What all of several ways on need: the rarest need of each, together."""
        ways: _Ways = frozenset().union(*(way for _, way in parts))
        best = [min([*needs, *_closed(way, whole=False)], key=self._weigh, default=None) for needs, way in parts]
        each = [need for need in best if need is not None]
        return ([frozenset().union(*each)] if each and len(each) == len(best) else []), ways

    def _repeated(self, value: tuple[Any, Any, Any], ways: _Ways) -> tuple[list[Need], _Ways]:
        least, most, inner = value
        begun = _closed(ways, whole=False)
        needs, after = self._through(inner, ways)
        if most > 1:
            # The second time round begins where the first ended.
            _, further = self._through(inner, after)
            after = after | further if further <= after or most == 2 else frozenset([*after, *further, None])
        return ([*begun, *needs], after) if least else (begun, ways | after)
