"""Terms with their definitions: what stands over each, whether the terms are places, and telephone numbers in definitions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from monitor.extract.structured.placelike import is_of_department, is_placelike
from monitor.extract.words.lexicon import is_common
from monitor.model import Block, BlockKind
from monitor.programmes.watchlist import Watchlist


def terms_over(blocks: Sequence[Block]) -> dict[int, str]:
    """The term over each definition, by where the definition begins."""
    return {b.start: a.text for a, b in pairwise(blocks) if (a.kind, b.kind) == (BlockKind.TERM, BlockKind.DEFINITION)}


def are_places(terms: Sequence[str], watchlist: Watchlist) -> bool:
    """Whether each of ``terms`` is a place: what is known or built as one vouches for a name that only ends as a trade does."""
    sides = [bool(SIDE.match(term) or _OF_SIDE.fullmatch(term) or is_placelike(term, watchlist)) for term in terms]
    if any(sides) and all(map(_NAME_OF_PLACE.fullmatch, terms)) and not any(map(is_of_department, terms)):
        sides = [side or not all(map(is_common, term.split())) for side, term in zip(sides, terms, strict=True)]
    return all(sides)


_NAME_OF_PLACE = re.compile(r"(?:[A-Z][\w'-]+|and|of|on|upon|the|&)(?: (?:[A-Z][\w'-]+|and|of|on|upon|the|&)){0,4}")
_OF_SIDE = re.compile(r"(?:North|South|East|West|Mid|Central)(?:[ -]?(?:east|west))? (?:of )?[A-Z][\w' ]+")
SIDE = re.compile(r"(?:North|South|East|West|Upper|Lower|Central|Greater|Inner|Outer|Mid)(?:ern)?[ -][A-Z]")


def without_telephone(text: str) -> str:
    """``text`` without a telephone number at its end, and what is told behind it."""
    return _TELEPHONE.sub("", text)


#: "Acme Ltd, 01555 010 200", and what is told behind it.
_TELEPHONE = re.compile(
    r",? (?:\(?(?:tel(?:ephone)?|phone|call|ring|on)\b[.: ]*)?\(?\+?0\d{2,5}\)?(?:[ -]?\d{2,5}){1,3}\)?(?:\.(?: .*)?|$)",
    re.IGNORECASE,
)
