"""Whether the database can be used: migrated, and writable as proven by writing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from sqlalchemy import Engine, delete, insert

from copilot.errors import StoreUnavailableError
from copilot.store.migration import is_behind
from copilot.store.outbox import OutboxRepository
from copilot.store.row import StoreHealth
from copilot.store.schema import write_probe
from copilot.store.session import Session

_PADDING: Final = bytes(16_384)
"""Four pages: room for a reply with all it does, so that a full disk shows here first."""


def check_health(engine: Engine, open_for_writing: Callable[[], AbstractContextManager[Session]]) -> StoreHealth:
    """Write something, take it out again and count the outbox. Never raises for what it finds.

    Two transactions: what a single one takes out again never has to fit on the disk.
    """
    try:
        if is_behind(engine):
            return StoreHealth(
                writable=False, migrations_behind=True, reason="the database lacks migrations; run them", outbox=None
            )
        with open_for_writing() as session:
            session.connection.execute(insert(write_probe).values(id=session.new_id("prb"), padding=_PADDING))
        with open_for_writing() as session:
            session.connection.execute(delete(write_probe))
            stats = OutboxRepository(session).stats()
    except StoreUnavailableError as error:
        return StoreHealth(writable=False, migrations_behind=False, reason=error.message, outbox=None)
    return StoreHealth(writable=True, migrations_behind=False, reason=None, outbox=stats)
