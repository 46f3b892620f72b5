"""The one place where the database's errors become ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from copilot.errors import StoreUnavailableError

_WHAT_TO_DO: Final = {
    sqlite3.SQLITE_FULL: "the disk is full; free space",
    sqlite3.SQLITE_BUSY: "the database is locked by another writer; try again",
    sqlite3.SQLITE_LOCKED: "the database is locked by another writer; try again",
    sqlite3.SQLITE_READONLY: "the database is read-only; check the rights of its file and folder",
    sqlite3.SQLITE_PERM: "the database may not be opened; check the rights of its file and folder",
    sqlite3.SQLITE_IOERR: "the disk reported an error; check it",
    sqlite3.SQLITE_CANTOPEN: "the database file cannot be opened; check its folder",
    sqlite3.SQLITE_NOMEM: "the database ran out of memory",
    sqlite3.SQLITE_INTERRUPT: "the database was interrupted; try again",
    sqlite3.SQLITE_PROTOCOL: "the database is locked by another writer; try again",
    sqlite3.SQLITE_CORRUPT: "the database file is damaged; restore a backup",
    sqlite3.SQLITE_NOTADB: "the database file is not a database; restore a backup",
}
_UNMIGRATED: Final = ("no such table", "no such column", "has no column named")
_OTHER: Final = "the database cannot be used"


@contextmanager
def translated_failures() -> Iterator[None]:
    """Turn errors of a database that cannot be used into StoreUnavailableError; errors in our own SQL stay as they are.

    Raises:
        StoreUnavailableError: Full, locked, read-only, damaged, gone or not migrated. The message carries no data.
        ValueError: A time without an offset.
    """
    try:
        yield
    except PoolTimeoutError as error:
        raise StoreUnavailableError("every database connection is in use; try again") from error
    except (DatabaseError, InterfaceError, sqlite3.Error) as error:
        advice = _advice(error)
        if advice is None:
            raise
        raise StoreUnavailableError(advice) from error
    except StatementError as error:  # a value that a column type refused, such as a naive time
        if isinstance(error.orig, ValueError):
            raise error.orig from None
        raise


def _advice(error: DatabaseError | InterfaceError | sqlite3.Error) -> str | None:
    """Return what to do about an error, or None when it is a fault in our own SQL."""
    cause = error if isinstance(error, sqlite3.Error) else error.orig
    if not isinstance(
        cause, sqlite3.Error
    ):  # another database: its driver could not reach it, or refused the statement
        return _OTHER if isinstance(error, OperationalError | InterfaceError) else None
    primary_code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    if primary_code == sqlite3.SQLITE_ERROR and any(sign in str(cause) for sign in _UNMIGRATED):
        return "the database lacks a table or column; run its migrations"
    return _WHAT_TO_DO.get(primary_code)
