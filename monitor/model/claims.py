"""Claims: what one document says of one organisation, with the words that say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.model.vocabulary import Completeness, Layer, Mode, Role, Sector, Status
from monitor.text import fingerprint, fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A verbatim quote. Invariant: ``document.text[start:end] == quote``."""

    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """*This document says that this organisation has this role and status in these areas.*

    ``organisation`` is the canonical name where a pack knows it, else the fullest name in the text; ``organisation_id`` is the
    pack's id, or one made from the folded core name. ``surface`` is the name as written. ``areas`` are canonical names where a
    pack knows them. ``area_count`` is a number of areas that the text only counts. ``rule`` names the rule or reader that found
    the claim, ``considered`` what it turned down and why (for ``tierwatch explain``). The optional facts are never inferred.
    """

    organisation: str
    organisation_id: str
    surface: str
    role: Role
    status: Status
    evidence: Evidence
    partnership: str | None = None
    areas: tuple[str, ...] = ()
    area_count: int | None = None
    programme: str | None = None
    sector: Sector = Sector.UNKNOWN
    mode: Mode = Mode.STATED
    speaker: str | None = None
    confidence: float = 1.0
    layer: Layer = Layer.GRAMMAR
    rule: str = ""
    considered: tuple[str, ...] = ()
    event_date: date | None = None
    completeness: Completeness = Completeness.UNKNOWN
    services: tuple[str, ...] = ()
    involvement: str | None = None
    volume: str | None = None
    payment: str | None = None
    strategic_role: str | None = None
    contract: str | None = None

    @property
    def id(self) -> str:
        """The same for the same statement with the same words, whichever version of the document it stands in."""
        return fingerprint(
            "claim", self.organisation_id, self.role, self.status, self.partnership, sorted(self.areas), self.programme,
            self.contract, self.mode, self.evidence.quote,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """*This document says that the organisation once called this is now called that.*"""

    former: str
    former_id: str
    present: str
    present_id: str
    evidence: Evidence
    confidence: float = 1.0
    event_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """An address or telephone number that a document gives out, and whether it says that it is retired, and since when."""

    address: str
    retired: bool
    evidence: Evidence
    replaced_by: str | None = None
    retired_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A known organisation beside a cue word of which no claim could be made: something for a person to check."""

    organisation: str
    organisation_id: str
    cue: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was found in one document.

    ``weighed`` are the claims that only the learned weights make, ``doubted`` the ids of ``claims`` that the weights do not
    believe. Neither makes a change: a weight may tip over with a word anywhere in a document, and a change must not. Who is
    believed in neither of two versions makes a question.
    """

    claims: tuple[Claim, ...] = ()
    renames: tuple[Rename, ...] = ()
    contacts: tuple[Contact, ...] = ()
    mentions: tuple[Mention, ...] = ()
    weighed: tuple[Claim, ...] = ()
    doubted: tuple[str, ...] = ()

    def stated(self, *, threshold: float = 0.5) -> tuple[Claim, ...]:
        """The claims that are stated or reported, and sure enough to stand without a person's word."""
        return tuple(claim for claim in self.claims if claim.mode.makes_events and claim.confidence >= threshold)

    def told(self, *, threshold: float = 0.5) -> tuple[Claim, ...]:
        """The best account of one document by itself: what is stated and not doubted, and what the weights add to it."""
        added = (claim for claim in self.weighed if claim.mode.makes_events and claim.confidence >= threshold)
        return (*(claim for claim in self.stated(threshold=threshold) if claim.id not in self.doubted), *added)


def organisation_id_of(name: str) -> str:
    """The identifier of an organisation that no pack knows: its folded core name, without its legal form."""
    words = fold(name).split()
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    while len(words) > 1 and words[0] == "the":
        words.pop(0)
    return "~" + "-".join(words)


_LEGAL_FORMS = {"ltd", "limited", "plc", "llp", "cic", "inc", "uk", "company", "lp"}
