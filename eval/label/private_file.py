"""Files that hold what people said of customers: readable by their owner only, and never half written."""

import json
import os
from pathlib import Path
from typing import Any

from copilot.errors import InvalidInputError


def write_private(path: Path, content: str) -> None:
    """Write a file with mode 0600 by way of a second one, so that a crash leaves the old content or the new.

    Raises:
        InvalidInputError: It cannot be written.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.unlink(missing_ok=True)
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except OSError as error:
        raise InvalidInputError(f"{path} cannot be written: {error.strerror}") from None


def read_private(path: Path, *, form: int) -> dict[str, Any] | None:
    """Return the JSON object of a file of ours, None where there is no file.

    Args:
        path: The file.
        form: Its ``format``.

    Raises:
        InvalidInputError: It cannot be read, or is none of ours.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InvalidInputError(f"{path} cannot be read: {error.strerror}") from None
    except ValueError:
        content = None
    if not isinstance(content, dict) or content.get("format") != form:
        raise InvalidInputError(f"{path.name} is no file of this command, or of another version; move it away")
    return content
