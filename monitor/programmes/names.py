"""Many names, found fast: kept by their first word as they come, and taken apart only when a text has that word.

A pack may know tens of thousands of names of which a page mentions ten. So adding a name costs a dictionary entry and no more;
its words, its case rule and its legal form are looked at when its first word turns up.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from monitor.text import fold, plain

Value = TypeVar("Value")

#: A word ends before a possessive: "Acme's bid" names Acme.
_WORD = re.compile(r"[^\W_]+(?:['.](?![sS]\b)[^\W_]+)*")
_LEGAL = {"ltd", "limited", "plc", "llp", "cic", "inc"}


@dataclass(frozen=True, slots=True)
class Entry(Generic[Value]):
    """A name taken apart. ``exact_case``: it must stand in a text as it is written here."""

    words: list[str]
    text: str
    value: Value
    wary: bool
    exact_case: bool


class _Words:
    """A text made plain, and its words: folded for case, and where each stands. The same for every index that looks at it."""

    __slots__ = ("_spans", "distinct", "flat", "odd", "words")

    def __init__(self, text: str) -> None:
        self.flat = plain(text)
        self._spans: list[tuple[int, int]] | None = None
        # Where a word stands is asked for few of them; in one go they are found three times as fast without.
        plainly = self.flat.isascii()
        self.words = _ascii_words(self.flat.lower()) if plainly else [self.flat[s:e].casefold() for s, e in self.spans]
        self.distinct = frozenset(self.words)
        #: Which words are not letters and digits alone.
        self.odd: list[int] = []
        if not (plainly and "".join(self.words).isalnum()):
            self.odd = [
                at for at, word in enumerate(self.words) if not (word.isalnum() and (plainly or word.isascii()))
            ]

    @property
    def spans(self) -> list[tuple[int, int]]:
        if self._spans is None:
            self._spans = [match.span() for match in _WORD.finditer(self.flat)]
        return self._spans


#: Of ASCII what may stand within a word beside letters and digits is left, and looked at by the pattern.
_PARTING = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) in "'._")}


def _ascii_words(text: str) -> list[str]:
    """The same as ``_WORD`` finds in ``text``, in half the time."""
    # The full stop of a sentence is within no word.
    pieces = text.replace(". ", " ").replace(".\n", " ").rstrip(".").translate(_PARTING).split()
    if "".join(pieces).isalnum():
        return pieces
    words: list[str] = []
    for piece in pieces:
        if piece.isalnum():
            words.append(piece)
        else:
            words += _WORD.findall(piece)
    return words


_words_of = lru_cache(maxsize=16)(_Words)


class NameIndex(Generic[Value]):
    """Names and what each stands for."""

    def __init__(self) -> None:
        self._raw: defaultdict[str, list[tuple[str, Value, bool]]] = defaultdict(list)
        self._entries: dict[str, dict[str, list[Entry[Value]]]] = {}
        self._named: dict[str, dict[str, list[Value]]] = {}
        self._codes: dict[str, Value] = {}

    def add_all(self, names: Iterable[tuple[str, Value, bool]]) -> None:
        """Add names, each with its value and whether it is an ordinary word too. Add all before the first look-up."""
        raw = self._raw
        for name in names:
            first = name[0].partition(" ")[0]
            raw[first.lower() if first.isascii() and first.isalnum() else _key(name[0])].append(name)

    def add_code(self, code: str, value: Value) -> None:
        """Add a code, which is looked up and never searched for in a text."""
        self._codes.setdefault(fold(code), value)

    def named(self, name: str, *, own: Callable[[Value, str], bool]) -> Value | None:
        """The value of ``name`` whatever its case, punctuation and legal form.

        Of several with that name the one whose own name it is (``own``) comes first: a former name leads to the body that has
        it now, where there is one.
        """
        core, whole = core_of(name), fold(name)
        found: list[Value] = []
        for key in dict.fromkeys([core.partition(" ")[0], whole.partition(" ")[0], "the"]):
            if key:
                named = self._by_name(key)
                found += [*named.get(core, ()), *named.get(whole, ())]
        return next((value for value in found if own(value, core)), found[0] if found else self._codes.get(whole))

    def matches(self, text: str) -> Iterator[tuple[int, int, Entry[Value]]]:
        """Each name in ``text`` with its start and end, in order, the longest at each place."""
        taken = _words_of(text)
        flat, words, odd = taken.flat, taken.words, taken.odd
        raw, position = self._raw, 0
        # Many texts have no word that one of a few dozen names begins with, which is told by each of their words once.
        firsts = [] if raw.keys().isdisjoint(taken.distinct) else [at for at, word in enumerate(words) if word in raw]
        for at in sorted({*firsts, *odd}) if odd else firsts:
            if at < position:
                continue
            word = words[at]
            key = word if word in raw else fold(word)
            if key in raw:
                entries = self._entries.get(key) or self._entries_of(key)
                # Hundreds of names begin with "the" or "care": only those that also go on as the text does are tried.
                going_on = entries.get(words[at + 1], ()) if at + 1 < len(words) else ()
                alone = entries.get("", ())
                for entry in (*going_on, *alone) if going_on or alone else ():
                    length = len(entry.words)
                    if words[at : at + length] != entry.words:
                        continue
                    start, end = taken.spans[at][0], taken.spans[at + length - 1][1]
                    # The last word ends before the bracket that closes "Acme (North)".
                    end += entry.text.endswith(")") and "(" in flat[start:end] and flat.startswith(")", end)
                    if _stands(flat, start, end, entry):
                        yield start, end, entry
                        position = at + length
                        break

    def _entries_of(self, key: str) -> dict[str, list[Entry[Value]]]:
        """The names that begin with ``key`` by their second word, the longest first; under "" those of one word."""
        by_second = self._entries.get(key)
        if by_second is None:
            by_second = {}
            entries: list[Entry[Value]] = []
            for text, value, wary in self._raw.get(key, ()):
                for variant in dict.fromkeys([text, _without_legal_form(text)]):
                    words = [match.group().casefold() for match in _WORD.finditer(plain(variant))]
                    if words:
                        entries.append(Entry(words, variant, value, wary, _needs_case(variant)))
            for entry in sorted(entries, key=lambda entry: -len(entry.words)):
                by_second.setdefault(entry.words[1] if len(entry.words) > 1 else "", []).append(entry)
            self._entries[key] = by_second
        return by_second

    def _by_name(self, key: str) -> dict[str, list[Value]]:
        named = self._named.get(key)
        if named is None:
            named = {}
            for text, value, _ in self._raw.get(key, ()):
                for form in dict.fromkeys([core_of(text), fold(text)]):
                    named.setdefault(form, []).append(value)
            self._named[key] = named
        return named


def core_of(name: str) -> str:
    """``name`` folded, without its legal form and a leading "the"."""
    words = fold(name).split()
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    if len(words) > 1 and words[0] == "the":
        words.pop(0)
    return " ".join(words)


def _key(name: str) -> str:
    """The first word of ``name`` as a text and as a look-up have it: without accents, dots and apostrophes."""
    match = _WORD.search(plain(name))
    return fold(match.group()) if match else ""


def _needs_case(text: str) -> bool:
    # An acronym or a single word must stand as it is written: "RISE" is a company, "rise" is not.
    return len(text.split()) == 1 or text.isupper()


def _without_legal_form(text: str) -> str:
    words = text.split()
    while len(words) > 1 and fold(words[-1]) in _LEGAL:
        words.pop()
    return " ".join(words)


def _stands(flat: str, start: int, end: int, entry: Entry[Value]) -> bool:
    found = flat[start:end]
    if (not found[0].isupper() and found[0] != entry.text[0]) or _bridges(found):
        return False
    return not entry.exact_case or _same_case(found, entry.text)


def _same_case(found: str, name: str) -> bool:
    return found == plain(name) or (found.isupper() and len(found) > 3 and found.casefold() == plain(name).casefold())


def _bridges(matched: str) -> bool:
    """Whether a match runs over the end of a sentence or a line: two names that happen to stand side by side."""
    return "\n" in matched or ";" in matched or bool(re.search(r"[a-z]{3}\. [A-Z]", matched))
