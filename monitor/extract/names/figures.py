"""Figures and initials that belong to a name: "Bakehouse 22", "the 700 Club", "3 Counties Care", "J. Sexton & Sons"."""

from __future__ import annotations

import re

from monitor.extract.words.behind import Behind
from monitor.extract.words.lexicon import places, words
from monitor.text import fold

#: After a name, a number that nothing is counted by: what follows goes on about the one who is named, or ends.
_AFTER = re.compile(
    r" (\d{1,4}[A-Z]?)(?='s\b|,? (?:which|who|whose|has|have|is|was|will|won|wins|said|says|runs|ran|lost|bid|takes|took)\b|,? (?:and|with) [A-Z]|, (?:a|an|the) [a-z]|[.;)]?(?:\n|$)|[.;)] )"
)
_OWNED = re.compile(r"(?:'s\b|,? (?:who|whose|said|says)\b)")
#: Before a name, what makes its bearer one who acts.
_GIVEN = Behind(
    r"(?:\b(?:charity|firm|company|provider|contractor|caterer|group|enterprise|landlord|association|came|by|with|from|called|named|and|(?:awarded|given|handed|let|goes|go|went|transfer|passes) to),? (?:the )?)$"
)
_CALLED = re.compile(r"\b(?:charity|firm|company|provider|social enterprise),?(?: called)? $")
#: So often a name and a number must stand together where nothing else says that they are one.
_AGAIN = 2
_COUNTED = re.compile(r"(?:^|[\n\s(])(\d{1,2}) $")
_PLURAL = re.compile(r"[A-Z][a-z]+s (?:[A-Z]\w+ ){0,3}[A-Z]\w+")
_NUMBER = re.compile(r"(?<![\d,.\u00a3$])(\d{3,4}) $")
_MANY = re.compile(r"\b[Tt]he (\d{2,4}) $")
#: "Serco 12, Capita 9": figures of several.
_FIGURE_BEFORE = re.compile(r"\d,? (?:and )?$")
_FIGURES = re.compile(r",? (?:and )?[A-Z][\w&' -]{1,30} \d")
_INITIALS = re.compile(r"(?<![\w.])((?:[A-Z]\. ?){1,3}|(?:Jas|Wm|Thos|Chas|Geo)\. )$")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def with_figures(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the name ``text[start:end]`` begins and ends with the figures and initials that are its own."""
    if text[end : end + 1] == " " and text[end + 1 : end + 2].isdigit():
        end = _with_last(text, start, end)
    if start > 1 and text[start - 1] == " ":
        if text[start - 2].isdigit():
            start = _with_first(text, start, end)
        elif text[start - 2] == ".":
            start = _with_initials(text, start)
    return start, end


def _with_last(text: str, start: int, end: int) -> int:
    match = _AFTER.match(text, end)
    surface = text[start:end]
    last = surface.rpartition(" ")[2]
    if not match or fold(surface) in places():
        return end
    before = text[max(0, start - 24) : start]
    # "the charity Chapter 1", and no chapter of a book
    if last in words("calendar", "procurement", "things", "lettered") and not _CALLED.search(before):
        return end
    # Of years only that of "Pennine Housing 2000" is in fashion for names.
    if match[1].isdigit() and _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR and match[1] != "2000":
        return end
    told = _OWNED.match(text, match.end()) or _GIVEN.search(before) or not match[1].isdigit()
    if not told and text.count(f"{surface} {match[1]}") < _AGAIN:
        return end
    return end if _FIGURES.match(text, match.end()) or _FIGURE_BEFORE.search(before) else match.end()


def _with_first(text: str, start: int, end: int) -> int:
    before, surface = text[max(0, start - 12) : start], text[start:end]
    counted = _COUNTED.search(before)
    last = surface.rpartition(" ")[2]
    # "3 Counties Care": of three there are counties, and no care.
    if (
        counted
        and int(counted[1]) > 1
        and last in words("heads")
        and not last.endswith("s")
        and _PLURAL.fullmatch(surface)
    ):
        return start - len(before) + counted.start(1)
    # "1625 Independent People", wherever it stands.
    first = _NUMBER.search(before)
    if first and not _FIRST_YEAR <= int(first[1]) <= _LAST_YEAR and text.count(f"{first[1]} {surface}") >= _AGAIN:
        return start - len(before) + first.start(1)
    many = _MANY.search(before)
    # "the 700 Club": seven hundred would be clubs.
    if (
        many
        and last in words("singular")
        and not _FIRST_YEAR <= int(many[1]) <= _LAST_YEAR
        and not re.match(r" [a-z]+s\b", text[end:])
    ):
        return start - len(before) + many.start(1)
    return start


def _with_initials(text: str, start: int) -> int:
    before = text[max(0, start - 10) : start]
    match = _INITIALS.search(before)
    if not match or text[start:].split(" ", 1)[0] in words("function", "starters"):
        return start
    # "Lot A. Acorn Care has won": the letter ends a sentence.
    at = start - len(before) + match.start()
    word = text[max(0, at - 20) : at].rstrip(" ").rpartition(" ")[2]
    return start if word[:1].isupper() else at
