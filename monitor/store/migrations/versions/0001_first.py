"""The first schema."""

import sqlalchemy as sa
from alembic import op

from monitor.store.types import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 -- one statement a table
    """Make every table."""
    op.create_table(
        "absences",
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", "document_id", "key", name=op.f("pk_absences")),
    )
    op.create_table(
        "addresses",
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("source_id", "url", name=op.f("pk_addresses")),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_hash")),
    )
    op.create_table(
        "bodies",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_bodies")),
    )
    op.create_table(
        "bounces",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("member_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status_code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("report_hash", sa.Text(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_bounces")),
        sa.UniqueConstraint("report_hash", name=op.f("uq_bounces_report_hash")),
    )
    op.create_table(
        "claim_areas",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "claim_id", "area", name=op.f("pk_claim_areas")),
    )
    op.create_index(op.f("ix_claim_areas_area"), "claim_areas", ["area"], unique=False)
    op.create_table(
        "contact_sightings",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("where_kind", sa.Text(), nullable=False),
        sa.Column("where_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("retired", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("address", "where_kind", "where_id", name=op.f("pk_contact_sightings")),
    )
    op.create_table(
        "contacts",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="active", nullable=False),
        sa.Column("first_seen", Moment(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("replaced_by", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_contacts")),
    )
    op.create_table(
        "digests",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("period_key", sa.Text(), nullable=False),
        sa.Column("period_start", Moment(), nullable=False),
        sa.Column("period_end", Moment(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", Moment(), nullable=True),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("expires_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("audience", "cadence", "period_key", name=op.f("uq_digests_audience_cadence_period_key")),
    )
    op.create_index(op.f("ix_digests_state"), "digests", ["state"], unique=False)
    op.create_table(
        "documents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("published_at", Moment(), nullable=True),
        sa.Column("first_seen", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("extractor_revision", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("source_id", "identity", name=op.f("uq_documents_source_id_identity")),
    )
    op.create_index(op.f("ix_documents_first_seen"), "documents", ["first_seen"], unique=False)
    op.create_index(op.f("ix_documents_seen_at"), "documents", ["seen_at"], unique=False)
    op.create_index(op.f("ix_documents_url"), "documents", ["url"], unique=False)
    op.create_table(
        "events",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("change_key", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("organisation_to_id", sa.Text(), nullable=True),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("programme", sa.Text(), nullable=True),
        sa.Column("partnership", sa.Text(), nullable=True),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("version_id", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("detected_at", Moment(), nullable=False),
        sa.Column("published_at", Moment(), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("poll_id", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("hold_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("story_id", sa.Text(), nullable=True),
        sa.Column("concerns_source", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_events")),
        sa.UniqueConstraint("id", name=op.f("uq_events_id")),
        sa.UniqueConstraint("natural_key", name=op.f("uq_events_natural_key")),
    )
    op.create_index(op.f("ix_events_area_detected_at"), "events", ["area", "detected_at"], unique=False)
    op.create_index(op.f("ix_events_change_key"), "events", ["change_key"], unique=False)
    op.create_index(op.f("ix_events_detected_at"), "events", ["detected_at"], unique=False)
    op.create_index(
        op.f("ix_events_organisation_id_detected_at"), "events", ["organisation_id", "detected_at"], unique=False
    )
    op.create_index(op.f("ix_events_state_detected_at"), "events", ["state", "detected_at"], unique=False)
    op.create_table(
        "members",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("folded_address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("organisation", sa.Text(), server_default="", nullable=False),
        sa.Column("is_member", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("consent", sa.Text(), server_default="{}", nullable=False),
        sa.Column("bounce_score", sa.Float(), server_default="0", nullable=False),
        sa.Column("bounced_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("folded_address", name=op.f("uq_members_folded_address")),
    )
    op.create_index(op.f("ix_members_state"), "members", ["state"], unique=False)
    op.create_table(
        "published_counts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_counts")),
    )
    op.create_index(op.f("ix_published_counts_programme"), "published_counts", ["programme"], unique=False)
    op.create_table(
        "questions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answer_claim_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    op.create_index(op.f("ix_questions_answered_at"), "questions", ["answered_at"], unique=False)
    op.create_table(
        "reminders",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("depends_on", sa.Text(), server_default="[]", nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("done_at", Moment(), nullable=True),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
    )
    op.create_index(op.f("ix_reminders_kind_due_on"), "reminders", ["kind", "due_on"], unique=False)
    op.create_table(
        "runs",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("claimed_at", Moment(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "period", name=op.f("pk_runs")),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("health", sa.Text(), server_default="new", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("health_since", Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("first_failure_at", Moment(), nullable=True),
        sa.Column("last_good_at", Moment(), nullable=True),
        sa.Column("last_changed_at", Moment(), nullable=True),
        sa.Column("gap_hours", sa.Float(), nullable=True),
        sa.Column("last_polled_at", Moment(), nullable=True),
        sa.Column("next_due_at", Moment(), nullable=True),
        sa.Column("extractor_revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("remembered", sa.Text(), server_default="{}", nullable=False),
        sa.Column("baseline_at", Moment(), nullable=True),
        sa.Column("pending", sa.Integer(), server_default="0", nullable=False),
        sa.Column("epoch", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
    )
    op.create_table(
        "standings",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=True),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("contract", sa.Text(), nullable=True),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("partnership", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("known_from", Moment(), nullable=False),
        sa.Column("known_to", Moment(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("reviewed", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_standings")),
    )
    op.create_index("ix_standings_area", "standings", ["area", "valid_to", "valid_from"], unique=False)
    op.create_index("ix_standings_claim", "standings", ["claim_id"], unique=False)
    op.create_index("ix_standings_identity", "standings", ["identity"], unique=False)
    op.create_index(
        "ix_standings_known",
        "standings",
        ["key"],
        unique=True,
        sqlite_where=sa.text("known_to >= '9999-01-01'"),
        postgresql_where=sa.text("known_to >= '9999-01-01'"),
    )
    op.create_index(
        "ix_standings_organisation", "standings", ["organisation_id", "valid_to", "valid_from"], unique=False
    )
    op.create_index("ix_standings_valid", "standings", ["valid_to", "valid_from"], unique=False)
    op.create_table(
        "suppressions",
        sa.Column("address_hash", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("details", sa.Text(), server_default="", nullable=False),
        sa.Column("lifted_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("address_hash", name=op.f("pk_suppressions")),
    )
    op.create_table(
        "teachings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("undone_at", Moment(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teachings")),
    )
    op.create_index(op.f("ix_teachings_kind_subject"), "teachings", ["kind", "subject"], unique=False)
    op.create_table(
        "users",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("totp_secret", sa.Text(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("password_at", Moment(), nullable=False),
        sa.Column("disabled_at", Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_failure_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("name", name=op.f("uq_users_name")),
    )
    op.create_table(
        "visits",
        sa.Column("poll_id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), server_default="[]", nullable=False),
        sa.PrimaryKeyConstraint("poll_id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_source_id_at"), "visits", ["source_id", "at"], unique=False)
    op.create_table(
        "claims",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=True),
        sa.Column("partnership", sa.Text(), nullable=True),
        sa.Column("contract", sa.Text(), nullable=True),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("event_date", sa.Date(), nullable=True),
        sa.Column("published_at", Moment(), nullable=True),
        sa.Column("first_seen", Moment(), nullable=False),
        sa.Column("first_version_id", sa.Text(), nullable=False),
        sa.Column("last_version_id", sa.Text(), nullable=False),
        sa.Column("extractor_revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_claims_document_id")),
        sa.PrimaryKeyConstraint("document_id", "id", name=op.f("pk_claims")),
    )
    op.create_index(op.f("ix_claims_id"), "claims", ["id"], unique=False)
    op.create_index(op.f("ix_claims_organisation_id"), "claims", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_claims_source_id"), "claims", ["source_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("wording_before", sa.Text(), nullable=False),
        sa.Column("wording_after", sa.Text(), nullable=False),
        sa.Column("hold_until", sa.Date(), nullable=True),
        sa.Column("merged_into", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_decisions_event_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_decisions")),
        sa.UniqueConstraint("event_id", "verdict", "by", "at", name=op.f("uq_decisions_event_id_verdict_by_at")),
    )
    op.create_index(op.f("ix_decisions_event_id_seq"), "decisions", ["event_id", "seq"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest_id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("epoch", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("claimed_at", Moment(), nullable=True),
        sa.Column("next_at", Moment(), nullable=True),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("smtp_code", sa.Integer(), nullable=True),
        sa.Column("enhanced_code", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["digest_id"], ["digests.id"], name=op.f("fk_deliveries_digest_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("digest_id", "member_id", name=op.f("uq_deliveries_digest_id_member_id")),
        sa.UniqueConstraint("message_id", name=op.f("uq_deliveries_message_id")),
    )
    op.create_index(op.f("ix_deliveries_digest_id_state"), "deliveries", ["digest_id", "state"], unique=False)
    op.create_index(op.f("ix_deliveries_state_next_at"), "deliveries", ["state", "next_at"], unique=False)
    op.create_table(
        "digest_events",
        sa.Column("digest_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["digest_id"], ["digests.id"], name=op.f("fk_digest_events_digest_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_digest_events_event_id")),
        sa.PrimaryKeyConstraint("digest_id", "event_id", name=op.f("pk_digest_events")),
        sa.UniqueConstraint("audience", "cadence", "event_id", name=op.f("uq_digest_events_audience_cadence_event_id")),
    )
    op.create_table(
        "renderings",
        sa.Column("digest_id", sa.Text(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["digest_id"], ["digests.id"], name=op.f("fk_renderings_digest_id")),
        sa.PrimaryKeyConstraint("digest_id", "variant", name=op.f("pk_renderings")),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("csrf", sa.Text(), server_default="", nullable=False),
        sa.Column("details", sa.Text(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False)
    op.create_table(
        "snapshots",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("poll_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("requested_url", sa.Text(), nullable=False),
        sa.Column("fetched_at", Moment(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("charset", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["body_hash"], ["bodies.hash"], name=op.f("fk_snapshots_body_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
    )
    op.create_index(op.f("ix_snapshots_body_hash"), "snapshots", ["body_hash"], unique=False)
    op.create_index(op.f("ix_snapshots_source_id_fetched_at"), "snapshots", ["source_id", "fetched_at"], unique=False)
    op.create_table(
        "standing_events",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("standing_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_standing_events_event_id")),
        sa.ForeignKeyConstraint(["standing_seq"], ["standings.seq"], name=op.f("fk_standing_events_standing_seq")),
        sa.PrimaryKeyConstraint("event_id", "standing_seq", "effect", name=op.f("pk_standing_events")),
    )
    op.create_index(op.f("ix_standing_events_standing_seq"), "standing_events", ["standing_seq"], unique=False)
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("areas", sa.Text(), server_default="[]", nullable=False),
        sa.Column("themes", sa.Text(), server_default="[]", nullable=False),
        sa.Column("programmes", sa.Text(), server_default="[]", nullable=False),
        sa.Column("paused_until", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_subscriptions_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint(
            "member_id", "audience", "cadence", name=op.f("uq_subscriptions_member_id_audience_cadence")
        ),
    )
    op.create_table(
        "versions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("published_at", Moment(), nullable=True),
        sa.Column("updated_at", Moment(), nullable=True),
        sa.Column("first_seen", Moment(), nullable=False),
        sa.Column("snapshot_id", sa.Text(), nullable=True),
        sa.Column("baseline", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_versions_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
        sa.UniqueConstraint("document_id", "ordinal", name=op.f("uq_versions_document_id_ordinal")),
    )
    op.create_index(op.f("ix_versions_content_hash"), "versions", ["content_hash"], unique=False)
    op.create_index(op.f("ix_versions_first_seen"), "versions", ["first_seen"], unique=False)
    op.create_table(
        "readings",
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("extractor_revision", sa.Integer(), nullable=False),
        sa.Column("read_at", Moment(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_readings_version_id")),
        sa.PrimaryKeyConstraint("version_id", "extractor_revision", name=op.f("pk_readings")),
    )
