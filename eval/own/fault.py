"""What is wrong with the rows of a file: all of it, by line, id and field, and never by a customer's words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from copilot.errors import FieldError, InvalidInputError
from copilot.text.redaction import redact

SHOWN: Final = 20
"""Faults told in full; a file of another kind is wrong in every row, and the first ones say enough."""
_SHOWN_CHARS: Final = 40
"""Longest id or label that is repeated: what is longer is more likely prose from a wrong column."""
_FEW: Final = 8
"""Labels that are all named, rather than the closest."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with one row."""

    line: int
    """Where the row starts in the file, from 1."""
    id: str | None
    """The row's own id, where it has a usable one."""
    field: str | None
    """The field by its name in the file."""
    code: str
    """Stable, such as ``unknown_label``."""
    message: str

    @property
    def place(self) -> str:
        """Return line, id and field in words."""
        named = "" if self.id is None else f" ({shown_id(self.id)})"
        return f"line {self.line}{named}" + ("" if self.field is None else f", {self.field}")


@dataclass(slots=True)
class FaultList:
    """Collects what is wrong while a file is read to its end."""

    name: str
    """Of the file."""
    faults: list[Fault] = field(default_factory=list)

    def raise_if_any(self) -> None:
        """Refuse the file.

        Raises:
            InvalidInputError: There is a fault; the first ones are named in full, the others counted.
        """
        if self.faults:
            raise InvalidInputError(self.summary(), described(self.faults))

    def summary(self) -> str:
        """Return how many rows are wrong, and how many faults are not told in full."""
        rows = len({fault.line for fault in self.faults})
        more = len(self.faults) - SHOWN
        tail = f"; the first {SHOWN} faults, and {more} more" if more > 0 else ""
        return f"{self.name}: {rows} row{' is' if rows == 1 else 's are'} wrong{tail}"


def described(faults: Sequence[Fault]) -> list[FieldError]:
    """Return the first faults as an error carries them."""
    return [FieldError(fault.place, fault.code, fault.message) for fault in faults[:SHOWN]]


def shown_id(given: str) -> str:
    """Return an id as it may be repeated: without phone numbers and addresses, and cut if it is prose."""
    safe = "".join(char if char.isprintable() else "·" for char in redact(given))
    return safe if len(safe) <= _SHOWN_CHARS else f"{safe[:12]}… of {len(given)} characters"


def unknown_label(given: str, known: Sequence[str]) -> str:
    """Return what to say of a label that is none.

    It is repeated only where it resembles one: anything else may be a customer's words from a wrong column.
    """
    [nearest] = get_close_matches(given, known, n=1, cutoff=0.0) or [known[0]]
    if len(given) <= _SHOWN_CHARS and get_close_matches(given, known, n=1, cutoff=0.6):
        return f"{given!r} is no label; the closest is {nearest}"
    hint = f"the closest is {nearest}" if len(known) > _FEW else f"use {', '.join(known)}"
    return f"holds no label but a text of {len(given)} characters; {hint}"
