"""Standings, events and decisions: what the ledger holds, what changed, and what a person said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from monitor.model.claims import Evidence
from monitor.model.vocabulary import EventState, EventType, Role, Sector, Status, Verdict
from monitor.text import fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One organisation's place in one area (or in none that is known): what the claims add up to.

    True from ``valid_from`` to before ``valid_to`` (``None``: still). Known from ``known_from`` to before ``known_to``.
    """

    organisation: str
    organisation_id: str
    role: Role
    status: Status
    area: str | None = None
    partnership: str | None = None
    programme: str | None = None
    contract: str | None = None
    sector: Sector = Sector.UNKNOWN
    valid_from: date | None = None
    valid_to: date | None = None
    known_from: datetime | None = None
    known_to: datetime | None = None
    quote: str = ""
    url: str = ""
    claim_id: str = ""
    source_id: str = ""
    confidence: float = 1.0
    reviewed: bool = False

    @property
    def slot(self) -> tuple[str | None, str | None, str | None, str]:
        """Where values replace one another: programme, area, contract, organisation."""
        return (self.programme, self.area, self.contract, self.organisation_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A difference between two states, before it is recorded. ``before`` and ``after`` are the values that differ."""

    type: EventType
    organisation: str
    organisation_id: str
    area: str | None = None
    before: str | None = None
    after: str | None = None
    organisation_to: str | None = None
    organisation_to_id: str | None = None
    role: Role | None = None
    status: Status | None = None
    partnership: str | None = None
    programme: str | None = None
    contract: str | None = None
    evidence: Evidence | None = None
    evidence_before: Evidence | None = None
    confidence: float = 1.0
    #: The day on which it happened, where something published gives one.
    occurred_on: date | None = None
    #: Where nothing does, and the version before did not have it: the day of the visit that saw it first.
    seen_on: date | None = None
    reason: str = ""
    claim_id: str | None = None
    #: What a person must decide before anything is made of it ("renamed or replaced?"); empty for a plain change.
    question: str = ""

    @property
    def key(self) -> str:
        """The same for the same change, however often and by whomever it is reported."""
        return fingerprint(
            "change", self.type, self.organisation_id, self.organisation_to_id, self.area, self.before, self.after,
            self.programme, self.contract, self.partnership,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A recorded change, of partners or of a source's health."""

    id: str
    change: Change
    source_id: str
    document_id: str | None
    version_id: str | None
    url: str
    title: str
    publisher: str
    detected_at: datetime
    published_at: datetime | None = None
    state: EventState = EventState.PENDING
    wording: str = ""
    poll_id: str = ""
    urgent: bool = False
    hold_until: date | None = None
    reason: str = ""
    story_id: str | None = None

    @property
    def type(self) -> EventType:
        return self.change.type


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about an event; never overwritten, the last one counts."""

    event_id: str
    verdict: Verdict
    by: str
    at: datetime
    reason: str = ""
    wording_before: str = ""
    wording_after: str = ""
    hold_until: date | None = None
    merged_into: str | None = None
