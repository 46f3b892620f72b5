"""One row of an import: a knowledge item, or everything that is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from copilot.domain.knowledge import KnowledgeItem
from copilot.retrieval.slots import check_braces

MAX_FILE_BYTES = 50_000_000
"""Largest file that is read. The starter library has 0.1 MB; 100,000 items have about 40 MB."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing that is wrong in an import. Messages never quote the content."""

    source: str
    """The file as the caller named it; for a folder, the path inside it."""
    line: int | None
    """First line of the row or field, from 1; None when the whole file is meant."""
    pointer: str
    """JSON Pointer (RFC 6901) into the item, or ``/`` and the column of a CSV; empty when the whole row is meant."""
    message: str
    """What to do."""


@dataclass(slots=True)
class ReadResult:
    """What an import holds. With problems, items are those of the good rows: the caller decides to apply none."""

    items: list[KnowledgeItem] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    lines: list[tuple[str, int]] = field(default_factory=list)
    """(source, line) of each item, in the order of ``items``."""

    def add(self, item: KnowledgeItem, source: str, line: int) -> None:
        """Take a good row."""
        self.items.append(item)
        self.lines.append((source, line))

    def reject(self, source: str, line: int | None, pointer: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(RowProblem(source, line, pointer, message))

    def extend(self, other: "ReadResult") -> None:
        """Take everything of another file."""
        self.items.extend(other.items)
        self.problems.extend(other.problems)
        self.lines.extend(other.lines)

    def read_row(
        self,
        values: Mapping[str, object],
        source: str,
        line: int,
        *,
        line_of: Callable[[str], int] | None = None,
        pointer_of: Callable[[str], str] | None = None,
    ) -> None:
        """Validate one row and take it, or note everything that is wrong with it.

        Args:
            values: Fields of the item, not yet checked.
            source: Where the row is from.
            line: Its first line.
            line_of: Gives the line of a top-level field; None: the row's.
            pointer_of: Turns a pointer into the item into one the format's reader knows; None: the same.
        """
        wrong: list[tuple[str, str, str]] = []
        item: KnowledgeItem | None = None
        try:
            item = KnowledgeItem.model_validate(values)
        except ValidationError as error:
            for each in error.errors(include_input=False, include_url=False):
                path = [str(part) for part in each["loc"]]
                pointer = "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)
                wrong.append((path[0] if path else "", pointer, each["msg"].removeprefix("Value error, ")))
        body = values.get("body")
        if isinstance(body, str):
            wrong.extend(("body", "/body", message) for message in check_braces(body))
        for name, pointer, message in wrong:
            shown = pointer if pointer_of is None else pointer_of(pointer)
            self.reject(source, line if line_of is None else line_of(name), shown, message)
        if item is not None and not wrong:
            self.add(item, source, line)
