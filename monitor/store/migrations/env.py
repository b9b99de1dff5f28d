"""How Alembic reaches the state: over the connection and in the transaction that ``monitor.store.schema`` hands it."""

from alembic import context

from monitor.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
# No transaction of Alembic's own: the caller's holds all migrations, or none.
context.run_migrations()
