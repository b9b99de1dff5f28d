"""The day of the visit that saw a change first, kept apart from the day on which it happened."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing published has given a day so far but for a contact that retired: every other one was that of the visit."""
    events = sa.table("events", *(sa.column(name) for name in ("change", "occurred_on", "type", "concerns_source")))
    op.execute(
        sa.update(events)
        .where(
            events.c.occurred_on.is_not(None),
            events.c.type != "contact_retired",
            events.c.concerns_source.is_(sa.false()),
        )
        .values(occurred_on=None, change=sa.func.replace(events.c.change, '"occurred_on":', '"seen_on":'))
    )
