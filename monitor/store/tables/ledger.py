"""The ledger: claims, standings in two times, events, and the decisions of people."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)
from sqlalchemy import text as sql

from monitor.store.tables.base import metadata, text, words
from monitor.store.types import Moment

#: A number that the database gives out in order; SQLite knows only one spelling of it.
serial = BigInteger().with_variant(Integer, "sqlite")
_STILL_KNOWN = sql("known_to >= '9999-01-01'")
#: Each database must find the words of its own queries in the condition of an index.
_FACTS_IN_SQLITE, _FACTS = sql("states_facts = 1"), sql("states_facts")
_NAMED = sql("partnership IS NOT NULL")

#: A statement once a document, with the versions it was first and last met in; the last of both moves.
claims = Table(
    "claims",
    metadata,
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    text("id"),
    text("source_id"),
    text("organisation_id"),
    text("organisation"),
    text("role"),
    text("status"),
    text("mode"),
    words("programme"),
    words("partnership"),
    words("contract"),
    text("layer"),
    Column("confidence", Float, nullable=False),
    Column("event_date", Date),
    Column("published_at", Moment),
    Column("first_seen", Moment, nullable=False),
    text("first_version_id"),
    text("last_version_id"),
    Column("extractor_revision", Integer, nullable=False),
    text("body"),
    Column("states_facts", Boolean, nullable=False, server_default="0"),
    PrimaryKeyConstraint("document_id", "id"),
    Index(None, "organisation_id"),
    Index(None, "id"),
    Index(None, "source_id"),
    Index("ix_claims_facts", "organisation_id", sqlite_where=_FACTS_IN_SQLITE, postgresql_where=_FACTS),
)

claim_areas = Table(
    "claim_areas",
    metadata,
    text("document_id"),
    text("claim_id"),
    text("area"),
    PrimaryKeyConstraint("document_id", "claim_id", "area"),
    Index(None, "area"),
)

#: Who holds what: true from ``valid_from`` to before ``valid_to``, known from ``known_from`` to before ``known_to``.
#: Only ``known_to`` and ``reviewed`` move. ``key`` names a place and its dates; it is known once at a time.
standings = Table(
    "standings",
    metadata,
    Column("seq", serial, primary_key=True),
    text("key"),
    text("identity"),
    words("programme"),
    words("area"),
    words("contract"),
    text("organisation_id"),
    text("organisation"),
    text("role"),
    text("status"),
    words("partnership"),
    text("sector"),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date, nullable=False),
    Column("known_from", Moment, nullable=False),
    Column("known_to", Moment, nullable=False),
    text("quote"),
    text("url"),
    text("claim_id"),
    text("source_id"),
    Column("confidence", Float, nullable=False),
    Column("reviewed", Boolean, nullable=False, server_default="0"),
    Index("ix_standings_known", "key", unique=True, sqlite_where=_STILL_KNOWN, postgresql_where=_STILL_KNOWN),
    Index("ix_standings_identity", "identity"),
    Index("ix_standings_area", "area", "valid_to", "valid_from"),
    Index("ix_standings_organisation", "organisation_id", "valid_to", "valid_from"),
    Index("ix_standings_valid", "valid_to", "valid_from"),
    Index("ix_standings_claim", "claim_id"),
    Index("ix_standings_role", "role", "valid_to", "valid_from"),
    Index("ix_standings_name", "organisation", "organisation_id"),
    Index("ix_standings_partnership", "partnership", sqlite_where=_NAMED, postgresql_where=_NAMED),
)

#: The registered numbers (``company:7070707``) under which documents name organisations: under two names it is one body.
registered_numbers = Table(
    "registered_numbers",
    metadata,
    text("number"),
    text("organisation_id"),
    Column("first_seen", Moment, nullable=False),
    PrimaryKeyConstraint("number", "organisation_id"),
)

#: Which event put a standing into the ledger (``begun``), or gave it its end (``ended``: the row with the end).
standing_events = Table(
    "standing_events",
    metadata,
    Column("event_id", ForeignKey("events.id"), nullable=False),
    Column("standing_seq", ForeignKey("standings.seq"), nullable=False),
    text("effect"),
    PrimaryKeyConstraint("event_id", "standing_seq", "effect"),
    Index(None, "standing_seq"),
)

#: Changes. ``state``, ``wording`` and ``hold_until`` move with a row of ``decisions``, ``urgent`` and ``story_id`` with one of ``audit``.
events = Table(
    "events",
    metadata,
    Column("seq", serial, primary_key=True),
    text("id", unique=True),
    text("natural_key", unique=True),
    text("type"),
    text("change_key"),
    text("organisation_id"),
    words("organisation_to_id"),
    words("area"),
    words("programme"),
    words("partnership"),
    text("change"),
    text("source_id"),
    words("document_id"),
    words("version_id"),
    text("url"),
    text("title"),
    text("publisher"),
    Column("detected_at", Moment, nullable=False),
    Column("published_at", Moment),
    Column("occurred_on", Date),
    text("state"),
    text("wording"),
    text("poll_id"),
    Column("urgent", Boolean, nullable=False, server_default="0"),
    Column("hold_until", Date),
    text("reason"),
    words("story_id"),
    Column("concerns_source", Boolean, nullable=False, server_default="0"),
    Index(None, "detected_at"),
    Index(None, "state", "detected_at"),
    Index(None, "area", "detected_at"),
    Index(None, "organisation_id", "detected_at"),
    Index(None, "change_key"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("seq", serial, primary_key=True),
    Column("event_id", ForeignKey("events.id"), nullable=False),
    text("verdict"),
    text("by"),
    Column("at", Moment, nullable=False),
    text("reason"),
    text("wording_before"),
    text("wording_after"),
    Column("hold_until", Date),
    words("merged_into"),
    Index(None, "event_id", "seq"),
    UniqueConstraint("event_id", "verdict", "by", "at"),
)
