"""Members and what was sent to them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, Table, UniqueConstraint

from monitor.store.tables.base import count, metadata, text, words
from monitor.store.tables.ledger import serial
from monitor.store.types import Moment

members = Table(
    "members",
    metadata,
    text("id", primary_key=True),
    text("address"),
    text("folded_address", unique=True),
    text("name", default=""),
    text("organisation", default=""),
    Column("is_member", Boolean, nullable=False, server_default="0"),
    text("state"),
    Column("created_at", Moment, nullable=False),
    Column("confirmed_at", Moment),
    Column("ended_at", Moment),
    text("ended_reason", default=""),
    text("consent", default="{}"),
    Column("bounce_score", Float, nullable=False, server_default="0"),
    Column("bounced_at", Moment),
    text("language", default="en"),
    Index(None, "state"),
)

#: ``areas`` and ``themes`` are JSON lists; an empty list means everything.
subscriptions = Table(
    "subscriptions",
    metadata,
    text("id", primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False),
    text("audience"),
    text("cadence"),
    text("areas", default="[]"),
    text("themes", default="[]"),
    text("programmes", default="[]"),
    Column("paused_until", Moment),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
    text("ended_reason", default=""),
    text("specialisms", default="[]"),
    text("quiet", default="paragraph"),
    UniqueConstraint("member_id", "audience", "cadence"),
)

#: Addresses that must not be written to, by a keyed hash that outlives the address itself.
suppressions = Table(
    "suppressions",
    metadata,
    text("address_hash", primary_key=True),
    text("reason"),
    Column("at", Moment, nullable=False),
    text("details", default=""),
    Column("lifted_at", Moment),
)

#: One address's outcome of one digest. Ready, claimed, then accepted, deferred, rejected, uncertain or skipped.
deliveries = Table(
    "deliveries",
    metadata,
    Column("seq", serial, primary_key=True),
    Column("digest_id", ForeignKey("digests.id"), nullable=False),
    text("member_id"),
    text("address"),
    text("variant"),
    text("message_id", unique=True),
    text("state"),
    count("attempts"),
    Column("epoch", Integer, nullable=False, server_default="0"),
    Column("created_at", Moment, nullable=False),
    Column("claimed_at", Moment),
    Column("next_at", Moment),
    Column("finished_at", Moment),
    Column("smtp_code", Integer),
    words("enhanced_code"),
    text("reason", default=""),
    UniqueConstraint("digest_id", "member_id"),
    # No index on what moves with a mail's state, but for the one by which mails are claimed.
    Index(None, "digest_id", "state", "seq"),
    Index(None, "member_id"),
)

#: Token buckets of the relay and of recipient domains, as the last run left them.
send_rates = Table(
    "send_rates",
    metadata,
    text("name", primary_key=True),
    Column("tokens", Float, nullable=False),
    Column("at", Moment, nullable=False),
)

#: Reports of mail servers about deliveries, kept raw.
bounces = Table(
    "bounces",
    metadata,
    Column("seq", serial, primary_key=True),
    words("message_id"),
    words("member_id"),
    text("kind"),
    text("status_code"),
    text("reason"),
    Column("at", Moment, nullable=False),
    text("report_hash", unique=True),
    Column("packed", LargeBinary, nullable=False),
)
