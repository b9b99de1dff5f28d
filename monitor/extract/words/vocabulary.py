"""Which words of one kind a text has, told from its words taken once rather than by a walk over all of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from monitor.extract.words.beginnings import beginnings_of
from monitor.extract.words.gates import Gate
from monitor.extract.words.needs import needs_of
from monitor.extract.words.telling import Telling

Value = TypeVar("Value")
_WORD = re.compile(r"\w+")
_PARTING = {code: " " for code in range(128) if not re.match(r"\w", chr(code))}


#: What is longer is a whole text, of which much is asked while sentences come and go.
_SENTENCE = 1_500


def words_of(text: str) -> frozenset[str]:
    """The different words of ``text``, folded for case."""
    return _words_of_sentence(text) if len(text) <= _SENTENCE else _words_of_text(text)


def _words(text: str) -> frozenset[str]:
    folded = _folded(text)
    # Twice as fast, and the same: of ASCII all but letters, digits and the low line parts words.
    return frozenset(folded.translate(_PARTING).split() if folded.isascii() else _WORD.findall(folded))


_words_of_sentence, _words_of_text = lru_cache(maxsize=16)(_words), lru_cache(maxsize=4)(_words)


def _folded(text: str) -> str:
    return _sentence_folded(text) if len(text) <= _SENTENCE else _text_folded(text)


_sentence_folded, _text_folded = lru_cache(maxsize=16)(str.casefold), lru_cache(maxsize=4)(str.casefold)


class _Phrase:
    """A pattern that is tried only where the letters that it begins with stand, which is looked up much faster.

    Most are never tried, so each is made when it is.
    """

    def __init__(self, part: str, *, whole: bool) -> None:
        self.written = rf"\b(?:{part})\b" if whole else part

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.written, re.IGNORECASE)

    @cached_property
    def _begins(self) -> tuple[str, ...]:
        return beginnings_of(self.written) or ("",)

    def is_in(self, text: str) -> bool:
        folded = _folded(text)
        return any(begins in folded for begins in self._begins) and self.pattern.search(text) is not None


class Vocabulary:
    """Words and phrases of one kind, the alternatives of a pattern, whatever their case.

    ``whole``: each is a whole word or phrase. If not, a word counts that has one within it ("unsuccessful" for "success"), and a
    phrase that begins where a word does.
    """

    def __init__(self, alternatives: str, *, whole: bool = True) -> None:
        parts = list(_parts(alternatives))
        phrases = [part for part in parts if _is_phrase(part)]
        self._phrases = [_Phrase(part, whole=whole) for part in phrases]
        needs = [needs_of(part) for part in phrases]
        self._gate, self._rarest = Gate(needs), Gate([each[:1] for each in needs])
        matches = _single(parts, whole=whole)
        self._single = Telling(matches)
        self._all = Telling(lambda word: matches(word) or self._rarest.open_to_any({word}))

    def is_in(self, text: str) -> bool:
        """Whether ``text`` has any of them."""
        return self._single.any_among(words_of(text)) or self._has_phrase(text)

    def may_be_among(self, words: AbstractSet[str]) -> bool:
        """Whether a text may have any of them that has these ``words``, folded for case."""
        return self._single.any_among(words) or self._gate.open_to_any(words)

    def telling_of(self, text: str) -> AbstractSet[str]:
        """The words of ``text`` of which it needs one to have any of them, folded for case."""
        return self._all.among(words_of(text))

    def of(self, text: str) -> set[str]:
        """Those that ``text`` has, folded for case; a word within a phrase does not count for itself."""
        found: set[str] = set()
        rest = text
        for number in self._gate.open_among(words_of(text)):
            phrase = self._phrases[number]
            if phrase.is_in(text):
                found.update(match.group().casefold() for match in phrase.pattern.finditer(rest))
                rest = phrase.pattern.sub(" ", rest)
        return found | self._single.among(words_of(rest))

    def _has_phrase(self, text: str) -> bool:
        return any(self._phrases[number].is_in(text) for number in self._gate.open_among(words_of(text)))


class Kinds(Generic[Value]):
    """Several vocabularies in their order, and which of them a text speaks of, in one look at each of its words."""

    def __init__(self, kinds: Sequence[tuple[Value, str]], *, whole: bool = True) -> None:
        self._values = [value for value, _ in kinds]
        self._single: list[Callable[[str], object]] = []
        self._phrases: list[tuple[int, _Phrase]] = []
        for number, (_, alternatives) in enumerate(kinds):
            parts = list(_parts(alternatives))
            self._single.append(_single(parts, whole=whole))
            self._phrases += [(number, _Phrase(part, whole=whole)) for part in parts if _is_phrase(part)]
        self._gate = Gate([needs_of(phrase.written) for _, phrase in self._phrases])
        self._mask: dict[str, int] = {}
        self._telling = Telling(self._masked)

    def first_in(self, text: str) -> Value | None:
        """The first of the kinds that ``text`` speaks of."""
        bits = 0
        for word in self._telling.among(words_of(text)):
            bits |= self._mask[word]
        first = (bits & -bits).bit_length() - 1 if bits else len(self._values)
        for place in self._gate.open_among(words_of(text)):
            number, phrase = self._phrases[place]
            if number >= first:
                break
            if phrase.is_in(text):
                return self._values[number]
        return self._values[first] if bits else None

    def _masked(self, word: str) -> int:
        """Which of the kinds ``word`` is of; kept of the words that are of any."""
        bits = sum(1 << number for number, matches in enumerate(self._single) if matches(word))
        if bits:
            self._mask[word] = bits
        return bits


def _single(parts: Sequence[str], *, whole: bool) -> Callable[[str], object]:
    """What tells the words that one of the ``parts`` of one word is, or with ``whole`` false stands in."""
    single = re.compile("|".join(part for part in parts if not _is_phrase(part)) or r"(?!)", re.IGNORECASE)
    return single.fullmatch if whole else single.search


def _is_phrase(part: str) -> bool:
    return not re.fullmatch(r"(?:\w|\\b|\\w|\(\?:|[()|?*+])+", part)


def _parts(alternatives: str) -> Iterator[str]:
    """The alternatives at the top."""
    depth, start = 0, 0
    for at, character in enumerate(alternatives):
        depth += (character == "(") - (character == ")")
        if character == "|" and not depth:
            yield alternatives[start:at]
            start = at + 1
    yield alternatives[start:]
