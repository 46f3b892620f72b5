"""Files as evaluators bring them, and what a refusal says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from copilot.errors import InvalidInputError
from eval.own.row_file import RowFile, read_rows

SECRET = "Zelda wants a boat 555-0142"
"""Words of a customer; they may stand in no error."""

Write = Callable[..., Path]
Refuse = Callable[..., tuple[str, list[str]]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write lines, or bytes, to a file of some name."""

    def write_lines(name: str, *lines: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
        return path

    return write_lines


@pytest.fixture
def read(write: Write) -> Callable[..., RowFile]:
    """Read the file of some lines."""

    def read_lines(name: str, *lines: str | bytes, **options: Any) -> RowFile:
        return read_rows(write(name, *lines), **options)

    return read_lines


@pytest.fixture
def refuse(write: Write) -> Refuse:
    """Return (message, faults) of a file that is refused; none of them may repeat a customer's words."""

    def refused(name: str, *lines: str | bytes, **options: Any) -> tuple[str, list[str]]:
        path = write(name, *lines)
        with pytest.raises(InvalidInputError) as raised:
            read_rows(path, **options)
        faults = [f"{error.pointer}: {error.message}" for error in raised.value.errors]
        said = " ".join((raised.value.message, *faults))
        assert not [word for word in (SECRET, "Zelda", "boat", "555-0142") if word in said]
        return raised.value.message, faults

    return refused
