"""What a poll remembers of a source, and what one visit puts on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model.claims import Reading
from monitor.model.documents import Document
from monitor.model.events import Change, Event, Standing
from monitor.model.sources import Snapshot, Validators
from monitor.model.vocabulary import HealthState


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What was stored of one address: its validators and the hash of the body that was last read without error."""

    validators: Validators = field(default_factory=Validators)
    body_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What is remembered of a source between two visits.

    ``remembered`` is what its source type wants back (``monitor.sources.base``). ``baseline_at`` is when it was first read
    well. ``extractor_revision`` is the revision of the reading rules at its last good visit. ``gap_hours`` is its usual time
    between changes.
    """

    source_id: str
    addresses: Mapping[str, Address] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)
    baseline_at: datetime | None = None
    extractor_revision: int = 0
    last_polled_at: datetime | None = None
    last_good_at: datetime | None = None
    last_changed_at: datetime | None = None
    next_due_at: datetime | None = None
    failures: int = 0
    first_failure_at: datetime | None = None
    health: HealthState = HealthState.NEW
    health_since: datetime | None = None
    reason: str = ""
    gap_hours: float | None = None
    pending: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A name that was missing once, with the change it will be if the next good visit misses it too."""

    document_id: str
    change: Change
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """A new version of a document and what was read in it; ``numbers`` are registered numbers by identifiers of organisations."""

    document: Document
    reading: Reading
    snapshot_hash: str = ""
    numbers: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Which words stood in each place of a page at one visit, as fingerprints: what its zones are learned from.

    ``host`` is the site, whose other pages show what recurs. A place is a path of tags and classes with a number.
    """

    document_id: str
    host: str
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollRecord:
    """Everything that one visit puts on record, in one transaction.

    ``state`` replaces the source's state. ``ended`` and ``begun`` move the standings. ``absences`` are those still waiting
    after this visit: they replace the ones that were waiting. Recording the same visit twice changes nothing.
    """

    poll_id: str
    source_id: str
    at: datetime
    state: SourceState
    snapshots: tuple[Snapshot, ...] = ()
    documents: tuple[DocumentRecord, ...] = ()
    frames: tuple[Frame, ...] = ()
    seen_document_ids: tuple[str, ...] = ()
    ended: tuple[Standing, ...] = ()
    begun: tuple[Standing, ...] = ()
    events: tuple[Event, ...] = ()
    absences: tuple[Absence, ...] = ()
    outcome: str = "good"
    notes: tuple[str, ...] = ()
