"""What is known of each source and what it published: state, addresses, bodies, snapshots, documents, versions, readings."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from monitor.store.tables.base import count, metadata, text, words
from monitor.store.types import Moment

#: One row a source; it moves with every visit.
sources = Table(
    "sources",
    metadata,
    text("id", primary_key=True),
    text("health", default="new"),
    text("reason", default=""),
    Column("health_since", Moment),
    count("failures"),
    Column("first_failure_at", Moment),
    Column("last_good_at", Moment),
    Column("last_changed_at", Moment),
    Column("gap_hours", Float),
    Column("last_polled_at", Moment),
    Column("next_due_at", Moment),
    count("extractor_revision"),
    text("remembered", default="{}"),
    Column("baseline_at", Moment),
    count("pending"),
    Column("epoch", BigInteger, nullable=False, server_default="0"),
    Column("leased_until", Moment),
)

#: What the server said last time for each address that a source asks for. Committed with the claims it belongs to.
addresses = Table(
    "addresses",
    metadata,
    text("source_id"),
    text("url"),
    words("etag"),
    words("last_modified"),
    text("body_hash", default=""),
    PrimaryKeyConstraint("source_id", "url"),
)

#: Names that were missing once from a complete list, waiting for a second good visit.
absences = Table(
    "absences",
    metadata,
    text("source_id"),
    text("key"),
    text("document_id"),
    Column("seen_at", Moment, nullable=False),
    text("change"),
    PrimaryKeyConstraint("source_id", "document_id", "key"),
)

#: The bytes of answers, each once, by their hash.
bodies = Table(
    "bodies",
    metadata,
    text("hash", primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)

snapshots = Table(
    "snapshots",
    metadata,
    text("id", primary_key=True),
    text("source_id"),
    text("poll_id"),
    text("url"),
    text("requested_url"),
    Column("fetched_at", Moment, nullable=False),
    Column("status", Integer, nullable=False),
    text("content_type"),
    words("charset"),
    words("etag"),
    words("last_modified"),
    Column("body_hash", ForeignKey("bodies.hash"), nullable=False),
    Index(None, "source_id", "fetched_at"),
    Index(None, "body_hash"),
)

#: ``version_id`` names the latest version; ``seen_at`` is when the document was last met. Both move.
documents = Table(
    "documents",
    metadata,
    text("id", primary_key=True),
    text("source_id"),
    text("identity"),
    text("url"),
    text("title"),
    text("kind"),
    text("publisher"),
    Column("published_at", Moment),
    Column("first_seen", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    text("version_id"),
    Column("ordinal", Integer, nullable=False),
    count("extractor_revision"),
    UniqueConstraint("source_id", "identity"),
    Index(None, "seen_at"),
    Index(None, "first_seen"),
    Index(None, "url"),
)

#: Every state of a document in order. A text that comes back is a new version again.
versions = Table(
    "versions",
    metadata,
    text("id", primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    text("content_hash"),
    text("title"),
    text("url"),
    Column("published_at", Moment),
    Column("updated_at", Moment),
    Column("first_seen", Moment, nullable=False),
    words("snapshot_id"),
    Column("baseline", Boolean, nullable=False, server_default="0"),
    Column("packed", LargeBinary, nullable=False),
    UniqueConstraint("document_id", "ordinal"),
    Index(None, "content_hash"),
    Index(None, "first_seen"),
)

#: What stood where on a page at its last visits; the oldest rows of a page go.
frames = Table(
    "frames",
    metadata,
    text("document_id"),
    Column("at", Moment, nullable=False),
    text("host"),
    Column("packed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("document_id", "at"),
    Index(None, "host"),
)

#: What each revision of the extractor found in a version.
readings = Table(
    "readings",
    metadata,
    Column("version_id", ForeignKey("versions.id"), nullable=False),
    Column("extractor_revision", Integer, nullable=False),
    Column("read_at", Moment, nullable=False),
    Column("packed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("version_id", "extractor_revision"),
)

#: Visits that brought something: a new version, an event, a note or a failure. Visits without news leave no row.
visits = Table(
    "visits",
    metadata,
    text("poll_id", primary_key=True),
    text("source_id"),
    Column("at", Moment, nullable=False),
    text("outcome"),
    text("notes", default="[]"),
    Index(None, "source_id", "at"),
)
