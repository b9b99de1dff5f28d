"""Who leads where on a day, found without reading everybody else."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_standings_role", "standings", ["role", "valid_to", "valid_from"])
