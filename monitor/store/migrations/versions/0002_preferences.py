"""What a member chooses beyond areas and themes: specialisms, language, and what a quiet week should bring."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns with what everybody had until now."""
    op.add_column("subscriptions", sa.Column("specialisms", sa.Text(), server_default="[]", nullable=False))
    op.add_column("subscriptions", sa.Column("quiet", sa.Text(), server_default="paragraph", nullable=False))
    op.add_column("members", sa.Column("language", sa.Text(), server_default="en", nullable=False))
