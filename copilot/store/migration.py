"""Bringing a database's tables up to date, from the migrations that travel in this package."""

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from copilot.store.engine import for_writing
from copilot.store.failure import translated_failures


def upgrade(engine: Engine) -> None:
    """Create or change tables until they are the newest; all or nothing, one process at a time.

    Raises:
        StoreUnavailableError: The database cannot be written.
    """
    with translated_failures(), for_writing(engine).begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_behind(engine: Engine) -> bool:
    """Return whether the database lacks migrations of this version.

    Raises:
        StoreUnavailableError: The database cannot be read.
    """
    with translated_failures(), engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) != _newest()


@cache
def _newest() -> frozenset[str]:
    return frozenset(ScriptDirectory.from_config(_config()).get_heads())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "copilot.store:migrations")
    return config
