"""The registered numbers under which documents name organisations."""

import sqlalchemy as sa
from alembic import op

from monitor.store.types import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for the numbers."""
    op.create_table(
        "registered_numbers",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("first_seen", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", "organisation_id", name="pk_registered_numbers"),
    )
