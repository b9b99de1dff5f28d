"""What tells that a capital sequence is a place: its own words, and those that stand round it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.words.lexicon import phrases, places, words
from monitor.text import fold

#: "the neighbouring county, Eskdale", "the city of Exbridge".
_PLACE_NOUN_BEFORE = re.compile(
    r"\b(?:(?:neighbouring|nearby|adjoining|adjacent|other|home|next|largest|smallest|biggest|poorest|richest) (?:area|county|city|town|borough|district|region|island|village|parish|state|province), (?:the )?|"
    r"(?:area|county|city|town|borough|district|region|island|village|parish|state|province) of (?:the )?)$"
)
#: "will cover the Docks".
_COVERED_BEFORE = re.compile(r"\b(?:(?:will|to|also|and) cover|covers) (?:the )?$")
#: "Cheviot, the poorest of the areas", "Tyne and Solway was won by", "The Villages go to".
_OF_PLACES = re.compile(
    r", (?:the|a|an) (?:[\w-]+ ){0,7}(?:of the (?:\w+ )?(?:areas|counties|boroughs|districts|regions|islands|towns|cities)|(?:area|county|borough|district|region|island|town|city))\b"
)
_GONE_AFTER = re.compile(
    r"(?: and (?:the )?[A-Z]\w+)? (?:(?:is|was|were|are|has been|have been) (?:won by|awarded to|let to)|goes to|go to|went to|has gone to|have gone to)\b"
)
#: "Sandmere's swimming pools": what a place has, whoever runs it.
_CIVIC_AFTER = re.compile(
    r"'s? (?:[a-z-]+ ){0,2}(?:librar(?:y|ies)|pools?|gyms?|baths|bus(?:es)?|trams?|ferr(?:y|ies)|bins|streets?|roads?|parks|schools|prisons?|hospitals?|"
    r"children's centres?|leisure centres?|museums?|theatres?|rubbish|streetlights|hostels?|refuges?|residents|commuters|ratepayers|taxpayers)\b"
)


def begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start]
    return (
        not before.strip()
        or before.endswith("\n")
        or before.rstrip(" \"'(")[-1:] in {".", "!", "?", ":", "", "\n", ";"}
    )


def is_told_as_place(text: str, start: int, before: str, after: str) -> bool:
    """Whether the words round a name say that it is a place, whatever else bears it."""
    return bool(
        (_CIVIC_AFTER.match(after) and not text.startswith("The ", start))
        or _PLACE_NOUN_BEFORE.search(before)
        or _COVERED_BEFORE.search(before)
        or _OF_PLACES.match(after)
        or (begins_sentence(text, start) and _GONE_AFTER.match(after))
    )


def is_ground(bare: Sequence[str]) -> bool:
    """Whether words name a stretch of country or a part of one: "Stour Valley", "Upper March"."""
    last = bare[-1]
    if last.endswith("shire"):
        # "Healthwatch Wiltshire" is no county.
        return all(word in words("compass") or word in _PARTS or fold(word) in places() for word in bare[:-1])
    return (
        1 < len(bare) < 4
        and bare[0] != "First"
        and "&" not in bare
        and not any(word in words("heads") or (word.isupper() and len(word) > 1) for word in bare[:-1])
        and (last in words("grounds") or (bare[0] in words("compass") and _is_known(bare[1:])))
    )


def is_land(bare: Sequence[str], *, acts: bool) -> bool:
    """The same, ``acts`` saying that something is done by what they name: then only a shire, and a side of a nation, is a place still."""
    return is_ground(bare) and (not acts or bare[-1].endswith("shire") or bare[-1] in words("nations"))


_PARTS = frozenset({"Rural", "Old", "New", "Royal", "Mid"})


def _is_known(bare: Sequence[str]) -> bool:
    if bare[0] in words("compass") and len(bare) > 1:
        return _is_known(bare[1:])
    return fold(" ".join(bare)) in places() or bare[-1] in words("compass")


def is_title(bare: Sequence[str]) -> bool:
    """Whether the words of a name are those of a programme ("Stepping Up", "Complex OT") or say what is done, not where ("Housing")."""
    if len(bare) == 1:
        return bare[0] in words("generic", "services") or phrases("federations").fullmatch(bare[0]) is not None
    return any(
        word in words("titled")
        or (word.endswith("ing") and len(word) > len("Tring"))
        or (len(word) > 1 and word.isupper())
        for word in bare
    )


def is_description(bare: Sequence[str]) -> bool:
    """Whether common words alone say what is done, with no word of a body's own ("School Nursing", "Local Employment Service")."""
    return (
        len(bare) > 1
        and bare[-1] in words("described_heads")
        and all(word in words("described", "described_heads") for word in bare[:-1])
    )
