"""Opening a database. Everything that only SQLite knows stands in this file."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url

from copilot.errors import StoreUnavailableError

BUSY_TIMEOUT_S: Final = 5.0
"""How long a writer waits for another before it gives up."""
_CONNECTIONS: Final = 16
_WRITES: Final = "copilot_writes"
_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",  # NORMAL may lose the last commits when the power fails
    "foreign_keys=ON",
    f"busy_timeout={int(BUSY_TIMEOUT_S * 1000)}",
    "secure_delete=ON",  # erased text is overwritten, not only unlinked
    "temp_store=MEMORY",  # no customer text in temporary files
)


def open_engine(location: Path | str) -> Engine:
    """Return an engine for a SQLite file (its folder must exist) or for a SQLAlchemy URL.

    Parameters never appear in its errors or logs: they are customer text.
    """
    url = make_url(location) if isinstance(location, str) and "://" in location else make_url(f"sqlite:///{location}")
    is_sqlite = url.get_backend_name() == "sqlite"
    options: dict[str, Any] = {"connect_args": {"timeout": BUSY_TIMEOUT_S}} if is_sqlite else {}
    engine = create_engine(
        url, hide_parameters=True, pool_size=_CONNECTIONS, max_overflow=0, pool_timeout=BUSY_TIMEOUT_S, **options
    )
    if is_sqlite:
        event.listen(engine, "connect", _prepare_connection)
        event.listen(engine, "begin", _begin)
    return engine


def for_writing(engine: Engine) -> Engine:
    """Return the same engine whose transactions take SQLite's write lock at their start, so none has to be upgraded."""
    return engine.execution_options(**{_WRITES: True})


def writer_gate(engine: Engine) -> AbstractContextManager[None]:
    """Return a reusable gate that lets one writer of this process in at a time.

    SQLite has one writer anyway; without the gate they wait by polling, in no order and up to 100 ms too long.
    """
    return _Gate() if engine.dialect.name == "sqlite" else nullcontext()


def scrub(engine: Engine) -> bool:
    """Rebuild the file and empty the write-ahead log: both may still hold what was deleted.

    ``secure_delete`` alone is not enough: when pages are rebalanced it leaves copies behind (measured: a trace after
    1 of 223 erasures). It writes the whole database once (200 MB: 3.6 s on
    two busy cores), needs that much free space, and other writers wait for it.

    Returns:
        False when a reader kept the log from being emptied.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()  # neither runs inside a transaction
    try:
        with _cursor(connection) as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (busy, _, _) = cursor.fetchone()
    finally:
        connection.close()
    return bool(busy == 0)


class _Gate(AbstractContextManager[None]):
    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=BUSY_TIMEOUT_S):
            raise StoreUnavailableError("the database is locked by another writer; try again")

    def __exit__(self, *_: object) -> None:
        self._lock.release()


@contextmanager
def _cursor(connection: Any) -> Iterator[Any]:
    cursor = connection.cursor()
    try:
        yield cursor
    finally:
        cursor.close()


def _prepare_connection(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own: _begin does
    with _cursor(connection) as cursor:
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITES) else "BEGIN")
