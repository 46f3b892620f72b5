"""What one reader said so far, kept beside the export after every reply, so that a session goes on where it ended."""

import json
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from copilot.errors import InvalidInputError
from copilot.training.dataset import HEADS
from eval.label.private_file import read_private, write_private

_FORM: Final = 1


@dataclass(frozen=True, slots=True)
class Mark:
    """What was said of one reply."""

    id: str
    intents: tuple[str, ...] = ()
    """Primary first; () is out of scope."""
    wants_person: bool = False
    is_skipped: bool = False
    taken_from: str | None = None
    """The reply of the very same words and context whose mark this is."""


_FIELDS: Final = tuple(each.name for each in fields(Mark))


@dataclass(slots=True)
class Journal:
    """One reader's marks, in the order they were made; saved on every change."""

    path: Path
    reader: str
    revision: str
    """Of the export."""
    marks: list[Mark] = field(default_factory=list)

    @property
    def by_id(self) -> dict[str, Mark]:
        """Return the marks by reply, skipped ones among them."""
        return {mark.id: mark for mark in self.marks}

    def add(self, mark: Mark) -> None:
        """Add the mark of a reply."""
        self.marks.append(mark)
        self._save()

    def undo(self) -> str | None:
        """Take the last mark back, with those taken from it, and return its reply; None where there is none."""
        last = next((mark for mark in reversed(self.marks) if mark.taken_from is None), None)
        if last is None:
            return None
        self.marks = [mark for mark in self.marks if last.id not in (mark.id, mark.taken_from)]
        self._save()
        return last.id

    def _save(self) -> None:
        marks = [{name: getattr(mark, name) for name in _FIELDS} for mark in self.marks]
        content = {"format": _FORM, "reader": self.reader, "revision": self.revision, "marks": marks}
        write_private(self.path, json.dumps(content))


def open_journal(path: Path, *, reader: str, revision: str) -> Journal:
    """Return a reader's journal, empty where there is none yet.

    Raises:
        InvalidInputError: The file cannot be read, or belongs to another state of the export.
    """
    content = read_private(path, form=_FORM)
    if content is None:
        return Journal(path, reader, revision)
    if content.get("revision") != revision:
        raise InvalidInputError(f"{path.name} was made for another state of the export; put that back, or move it away")
    try:
        marks = [_mark(item) for item in content["marks"]]
    except (KeyError, TypeError, ValueError):
        raise InvalidInputError(f"{path.name} is damaged; put back a copy, or move it away to begin again") from None
    return Journal(path, reader, revision, marks)


def _mark(item: dict[str, Any]) -> Mark:
    mark = Mark(**{**item, "intents": tuple(item["intents"])})
    if not isinstance(mark.id, str) or not set(mark.intents) <= set(HEADS["applies"]):
        raise ValueError
    return mark
