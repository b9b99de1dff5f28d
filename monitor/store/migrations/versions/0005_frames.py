"""What stood where on a page at its last visits."""

import sqlalchemy as sa
from alembic import op

from monitor.store.types import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; zones are learned from the next visits on."""
    op.create_table(
        "frames",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "at", name=op.f("pk_frames")),
    )
    op.create_index(op.f("ix_frames_host"), "frames", ["host"])
