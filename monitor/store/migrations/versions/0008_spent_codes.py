"""The last one-time code that each user spent, so that a restart does not make it good again."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody has spent any."""
    op.add_column("users", sa.Column("totp_step", sa.BigInteger(), nullable=True))
