"""A run of capital words cut into the names that it holds."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Sequence

from monitor.extract.names.capitals import spoken
from monitor.extract.names.defined import defined_from, is_defined
from monitor.extract.names.grounds import begins_sentence
from monitor.extract.names.joining import TIES, begins_anew
from monitor.extract.names.kinds import JOINERS, bare_of
from monitor.extract.names.lowered import Lowered
from monitor.extract.names.openings import (
    begins_it_only,
    is_called_after_its_place,
    is_in_front,
    is_loud,
    is_meant,
    is_odd,
    low_before,
)
from monitor.extract.names.owners import VERBS
from monitor.extract.words.lexicon import is_common, places, words
from monitor.text import fold

_WORD = re.compile(r"\S+")
#: Figures that stand for words inside a name ("Solutions 4 Health"), and begin none.
_FOR_WORDS = frozenset({"2", "4"})


def pieces_of(
    text: str, start: int, end: int, spans: Sequence[tuple[int, int]], lowered: Lowered
) -> list[tuple[int, int]]:
    """The names that the run of capital words ``text[start:end]`` holds: split at joining words that do not belong to a name.

    ``spans`` are the names and places in it that lists know.
    """
    run = spoken(text[start:end])
    if " " not in run:
        # Mostly: a word alone is a piece, or none where a sentence only begins with it.
        alone = run not in JOINERS and run not in _FOR_WORDS
        return [(start, end)] if alone and _trimmed(text, [(start, end, run)], lowered, spans) else []
    tokens = [(start + m.start(), start + m.end(), m.group()) for m in _WORD.finditer(run)]
    pieces: list[tuple[int, int]] = []
    first = 0
    whole = defined_from(text, tokens)
    behind = _behind_its_place(text, tokens)
    apart = {behind, *_joining(tokens[:behind])}
    for index in range(1, len(tokens) + 1):
        if (
            index < len(tokens)
            and index not in apart
            and (index > whole or not begins_anew(tokens, first, index, spans, lowered))
        ):
            continue
        piece = tokens[first:index]
        # "Awards Contract To Acorn Care": the small word of a headline is of neither name.
        first = index + 1 if index < len(tokens) and tokens[index][2] in TIES else index
        while piece and (piece[0][2] in JOINERS or piece[0][2] in _FOR_WORDS):
            piece = piece[1:]
        piece = _behind_whose_it_is(piece, lowered)
        at = index - len(piece)
        if piece and at and piece[0][2] in words("headlines") and tokens[at - 1][2] not in JOINERS:
            piece = piece[1:]
        piece = _uncounted(piece, _trimmed(text, piece, lowered, spans))
        while piece and (piece[-1][2] in JOINERS or _is_day(piece, tokens, index)):
            piece = piece[:-1]
        # "9 Jan 19 The work": a date before a sentence.
        if (
            len(piece) > 1
            and piece[0][2].isdigit()
            and tokens[max(0, tokens.index(piece[0]) - 1)][2] in words("calendar")
        ):
            piece = _trimmed(text, piece[1:], lowered, spans)
        # "NSL Care MD": an office behind the name of who is served.
        while len(piece) > 1 and (piece[-1][2] in words("offices") or piece[-1][2] == "I"):
            piece = piece[:-1]
        if piece:
            pieces.append((piece[0][0], piece[-1][1]))
    return pieces


def _uncounted(piece: list[tuple[int, int, str]], trimmed: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """``trimmed``, of which ``piece`` was the beginning, without the number of what is counted: "Some 250 Marlin staff"."""
    if len(trimmed) > _PAIR and trimmed[0][2] in words("counting") and trimmed[1][2].isdigit():
        return trimmed[2:]
    counted = len(trimmed) > 1 and trimmed[0][2].isdigit() and len(trimmed) < len(piece)
    return trimmed[1:] if counted and piece[0][2] not in {"The", "the"} else trimmed


_PAIR = 2


def _behind_whose_it_is(piece: list[tuple[int, int, str]], lowered: Lowered) -> list[tuple[int, int, str]]:
    """``piece`` without who speaks for a body, or its nation, where the text has it elsewhere: "Ivan Vane Marlin Trust's Director"."""
    said = [*(token[2] for token in piece[:-1]), *(bare_of(token[2]) for token in piece[-1:])]
    if len(said) > 1 and said[0] in words("nationalities") and not is_common(said[1]):
        return piece[1:] if lowered.stands(" ".join(said[1:]), behind=said[0]) else piece
    if len(said) < _NAMED or said[0] not in words("given") or said[-1] == piece[-1][2]:
        return piece
    for at in range(_NAMED - 1, len(said)):
        rest = said[at:]
        if (len(rest) > 1 or not is_common(rest[0])) and lowered.stands(" ".join(rest), behind=said[at - 1]):
            return piece[at:]
    return piece


#: A given name, another and that of a body.
_NAMED = 3


def _is_day(piece: Sequence[tuple[int, int, str]], tokens: Sequence[tuple[int, int, str]], index: int) -> bool:
    """Whether the last word of ``piece`` is the day of a date that follows ("Updated 26 April")."""
    return piece[-1][2].isdigit() and index < len(tokens) and tokens[index][2] in words("calendar")


#: In mid-sentence each of these has its capital from a name ("Premier, Four Corners said").
_MEANT_WITHIN = frozenset(
    {"The", "A", "Everyone", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"}
)


def _trimmed(
    text: str, piece: list[tuple[int, int, str]], lowered: Container[str], spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int, str]]:
    """``piece`` without the first words that are capital only because a sentence begins there."""
    while piece:
        start, _, word = piece[0]
        if any(s <= start < e for s, e in spans):
            return piece
        if is_loud(text, piece[0]):
            piece = [*itertools.dropwhile(lambda token: token[2] in JOINERS, piece[1:])]
            continue
        bare = bare_of(word)
        # "Help & Care": no sentence goes on so.
        if len(piece) > 2 and piece[1][2] == "&":
            return piece
        if (
            len(piece) > 1
            and piece[1][2] in words("heads")
            and word not in words("function")
            and bare not in words("starters")
        ):
            return piece
        if len(piece) > 1 and is_defined(text, piece):
            return piece
        begins = begins_sentence(text, start)
        if begins and len(piece) > 1 and is_meant(text, piece):
            return piece
        if len(piece) > 1 and is_in_front(piece, begins=begins):
            piece = piece[1:]
            continue
        if (
            begins
            and len(piece) > 1
            and (bare in words("starters") or bare in {"Neighbouring", "Nearby", "Rural", "Urban"})
            and fold(" ".join(token[2] for token in piece[1:])) in places()
            and not is_called_after_its_place(text, piece)
        ):
            return piece[1:]
        if word in words("function") and not (
            (not begins and len(piece) > 1 and (word in _MEANT_WITHIN or low_before(text, start)))
            or (len(piece) == 1 and is_odd(text, *piece[0][:2]))
        ):
            piece = piece[1:]
            continue
        if begins and len(piece) == 1 and begins_it_only(text, piece[0], lowered):
            return []
        return piece
    return piece


#: Where something is, before a name within a sentence: "In Kent Acorn Care will run it, and in Essex Marlin has won".
_WITHIN = re.compile(r"[;,] (?:(?:and|while|but) )?in $")
#: The same behind a list of places that begins the sentence: "In Kent, Essex and Surrey Acorn Care will run it".
_LISTED = re.compile(
    r"(?:^|\n|[.!?:;] )(?:In|Across|Throughout|For) (?:the )?[A-Z][^.!?:;\n]{0,200}?(?:,| and| &) (?:the )?$"
)
_DOES = re.compile(rf" (?:{VERBS}|(?:work|run|share|operate|deliver|provide|manage|hold)\b)")
_LONGEST_PLACE, _LONGEST_LIST = 6, 220


def _behind_its_place(text: str, tokens: Sequence[tuple[int, int, str]]) -> int:
    """At which of ``tokens`` a name begins behind the place where its bearer is told to act; 0 where none does."""
    start, end = tokens[0][0], tokens[-1][1]
    said = [token[2] for token in tokens[:2]]
    # "But in Kent Acorn Care will run it"
    low = 2 if said[0] in {"And", "But"} and said[1:] == ["in"] else int(said[0] in {"In", "Across"})
    if len(tokens) - low < _PAIR or not _DOES.match(text, end):
        return 0
    if not (
        begins_sentence(text, start)
        if low
        else _WITHIN.search(text, max(0, start - 14), start)
        or _LISTED.search(text, max(0, start - _LONGEST_LIST), start)
    ):
        return 0
    for at in range(min(low + _LONGEST_PLACE, len(tokens) - 1), low, -1):
        place, following = [token[2] for token in tokens[low:at]], tokens[at][2]
        if _are_places(place) and not set(place) <= words("compass"):
            going_on = words(*_OF_PLACES, *(("heads",) if at == len(tokens) - 1 else ()))
            return 0 if following in JOINERS or following in going_on else at
    return 0


def _joining(tokens: Sequence[tuple[int, int, str]]) -> list[int]:
    """Which of ``tokens``, the words for one place or for two, stand between two."""
    said = [token[2] for token in tokens]
    return [] if fold(" ".join(said)) in places() else [at for at, word in enumerate(said) if word in {"and", "&"}]


def _are_places(said: Sequence[str]) -> bool:
    """Whether the words are a place, or two that "and" joins."""
    parts = re.split(r" (?:and|&) ", fold(" ".join(said)))
    return fold(" ".join(said)) in places() or all(part.removeprefix("the ") in places() for part in parts)


#: What goes on with the name of a place: who governs there, what stands there or what is done there.
_OF_PLACES = ("commissioners", "compass", "grounds", "sites", "streets", "generic", "described", "procurement", "legal")
