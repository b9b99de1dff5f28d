"""The desk: digests, runs, audit, teachings, users, judgements, contacts, questions, published counts, advice, objections."""

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
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from monitor.store.tables.base import count, metadata, text, words
from monitor.store.tables.ledger import serial
from monitor.store.types import Moment

#: One issue for one audience and period. ``state``, ``content_hash``, ``body`` and the moments move until it is sent.
digests = Table(
    "digests",
    metadata,
    text("id", primary_key=True),
    text("audience"),
    text("cadence"),
    text("period_key"),
    Column("period_start", Moment, nullable=False),
    Column("period_end", Moment, nullable=False),
    text("state"),
    text("content_hash"),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    words("approved_by"),
    Column("approved_at", Moment),
    Column("sent_at", Moment),
    Column("expires_at", Moment),
    UniqueConstraint("audience", "cadence", "period_key"),
    Index(None, "state"),
)

renderings = Table(
    "renderings",
    metadata,
    Column("digest_id", ForeignKey("digests.id"), nullable=False),
    text("variant"),
    text("content_hash"),
    text("subject"),
    Column("packed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("digest_id", "variant"),
)

#: An event is printed once an audience and cadence, whatever happens.
digest_events = Table(
    "digest_events",
    metadata,
    Column("digest_id", ForeignKey("digests.id"), nullable=False),
    Column("event_id", ForeignKey("events.id"), nullable=False),
    text("audience"),
    text("cadence"),
    PrimaryKeyConstraint("digest_id", "event_id"),
    UniqueConstraint("audience", "cadence", "event_id"),
)

#: A correction of what was sent is told once an audience and cadence too.
digest_corrections = Table(
    "digest_corrections",
    metadata,
    Column("digest_id", ForeignKey("digests.id"), nullable=False),
    text("correction_id"),
    text("audience"),
    text("cadence"),
    PrimaryKeyConstraint("digest_id", "correction_id"),
    UniqueConstraint("audience", "cadence", "correction_id"),
)

runs = Table(
    "runs",
    metadata,
    text("kind"),
    text("period"),
    Column("claimed_at", Moment, nullable=False),
    text("by"),
    Column("finished_at", Moment),
    text("outcome"),
    PrimaryKeyConstraint("kind", "period"),
)

#: Rows are only added; each holds the hash of the one before.
audit = Table(
    "audit",
    metadata,
    Column("seq", serial, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    text("by"),
    text("action"),
    text("subject"),
    text("details"),
    text("previous_hash"),
    text("hash", unique=True),
)

#: What people taught: ``alias``, ``correction``, ``same``, ``different``, ``override`` ... Taken back by ``undone_at``.
teachings = Table(
    "teachings",
    metadata,
    text("id", primary_key=True),
    text("kind"),
    text("subject"),
    text("value"),
    text("reason"),
    text("by"),
    Column("at", Moment, nullable=False),
    Column("undone_at", Moment),
    words("undone_by"),
    Index(None, "kind", "subject"),
)

users = Table(
    "users",
    metadata,
    text("id", primary_key=True),
    text("name", unique=True),
    text("display_name", default=""),
    text("email", default=""),
    text("role"),
    text("password_hash"),
    words("totp_secret"),
    Column("totp_step", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("password_at", Moment, nullable=False),
    Column("disabled_at", Moment),
    count("failures"),
    Column("last_failure_at", Moment),
)

#: A session is known by the hash of its token only.
sessions = Table(
    "sessions",
    metadata,
    text("token_hash", primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("used_at", Moment, nullable=False),
    Column("ended_at", Moment),
    text("csrf", default=""),
    text("details", default="{}"),
    Index(None, "user_id"),
)

#: Addresses and numbers that documents and our own bulletins give out. ``state`` and ``verified_on`` move.
contacts = Table(
    "contacts",
    metadata,
    text("address", primary_key=True),
    text("state", default="active"),
    Column("first_seen", Moment, nullable=False),
    Column("verified_on", Date),
    Column("retired_on", Date),
    words("replaced_by"),
    text("note", default=""),
)

contact_sightings = Table(
    "contact_sightings",
    metadata,
    text("address"),
    text("where_kind"),
    text("where_id"),
    text("url"),
    text("title"),
    text("quote"),
    Column("seen_at", Moment, nullable=False),
    Column("retired", Boolean, nullable=False, server_default="0"),
    PrimaryKeyConstraint("address", "where_kind", "where_id"),
)

questions = Table(
    "questions",
    metadata,
    text("id", primary_key=True),
    text("subject"),
    text("field"),
    text("words"),
    Column("opened_at", Moment, nullable=False),
    Column("answered_at", Moment),
    words("answer"),
    words("answer_claim_id"),
    words("programme"),
    Column("since", Date),
    Index(None, "answered_at"),
)

#: Totals that others published, beside ours and never added up.
published_counts = Table(
    "published_counts",
    metadata,
    text("id", primary_key=True),
    words("programme"),
    text("label"),
    Column("value", Float, nullable=False),
    text("unit"),
    Column("published_on", Date),
    text("publisher"),
    text("url"),
    text("quote"),
    Column("at", Moment, nullable=False),
    text("counts", default=""),
    text("bound", default="exact"),
    Index(None, "programme"),
)

#: Advice items, promises ("in the coming weeks") and links to check: whatever comes back on a day.
reminders = Table(
    "reminders",
    metadata,
    text("id", primary_key=True),
    text("kind"),
    text("subject"),
    text("words"),
    text("url"),
    Column("due_on", Date),
    text("depends_on", default="[]"),
    Column("created_at", Moment, nullable=False),
    Column("done_at", Moment),
    text("outcome", default=""),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("checked_at", Moment),
    Index(None, "kind", "due_on"),
)

#: What readers say is wrong. ``closed_at``, ``closed_by`` and ``outcome`` move.
objections = Table(
    "objections",
    metadata,
    text("id", primary_key=True),
    text("about_kind"),
    text("about_id"),
    text("about_name"),
    text("words"),
    text("evidence_url", default=""),
    text("reply_to", default=""),
    Column("at", Moment, nullable=False),
    Column("closed_at", Moment),
    words("closed_by"),
    text("outcome", default=""),
    Index(None, "closed_at"),
)
