"""Names and stated facts found without reading every standing and every claim."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_FACTS = ("involvement", "payment", "services", "strategic_role", "volume")


def upgrade() -> None:
    """Mark the claims that state a fact, and index them and the names."""
    op.add_column("claims", sa.Column("states_facts", sa.Boolean(), nullable=False, server_default="0"))
    body = sa.column("body", sa.Text())
    stated = sa.or_(*(body.contains(f'"{fact}":', autoescape=True) for fact in _FACTS))
    op.execute(
        sa.update(sa.table("claims", sa.column("states_facts", sa.Boolean()), body))
        .where(stated)
        .values(states_facts=True)
    )
    here, there = sa.text("states_facts = 1"), sa.text("states_facts")
    op.create_index("ix_claims_facts", "claims", ["organisation_id"], sqlite_where=here, postgresql_where=there)
    op.create_index("ix_standings_name", "standings", ["organisation", "organisation_id"])
    named = sa.text("partnership IS NOT NULL")
    op.create_index(
        "ix_standings_partnership", "standings", ["partnership"], sqlite_where=named, postgresql_where=named
    )
