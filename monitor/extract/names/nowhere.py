"""What is written as a place is and is none that can be contracted for: common words, whole countries, the first word of a buyer's name."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from monitor.extract.names.grounds import is_ground
from monitor.extract.names.kinds import Kind, bare_of
from monitor.extract.names.spotting import Name
from monitor.extract.words.lexicon import is_common, phrases, places, words
from monitor.text import fold

_PARTED = re.compile(r"[\s&,/-]+")
_JOINERS = frozenset({"and", "of", "the", "for", "in", "to", "with"})
#: "Four Ashes", "Seven Sisters": common words that make a place together.
_COUNTED = frozenset({"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"})


#: "clinics in Riverside", "for Harbour": where common words stand as a place does, behind a word in small letters and with no article.
_FRAMED = re.compile(
    r"\b[a-z]+ (?:in|across|throughout|covering|for)(?: both)? $"
    r"|\b(?:in|across|for) [A-Z][\w', -]+(?:, | and )$"
)


def is_nowhere(name: Name, text: str) -> bool:
    """Whether ``name``, which looks like a place, is a whole country or has common words alone ("Story", "Civil Enforcement")."""
    bare = bare_of(name.surface)
    if phrases("countries").fullmatch(bare):
        return True
    if fold(bare) in places():
        return False
    if bare in words("labels"):
        return True
    parts = [part for part in _PARTED.split(bare) if part]
    if parts[-1] in words("events", "papers"):
        return True
    if is_ground(parts) or parts[-1] in words("grounds") - words("districts") or parts[0].casefold() in _COUNTED:
        return False
    if _FRAMED.search(text, max(0, name.start - 60), name.start):
        return False
    return all(part in _JOINERS or (is_common(part) and part not in words("compass")) for part in parts)


def begun_with(names: Sequence[Name], text: str) -> Container[int]:
    """Where the places end that are only the first word of a name that goes on: "Dunmere" of "Dunmere Police"."""
    return {
        name.start - 1
        for name in names
        if text[name.start - 1 : name.start] == " "
        and (
            name.kind is Kind.BUYER
            or (name.kind in {Kind.THING, Kind.WEAK} and name.surface.split()[-1] in words("events", "papers"))
        )
    }
