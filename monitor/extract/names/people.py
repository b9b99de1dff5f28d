"""What tells that a capital sequence names a person, and when a body only bears a person's name."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.extract.words.behind import Behind
from monitor.extract.words.lexicon import words

#: "a contract with Julian House": what stands there is a body, whoever it is named after.
_HOUSE_BEFORE = Behind(
    r"\b(?:contract (?:with|to)|awarded to|consortium,? (?:comprising|of)|comprising|led by|run by|joint venture (?:of|between)) $"
)
#: Titles that a house may bear ("Mrs Lacey's Kitchen"); a king's or a queen's is a place.
_OF_HOUSES = frozenset({"Mr", "Mrs", "Ms", "Miss", "Dr", "Bishop", "Captain", "Father", "Sheriff"})
#: "Managing Director", "Section 151 Officer": who is called so is one.
_POSTS = frozenset(
    {"Director", "Officer", "Inspector", "Superintendent", "Chairman", "Consultant", "Holder", "Maker", "Leader"}
)
_OFFICES = frozenset({"Head", "Chief", "Leader", "Officer"})


def is_person(bare: Sequence[str], surface: str, before: str, *, acts: bool, called: bool) -> bool:
    """Whether a title, a given name or an office says that a person is named.

    ``acts``: the words after it say what a body does; ``called``: they call it a body.
    """
    first, last = bare[0], bare[-1]
    tied = " & " in surface or " and " in surface
    if first in words("titles"):
        housed = first in _OF_HOUSES and last in words("heads", "kin") and (len(bare) > 2 or tied)
        # "Prince's Trust", "King's College"
        owned = last in words("heads") and surface.startswith((f"{first}'s ", f"{first}s' "))
        return not (housed or owned or called)
    if len(bare) == 1:
        return first in _POSTS
    if (first in _OFFICES and " of " in surface) or last in words("honours") or last in _POSTS:
        return True
    if first not in words("given") or last in words("heads") or tied or called:
        return False
    # "Jack Barker Golf"
    if len(bare) > 2 and last in words("generic", "trades"):
        return False
    return not (_HOUSE_BEFORE.search(before) or (acts and last in words("sites")))
