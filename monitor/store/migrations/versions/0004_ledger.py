"""Published counts beside ours, questions by programme, reminders that are checked, and corrections that are told once."""

import sqlalchemy as sa
from alembic import op

from monitor.store.types import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the tables lacked; rows that are there keep what everybody had until now."""
    op.add_column("published_counts", sa.Column("counts", sa.Text(), server_default="", nullable=False))
    op.add_column("published_counts", sa.Column("bound", sa.Text(), server_default="exact", nullable=False))
    op.add_column("questions", sa.Column("programme", sa.Text(), nullable=True))
    op.add_column("questions", sa.Column("since", sa.Date(), nullable=True))
    op.add_column("reminders", sa.Column("checked_at", Moment(), nullable=True))
    op.create_table(
        "digest_corrections",
        sa.Column("digest_id", sa.Text(), nullable=False),
        sa.Column("correction_id", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["digest_id"], ["digests.id"], name=op.f("fk_digest_corrections_digest_id")),
        sa.PrimaryKeyConstraint("digest_id", "correction_id", name=op.f("pk_digest_corrections")),
        sa.UniqueConstraint(
            "audience", "cadence", "correction_id", name=op.f("uq_digest_corrections_audience_cadence_correction_id")
        ),
    )
