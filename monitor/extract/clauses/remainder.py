"""What is left of a list of places when some have been told: "the other two", "the rest"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.words.tally import NUMBER_OF, SEVERAL

_SORTS = r"(?:contracts|lots|areas|regions|franchises|packages|districts|boroughs|towns|counties|cities|sites|prisons|zones|localities)"
_LEFT = re.compile(
    rf"\b(?:[Tt]he )?(?:other|remaining) (?P<number>{SEVERAL})\b(?: {_SORTS})?(?! [a-z]+(?:s|es)\b(?<!has)(?<!was)(?<!is)(?<!goes))"
    rf"|\b[Tt]he (?:others|rest|remainder|(?:other|remaining) {_SORTS})\b(?! (?:of|in|for|are|were|will|have|had|bid)\b)"
)


def left_over(text: str, low: int, high: int) -> re.Match[str] | None:
    """Where ``text``, between ``low`` and ``high``, speaks of what is left."""
    return _LEFT.search(text, low, high)


def rest_of(whole: Sequence[str], told: Sequence[str], found: re.Match[str]) -> tuple[str, ...]:
    """The places of ``whole`` without those ``told``, if they are as many as ``found`` says."""
    rest = tuple(place for place in whole if place not in told)
    number = found["number"]
    if not rest or len(rest) == len(whole) or (number and len(rest) != NUMBER_OF[number]):
        return ()
    return rest
