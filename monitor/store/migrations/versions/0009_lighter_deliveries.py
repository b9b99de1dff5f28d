"""Indexes of mails that do not move when a mail's state does: writing two of them anew cost half of what a claim costs."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What they answered is answered by the index of digest, state and number, and by the member alone."""
    op.drop_index(op.f("ix_deliveries_state_next_at"), table_name="deliveries")
    op.drop_index(op.f("ix_deliveries_member_id_state"), table_name="deliveries")
    op.create_index(op.f("ix_deliveries_member_id"), "deliveries", ["member_id"])
