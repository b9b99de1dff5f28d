"""The words of which a text needs at least one for a pattern to match it: told from the pattern, so that most are never tried."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from monitor.extract.words.patterns import OP, parts_of

#: Beginnings of words that stand in nearly every sentence: a pattern that only needs one of these is nearly always tried.
_COMMON = frozenset(
    [
        "the",
        "and",
        "for",
        "its",
        "his",
        "her",
        "our",
        "was",
        "are",
        "has",
        "hav",
        "had",
        "wil",
        "bee",
        "bei",
        "not",
        "tha",
        "thi",
        "who",
        "whi",
        "but",
        "wit",
        "fro",
        "all",
        "one",
        "two",
        "whe",
        "new",
        "als",
        "now",
        "pro",
        "con",
        "par",
        "ser",
        "with",
        "from",
        "have",
        "will",
        "been",
        "that",
        "this",
        "they",
        "were",
        "when",
        "which",
        "their",
        "being",
        "would",
    ]
)


@lru_cache(maxsize=512)
def stems_of(words: str) -> frozenset[str]:
    """The first three and the first four letters of every word that has as many."""
    found = re.findall(r"[a-z]{3,}", words.casefold())
    return frozenset(word[:3] for word in found) | frozenset(word[:4] for word in found)


def needed_stems(pattern: str) -> frozenset[str]:
    """The stems of which a text needs at least one for ``pattern`` to match it; empty if it may match without any.

    Only whole beginnings of words count, so that ``stems_of`` of any text that matches has one of them.
    """
    best = _best(_sets(parts_of(pattern), starts=True)[0])
    return best or frozenset()


def _best(found: Iterable[frozenset[str]]) -> frozenset[str] | None:
    return min(found, key=lambda stems: sum(50 if stem in _COMMON else 1 for stem in stems), default=None)


def _sets(items: Sequence[tuple[Any, Any]], *, starts: bool) -> tuple[list[frozenset[str]], bool]:
    """The sets of stems that a sequence needs one of, each; and whether what follows it begins a word for certain."""
    found: list[frozenset[str]] = []
    run, at_start = "", starts
    for op, value in items:
        letter = _letter(op, value)
        if letter:
            run += letter
            continue
        _close(found, run, at_start=at_start)
        before_run, run = run, ""
        if op is OP.LITERAL or op is OP.AT:
            # A blank, a symbol, a boundary: the next letter begins a word.
            at_start = op is OP.LITERAL or not before_run
            continue
        inner, at_start = _of_part(op, value, starts=at_start and not before_run)
        if inner:
            found.append(inner)
    _close(found, run, at_start=at_start)
    return found, at_start and not run


def _of_part(op: Any, value: Any, *, starts: bool) -> tuple[frozenset[str] | None, bool]:
    if op is OP.SUBPATTERN:
        sets, after = _sets(value[3], starts=starts)
        return _best(sets), after
    if op is OP.BRANCH:
        parts = [_sets(branch, starts=starts) for branch in value[1]]
        each = [_best(sets) for sets, _ in parts]
        whole = frozenset().union(*[stems for stems in each if stems]) if all(each) else None
        return whole, all(after for _, after in parts)
    if op in {OP.MAX_REPEAT, OP.MIN_REPEAT}:
        least, _most, inner = value
        sets, after = _sets(inner, starts=starts)
        return (_best(sets) if least else None), (after and (starts or bool(least)))
    if op is OP.ASSERT and value[0] > 0:
        return _best(_sets(value[1], starts=starts)[0]), starts
    if op in {OP.ASSERT, OP.ASSERT_NOT}:
        return None, starts
    return None, False


def _letter(op: Any, value: Any) -> str:
    """The small letter that a literal, or a class of both its cases, stands for."""
    if op is OP.LITERAL and chr(value).isascii() and chr(value).isalpha():
        return chr(value).casefold()
    if op is OP.IN and len(value) == 2 and all(each[0] is OP.LITERAL for each in value):
        letters = {chr(each[1]).casefold() for each in value}
        return letters.pop() if len(letters) == 1 else ""
    return ""


def _close(found: list[frozenset[str]], run: str, *, at_start: bool) -> None:
    if at_start and len(run) >= 3:
        found.append(frozenset([run[:4]]))
