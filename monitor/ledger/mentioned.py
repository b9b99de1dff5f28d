"""Whom a version of a document names, whatever it says of them, and beside which places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.ledger.places import LISTS
from monitor.ledger.sameness import is_shortened
from monitor.model import Claim, Document
from monitor.text import fold


def named_in(claims: Iterable[Claim], text: str) -> set[str]:
    """The identifiers of those of ``claims`` whose bodies ``text`` names, in full or by letters that are short for them."""
    words = f" {fold(text)} "
    return {claim.organisation_id for claim in claims if is_named(claim, words) or is_shortened(claim.surface, text)}


def is_named(claim: Claim, words: str) -> bool:
    """``words`` is a folded text between blanks."""
    return any(f" {fold(name)} " in words for name in (claim.surface, claim.organisation))


def placed_in(old: Sequence[Claim], before: Document, new: Sequence[Claim]) -> frozenset[tuple[str, str | None]]:
    """The bodies of ``new`` claims of lists that ``old`` has none of, with the areas beside which a short line of ``before`` names them.

    A line has the heading over it too. Where ``old`` has no list, a line that names the body is enough for a claim without an area.
    """
    known = {claim.organisation_id for claim in old}
    asked = [claim for claim in new if claim.layer in LISTS and claim.organisation_id not in known]
    short = [block for block in before.blocks if len(block.text) < _LINE] if asked else []
    lines = [f" {fold(' | '.join((*block.headings[-1:], block.text)))} " for block in short]
    rows = any(claim.layer in LISTS for claim in old)
    return frozenset(
        (claim.organisation_id, area)
        for claim in asked
        for area in claim.areas or ((None,) if not rows else ())
        if any((area is None or f" {fold(area)} " in line) and is_named(claim, line) for line in lines)
    )


#: A longer block is no line of a list.
_LINE = 160
