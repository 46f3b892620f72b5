"""Runs migrations on the connection that ``copilot.store.migration`` hands over, inside its transaction."""

from alembic import context

from copilot.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    transactional_ddl=False,  # the transaction is the caller's
)
context.run_migrations()
