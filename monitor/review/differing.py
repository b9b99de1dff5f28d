"""Two quotations beside each other with the words that differ marked. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
#: Comparing words costs their number squared; two lines beyond this differ as a whole.
_MOST_WORDS = 3000


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text, and whether the other text has others in their place."""

    text: str
    differs: bool


def marked(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """``before`` and ``after`` in pieces; joined they are the texts, unchanged. Without the other text nothing is marked.

    Texts of several lines are compared line by line, so that a line that is new is one mark; words are compared within lines.
    """
    if not before or not after:
        return _whole(before), _whole(after)
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    left: list[Piece] = []
    right: list[Piece] = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "replace" and j - i == m - k:
            for one, other in zip(old[i:j], new[k:m], strict=True):
                _mark_words(one, other, left, right)
        elif what == "replace":
            _mark_words("".join(old[i:j]), "".join(new[k:m]), left, right)
        else:
            left += [Piece(line, what != "equal") for line in old[i:j]]
            right += [Piece(line, what != "equal") for line in new[k:m]]
    return _joined(left), _joined(right)


def _mark_words(before: str, after: str, left: list[Piece], right: list[Piece]) -> None:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > _MOST_WORDS:
        left.append(Piece(before, differs=True))
        right.append(Piece(after, differs=True))
        return
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left += [Piece(word, what != "equal") for word in old[i:j]]
        right += [Piece(word, what != "equal") for word in new[k:m]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a comparison: its words on either side; an empty side has no such line."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    differs: bool


def lines(before: str, after: str, *, around: int = 2) -> tuple[tuple[Line, ...], ...]:
    """What differs between two texts as groups of lines, each with ``around`` equal lines on both sides of it."""
    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    groups = []
    for group in matcher.get_grouped_opcodes(around):
        rows: list[Line] = []
        for what, i, j, k, m in group:
            rows += _rows(old[i:j], new[k:m], equal=what == "equal")
        groups.append(tuple(rows))
    return tuple(groups)


def _rows(old: list[str], new: list[str], *, equal: bool) -> list[Line]:
    rows = []
    for number in range(max(len(old), len(new))):
        before = old[number] if number < len(old) else ""
        after = new[number] if number < len(new) else ""
        left, right = marked(before, after)
        rows.append(Line(left, right, differs=not equal))
    return rows


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, differs=False),) if text else ()


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    # A blank between two marked words is marked with them, so that a changed name is one mark.
    for number in range(1, len(pieces) - 1):
        if pieces[number].text.isspace() and pieces[number - 1].differs and pieces[number + 1].differs:
            pieces[number] = Piece(pieces[number].text, differs=True)
    grouped = groupby(pieces, key=lambda piece: piece.differs)
    return tuple(Piece("".join(piece.text for piece in group), differs) for differs, group in grouped)
