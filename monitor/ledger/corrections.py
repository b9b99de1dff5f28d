"""What a document says that it, or another, had wrong: the sentences of a correction, and the places that they take back. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor.ledger.wording import CORRECTED_ELSEWHERE
from monitor.model import Change, Claim, EventType, Evidence, Reading, Standing
from monitor.text import fold

#: A sentence of its own: where it starts and ends in its document, and its words.
Sentence = tuple[int, int, str]

#: A sentence that says that a document was wrong before.
_WRONGLY = ("first", "originally", "wrongly", "mistakenly", "incorrectly", "erroneously")
_TOLD = ("said", "wrote", "named", "reported", "stated", "listed", "gave", "given")
_CORRECTION = re.compile(
    r"\b(?:correction|corrected|clarification|an? (?:earlier|previous) version|"
    rf"(?:{'|'.join(_WRONGLY)}) (?:{'|'.join(_TOLD)})|apologi[sz]e for the error)\b",
    re.IGNORECASE,
)
#: One of these stands in each such sentence; most documents have none.
_PARTS = ("correct", "clarification", " version", " for the error")
_WRONGLY_TOLD = {f"{how} ": tuple(f"{how} {told}" for told in _TOLD) for how in _WRONGLY}
#: From here on such a sentence repeats what was wrong, until it turns to what is right.
_SAID = re.compile(
    r"\b(?:said|wrote|reported|named|stated|listed|gave|given)\b(?P<what>.*?)"
    r"(?:$|;|\bbut\b|\bin fact\b|\binstead\b|\brather\b|\bit (?:was|is|has|had)\b|\bthis (?:was|is)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mistake:
    """The words of a note that repeat what was wrong, folded, and the whole note as evidence."""

    words: str
    evidence: Evidence

    def names(self, *names: str) -> bool:
        """Whether one of ``names`` is in what was wrong."""
        return any(f" {fold(name)} " in self.words for name in names)


#: Of a new document it is asked twice: by who needs the ledger for it, and by who reads the notes.
@lru_cache(maxsize=2)
def may_correct(text: str) -> bool:
    """Whether ``text`` has words that a sentence needs to say that something was wrong before."""
    folded = text.lower()
    return any(part in folded for part in _PARTS) or any(
        words in folded for how, all_words in _WRONGLY_TOLD.items() if how in folded for words in all_words
    )


def notes_in(sentences: Iterable[Sentence], *, known: Iterable[Sentence] = ()) -> list[Sentence]:
    """Those of ``sentences`` that say that something was wrong before; what an earlier version (``known``) says too is no news."""
    found = [each for each in sentences if _CORRECTION.search(each[2])]
    said = {fold(text) for _, _, text in known} if found else set()
    return [each for each in found if fold(each[2]) not in said]


def mistakes_in(sentences: Iterable[Sentence]) -> tuple[Mistake, ...]:
    """What the notes of a correction among ``sentences`` say was said before."""
    return tuple(
        Mistake(f" {fold(scope['what'])} ", Evidence(quote=text, start=start, end=end))
        for start, end, text in notes_in(sentences)
        if (scope := _SAID.search(text))
    )


def taken_back(mistakes: Sequence[Mistake], reading: Reading, open_now: Sequence[Standing]) -> list[Change]:
    """The removals that a correction in a document of its own makes, read as ``reading``, of the places that are ``open_now``.

    A body that the document says stands all the same keeps its place. Of a body in several areas only those are meant that
    the document speaks of.
    """
    surfaces: dict[str, set[str]] = {}
    for claim in reading.claims:
        surfaces.setdefault(claim.organisation_id, set()).add(claim.surface)
    found: dict[tuple[str, str | None], Change] = {}
    for mistake in mistakes:
        stands = {c.organisation_id for c in reading.stated() if not (c.status.is_exit or is_repeated_by(mistake, c))}
        told = {area for claim in reading.claims for area in claim.areas}
        meant = [
            s
            for s in open_now
            if not s.status.is_exit
            and s.organisation_id not in stands
            and mistake.names(s.organisation, *surfaces.get(s.organisation_id, ()))
        ]
        for standing in meant:
            alone = sum(s.organisation_id == standing.organisation_id for s in meant) == 1
            if standing.area in told or (alone and not told):
                found[standing.organisation_id, standing.area] = _removal(standing, mistake.evidence)
    return list(found.values())


def is_repeated_by(mistake: Mistake, claim: Claim) -> bool:
    """Whether ``claim`` was read in what ``mistake`` repeats."""
    inside = mistake.evidence.start <= claim.evidence.start < mistake.evidence.end
    return inside and mistake.names(claim.surface, claim.organisation)


def _removal(standing: Standing, evidence: Evidence) -> Change:
    return Change(
        type=EventType.REMOVED,
        organisation=standing.organisation,
        organisation_id=standing.organisation_id,
        area=standing.area,
        before=standing.role.value,
        role=standing.role,
        status=standing.status,
        partnership=standing.partnership,
        programme=standing.programme,
        contract=standing.contract,
        evidence=evidence,
        reason=CORRECTED_ELSEWHERE,
    )
