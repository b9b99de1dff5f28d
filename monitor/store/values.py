"""What the store gives besides the model's own nouns: a version of a document with all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.model import Document, Event, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One state of a document: the document as it was, and what was read in it.

    ``baseline`` marks what a source held when it was first read: it is no news. ``snapshot_id`` names the stored answer.
    """

    id: str
    document_id: str
    ordinal: int
    content_hash: str
    first_seen: datetime
    document: Document
    reading: Reading
    extractor_revision: int
    baseline: bool = False
    snapshot_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadVersion:
    """A version without its text: where it stands, when it was new, and what was read in it."""

    document_id: str
    source_id: str
    url: str
    title: str
    first_seen: datetime
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A version of a document without what it says."""

    id: str
    ordinal: int
    first_seen: datetime
    baseline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A document without what it says: how many versions it has and when it last changed."""

    document_id: str
    url: str
    title: str
    versions: int
    first_seen: datetime
    changed_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was new in a recorded poll: its events as stored (with their version) and the ids of the versions."""

    events: tuple[Event, ...] = ()
    version_ids: tuple[str, ...] = ()
