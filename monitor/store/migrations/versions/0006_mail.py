"""Token buckets that outlive a run, mails found in the order in which they go, and reports that name their delivery."""

import sqlalchemy as sa
from alembic import op

from monitor.store.types import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what was not there; the index that it replaces goes."""
    op.create_table(
        "send_rates",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_send_rates")),
    )
    op.drop_index(op.f("ix_deliveries_digest_id_state"), table_name="deliveries")
    op.create_index(op.f("ix_deliveries_digest_id_state_seq"), "deliveries", ["digest_id", "state", "seq"])
    op.create_index(op.f("ix_deliveries_member_id_state"), "deliveries", ["member_id", "state"])
