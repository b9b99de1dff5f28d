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


_STORM = re.compile(r"(?:Storm|Hurricane|Cyclone|Typhoon) [A-Z]")


def is_nowhere(name: Name, text: str) -> bool:
    """Whether ``name``, which looks like a place, is a whole country or has common words alone ("Story", "Civil Enforcement")."""
    bare = bare_of(name.surface)
    if phrases("countries").fullmatch(bare):
        return True
    if fold(bare) in places():
        return False
    if bare in words("labels") or _STORM.match(bare):
        return True
    parts = [part for part in _PARTED.split(bare) if part]
    if parts[-1] in words("events", "papers"):
        return True
    if _is_for_work(parts, name, text) or _is_body_of_nation(parts):
        return True
    grounded = parts[-1] in words("grounds") and parts[-1] not in words("districts")
    if is_ground(parts) or grounded or parts[0].casefold() in _COUNTED:
        return False
    if _FRAMED.search(text, max(0, name.start - 60), name.start):
        return False
    return all(part in _JOINERS or (is_common(part) and part not in words("compass")) for part in parts)


#: "the contract for Healthy Choices in Leeds": where work stands, and where it is done behind it.
_FOR = re.compile(r"\bfor (?:the )?$")
_THEN_WHERE = re.compile(r" (?:in|across|throughout|at) (?:the )?[A-Z]")


def _is_for_work(parts: Sequence[str], name: Name, text: str) -> bool:
    """Whether a name of several words is that of what is done, by its words and by those round it."""
    if len(parts) == 1 or not _FOR.search(text, max(0, name.start - 8), name.start):
        return False
    if any(part in words("compass", "districts", "grounds") for part in parts):
        return False
    plainly = all(part in _JOINERS or is_common(part) for part in parts)
    if _THEN_WHERE.match(text, name.start + len(bare_of(name.surface))):
        return plainly or parts[0] in words("described")
    return plainly and any(part in words("titled") for part in parts)


def _is_body_of_nation(parts: Sequence[str]) -> bool:
    """Whether words that end with a nation begin with a body's own: "Acorn Trust Wales", but not "Mid Wales" or "Rural Scotland"."""
    return (
        len(parts) > 1
        and parts[-1] in words("nations")
        and not any(part in words("compass", "nations") or part in _JOINERS for part in parts[:-1])
        and (len(parts) > 2 or any(part in words("heads") or part.isupper() for part in parts[:-1]))
    )


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
