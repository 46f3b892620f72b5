"""The lines of a file as text, each decoded by itself, so that one bad line does not hide the others."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from copilot.errors import InvalidInputError
from eval.own.fault import Fault

_UTF16: tuple[bytes, ...] = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line."""

    number: int
    """From 1."""
    text: str
    """With its end; what cannot be decoded is replaced."""
    is_broken: bool
    """Whether it held bytes that are no UTF-8."""


def read_lines(path: Path) -> tuple[bytes, list[Line]]:
    """Return the bytes of a file and its lines.

    Raises:
        InvalidInputError: It cannot be read, is empty, or is UTF-16.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidInputError(f"{path} cannot be read: {error.strerror}") from None
    if content.startswith(_UTF16):
        raise InvalidInputError(f"{path.name} is UTF-16: save it as UTF-8 (in Excel, “CSV UTF-8”)")
    if not content.strip():
        raise InvalidInputError(f"{path.name} is empty")
    return content, list(_decoded(content.removeprefix(codecs.BOM_UTF8)))


def broken_encoding(line: int, row_id: str | None = None) -> Fault:
    """Return the fault of a line that is no UTF-8."""
    return Fault(line, row_id, None, "not_utf8", "is not UTF-8: save the file as UTF-8 (in Excel, “CSV UTF-8”)")


def _decoded(content: bytes) -> Iterator[Line]:
    for number, raw in enumerate(content.splitlines(keepends=True), start=1):
        try:
            yield Line(number, raw.decode("utf-8"), is_broken=False)
        except UnicodeDecodeError:
            yield Line(number, raw.decode("utf-8", "replace"), is_broken=True)
