"""The data folder: held by one process at a time, and the secret that lives in it."""

import fcntl
import json
import os
import secrets
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

from copilot.errors import ConfigurationError, DataFolderLockedError
from copilot.settings import Settings

_LOCK = "copilot.lock"
_KEY = "subject.key"


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds a data folder."""

    pid: int
    url: str | None
    """Where its API listens; None for a command that serves nothing."""


class DataFolder:
    """A data folder held by this process until ``release``.

    Chroma's embedded files break when two processes write them, so the lock is not optional.
    """

    def __init__(self, path: Path) -> None:
        """Create the folder if needed and take it.

        Raises:
            DataFolderLockedError: Another process holds it.
            ConfigurationError: It cannot be created or written.
        """
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._lock: TextIOWrapper = (path / _LOCK).open("a+", encoding="utf-8")
        except OSError as error:
            raise ConfigurationError("COPILOT_DATA_DIR cannot be created or written") from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            raise DataFolderLockedError(
                "another process holds COPILOT_DATA_DIR; stop it, or give this one another folder"
            ) from error
        self.announce(None)

    def announce(self, url: str | None) -> None:
        """Write down who holds the folder and where it can be reached."""
        self._lock.seek(0)
        self._lock.truncate()
        json.dump({"pid": os.getpid(), "url": url}, self._lock)
        self._lock.flush()

    def release(self) -> None:
        """Let the next process in."""
        self._lock.close()


def subject_key_of(settings: Settings) -> bytes:
    """Return the key that turns numbers into ledger subjects: configured, else made once and kept in the folder.

    Raises:
        ConfigurationError: The kept key is damaged. Another would lose every opt-out, so none is made.
    """
    if settings.subject_key is not None:
        return settings.subject_key.get_secret_value().encode()
    file = settings.data_dir / _KEY
    if not file.exists():
        _make_key(file)
    try:
        return bytes.fromhex(file.read_text().strip())
    except ValueError as error:
        raise ConfigurationError("subject.key in COPILOT_DATA_DIR is damaged; restore a backup of it") from error


def _make_key(file: Path) -> None:
    """Write a new key whole or not at all: a torn one would refuse every later start."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(secrets.token_hex(32))
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass  # another process was first; its key counts
    finally:
        draft.unlink()


def holder_of(path: Path) -> Holder | None:
    """Return who holds a data folder now, or None."""
    file = path / _LOCK
    if not file.exists():
        return None
    with file.open("r+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            written = lock.read()
            told = json.loads(written) if written else {}
            return Holder(pid=told.get("pid", 0), url=told.get("url"))
    return None
