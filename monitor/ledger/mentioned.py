"""Whom a version of a document names, whatever it says of them, and beside which places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from monitor.extract.words.sentences import sentences
from monitor.ledger.corrections import Sentence
from monitor.ledger.places import LISTS
from monitor.ledger.sameness import is_shortened
from monitor.model import Claim, Document
from monitor.text import fold


def named_in(claims: Iterable[Claim], text: str) -> set[str]:
    """The identifiers of those of ``claims`` whose bodies ``text`` names, in full or by letters that are short for them."""
    words = f" {fold(text)} "
    return {
        claim.organisation_id
        for claim in claims
        if is_named(claim, words) or is_shortened(claim.surface, text) or _are_all_named(claim.surface, words)
    }


def _are_all_named(name: str, words: str) -> bool:
    """Whether each of the names that ``name`` is put together from is named: "Bright Ways: Harbour Trust and Mill Homes"."""
    parts = [fold(part) for part in _PUT_TOGETHER.split(name)]
    return len(parts) > 1 and all(part and f" {part} " in words for part in parts)


#: What stands between the names of several.
_PUT_TOGETHER = re.compile(r"\s*[:/;,+]\s+|\s+(?:and|with|&)\s+(?:the )?|\s*/\s*")


def is_named(claim: Claim, words: str) -> bool:
    """``words`` is a folded text between blanks, in which "Acme's" is one word. A name of several words is one without its legal form too."""
    return any(name in words for name in _names_of(claim.surface, claim.organisation))


@lru_cache(maxsize=4096)
def _names_of(surface: str, organisation: str) -> tuple[str, ...]:
    names = {fold(surface), fold(organisation)}
    short = {_LEGAL_FORM.sub("", name) for name in names}
    names |= {name for name in short if " " in name}
    return tuple(f" {name}{ending} " for name in sorted(names) for ending in ("", "s"))


_LEGAL_FORM = re.compile(r" (?:ltd|limited|plc|cic|llp|inc|gmbh)$")


def placed_in(old: Sequence[Claim], before: Document, new: Sequence[Claim]) -> frozenset[tuple[str, str | None]]:
    """The bodies of ``new`` claims of lists that ``old`` has none of, with the areas beside which a short line or sentence of ``before`` names them.

    A line has the heading over it too. Where ``old`` has no list, a line that names the body is enough for a claim without an area.
    """
    known = {claim.organisation_id for claim in old}
    asked = [claim for claim in new if claim.layer in LISTS and claim.organisation_id not in known]
    lines = [
        f" {fold(' | '.join((*block.headings[-1:], block.text[start:end])))} "
        for block in (before.blocks if asked else ())
        for start, end in (((0, len(block.text)),) if len(block.text) < _LINE else sentences(block.text))
        if end - start < _LINE
    ]
    rows = any(claim.layer in LISTS for claim in old)
    return frozenset(
        (claim.organisation_id, area)
        for claim in asked
        for area in claim.areas or ((None,) if not rows else ())
        if any(
            (area is None or f" {fold(area)} " in line)
            and (is_named(claim, line) or _are_all_named(claim.surface, line))
            for line in lines
        )
    )


#: A longer block is no line of a list, and a longer sentence tells of more than a place.
_LINE = 160


def newly_placed(
    claims: Iterable[Claim], come: Sequence[Sentence], before: Document
) -> frozenset[tuple[str, str]]:  # fmt: skip
    """The bodies with the areas in which ``claims`` in new sentences that tell a change have them, and in which no paragraph of ``before`` names them."""
    told = [(start, end, f" {fold(text)} ") for start, end, text in come if _TELLS_NEWS.search(text)]
    rooms = [f" {fold(' | '.join((*block.headings, block.text)))} " for block in before.blocks] if told else []
    return frozenset(
        (claim.organisation_id, area)
        for claim in claims
        for start, end, words in told
        if start <= claim.evidence.start < end and claim.layer not in LISTS
        for area in claim.areas
        if f" {fold(area)} " in words and not any(f" {fold(area)} " in room and is_named(claim, room) for room in rooms)
    )


#: What a sentence says that tells of something begun.
_TELLS_NEWS = re.compile(
    r"\b(?:[Nn]ew(?:ly)?|[Ss]ince (?:\d|[A-Z]|this|last)|t(?:ook|aken) over|ha(?:s|ve) (?:now|just|also) (?:been|become|taken|won|joined|begun|started)|joined|w[io]ns?|signed)\b"
)
