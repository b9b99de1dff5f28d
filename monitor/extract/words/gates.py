"""Which of many patterns a sentence can match at all, in one look at each of its words.

From a pattern can be told which words a text must have for it to match: of "will be run by" each of four. A word is looked up
once for all patterns together, and only those are tried of which every needed word is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from importlib import import_module
from typing import Any

from monitor.extract.words.telling import Telling

#: The standard library's own reading of a pattern; it has no public name.
_parser: Any = import_module("re._parser")
_op: Any = import_module("re._constants")
_WORD = re.compile(r"[a-z]+")
#: So many letters of a word are looked at. A whole word that is no longer ends with the sign.
_LETTERS, _WHOLE = 6, "$"
_FEWEST = 3
#: So many needs of one pattern are kept, the rarest.
_LAYERS = 3
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
_START: _Ways = frozenset([""])
_UNKNOWN: _Ways = frozenset([None])
_Need = frozenset[str]


def needs_of(pattern: str, *, at_word: bool = True) -> tuple[_Need, ...]:
    """The sets of beginnings of words of which a text that matches ``pattern`` has one of each, the rarest first.

    ``at_word``: a match begins where a word does. A beginning that ends with ``$`` is a whole word.
    """
    needs, ways = _through(_parser.parse(pattern), _START if at_word else _UNKNOWN)
    kept: list[_Need] = []
    for need in sorted({*needs, *_closed(ways, whole=False)}, key=lambda need: (_weight(need), sorted(need))):
        if not any(_implies(other, need) for other in kept):
            kept.append(need)
    return tuple(kept[:_LAYERS])


class Gate:
    """Some patterns by what they need. ``open_to`` tells which of them, by their number, a text can match."""

    def __init__(self, needs: Sequence[Sequence[_Need]]) -> None:
        self._layers: list[dict[str, int]] = [{} for _ in range(_LAYERS)]
        self._always = [0] * _LAYERS
        for number, sets in enumerate(needs):
            for layer in range(_LAYERS):
                if layer >= len(sets):
                    self._always[layer] |= 1 << number
                    continue
                for beginning in sets[layer]:
                    masks = self._layers[layer]
                    masks[beginning] = masks.get(beginning, 0) | 1 << number
        self._of_word: dict[str, tuple[int, ...]] = {}
        self._telling = Telling(self._is_needed)

    def open_to(self, text: str) -> Iterator[int]:
        """The numbers of the patterns that ``text`` has the words for, in order."""
        return self.open_among(set(_WORD.findall(text.casefold())))

    def open_among(self, words: AbstractSet[str]) -> Iterator[int]:
        """The same for a text that has these ``words``, folded for case."""
        first, second, third = self._always
        for word in self._telling.among(words):
            masks = self._of_word[word]
            first |= masks[0]
            second |= masks[1]
            third |= masks[2]
        bits = first & second & third
        while bits:
            low = bits & -bits
            yield low.bit_length() - 1
            bits ^= low

    def open_to_any(self, words: AbstractSet[str]) -> bool:
        """Whether any pattern may match a text that has these ``words``."""
        return next(self.open_among(words), None) is not None

    def _is_needed(self, word: str) -> bool:
        """Whether any pattern needs ``word``; which ones is kept."""
        masks = self._masks(word)
        if masks:
            self._of_word[word] = masks
        return masks is not None

    def _masks(self, word: str) -> tuple[int, ...] | None:
        """For each layer the patterns of which ``word`` meets that need; ``None`` where it meets none."""
        ways: list[str] = []
        for letters in _WORD.findall(word):
            ways += [letters[:length] for length in range(_FEWEST, min(len(letters), _LETTERS) + 1)]
            ways += [letters + _WHOLE] if len(letters) <= _LETTERS else []
        masks = []
        for layer in self._layers:
            mask = 0
            for way in ways:
                mask |= layer.get(way, 0)
            masks.append(mask)
        return tuple(masks) if any(masks) else None


def _weight(need: _Need) -> int:
    return sum(60 if way.rstrip(_WHOLE) in _COMMON else 3 if len(way) == _FEWEST else 1 for way in need)


def _implies(need: _Need, other: _Need) -> bool:
    """Whether a text that meets ``need`` meets ``other`` too."""
    return all(
        any(way.startswith(begun.rstrip(_WHOLE)) for begun in other if not begun.endswith(_WHOLE) or way == begun)
        for way in need
    )


def _closed(ways: _Ways, *, whole: bool) -> list[_Need]:
    """The need that a word in one of these ways is, if it is one; ``whole``: the word ends here for certain."""
    found = set()
    for way in ways:
        if not way or (not whole and len(way) < _FEWEST):
            return []
        found.add(way + _WHOLE if whole and len(way) <= _LETTERS else way[:_LETTERS])
    return [frozenset(found)] if found else []


def _through(items: Iterable[tuple[Any, Any]], ways: _Ways) -> tuple[list[_Need], _Ways]:
    """What a sequence needs, and the ways in which the word at its end may have begun."""
    needs: list[_Need] = []
    for op, value in items:
        if len(ways) > _MOST_WAYS:
            ways = _UNKNOWN
        if op is _op.LITERAL:
            found, ways = _letter(chr(value), ways)
        elif op is _op.IN:
            found, ways = _one_of(value, ways)
        elif op is _op.SUBPATTERN:
            found, ways = _through(value[3], ways)
        elif op is _op.BRANCH:
            found, ways = _either([_through(branch, ways) for branch in value[1]])
        elif op in {_op.MAX_REPEAT, _op.MIN_REPEAT, _op.POSSESSIVE_REPEAT}:
            found, ways = _repeated(value, ways)
        elif op is _op.AT:
            found, ways = (_closed(ways, whole=value is not _op.AT_NON_BOUNDARY), _START)
        elif op is _op.ASSERT and value[0] > 0:
            # What must follow must be there, though the next part begins before it.
            found, _ = _through(value[1], ways)
        elif op in {_op.ASSERT, _op.ASSERT_NOT}:
            found = []
        else:
            found, ways = _closed(ways, whole=False), _UNKNOWN
        needs += found
    return needs, ways


def _letter(character: str, ways: _Ways) -> tuple[list[_Need], _Ways]:
    letter = character.casefold()
    if not (letter.isascii() and letter.isalpha()):
        # A blank, a sign, a name's symbol: a word ends before it and another may begin after it.
        return (_closed(ways, whole=not character.isalnum()), _START if not character.isalpha() else _UNKNOWN)
    return [], frozenset(None if way is None else (way + letter)[: _LETTERS + 1] for way in ways)


def _one_of(members: Sequence[tuple[Any, Any]], ways: _Ways) -> tuple[list[_Need], _Ways]:
    """A class of characters: each of them in turn where they are few and told one by one."""
    if any(op is not _op.LITERAL for op, _ in members):
        return _closed(ways, whole=False), _UNKNOWN
    return _either([_letter(chr(code), ways) for _, code in members])


def _either(parts: Sequence[tuple[list[_Need], _Ways]]) -> tuple[list[_Need], _Ways]:
    """What all of several ways on need: the rarest need of each, together."""
    ways: _Ways = frozenset().union(*(way for _, way in parts))
    best = [min([*needs, *_closed(way, whole=False)], key=_weight, default=None) for needs, way in parts]
    each = [need for need in best if need is not None]
    return ([frozenset().union(*each)] if each and len(each) == len(best) else []), ways


def _repeated(value: tuple[Any, Any, Any], ways: _Ways) -> tuple[list[_Need], _Ways]:
    least, most, inner = value
    begun = _closed(ways, whole=False)
    needs, after = _through(inner, ways)
    if most > 1:
        # The second time round begins where the first ended.
        _, further = _through(inner, after)
        after = after | further if further <= after or most == 2 else frozenset([*after, *further, None])
    return ([*begun, *needs], after) if least else (begun, ways | after)
