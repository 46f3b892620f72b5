"""What a page is made of: sections of tables, drawings, heat tables and notes, before any HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

Tone = Literal["", "good", "bad", "unsure", "missing", "muted"]
"""How a cell is meant; a tone never speaks by colour alone, its text or mark says the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: words, and beside them perhaps a drawing and a smaller line."""

    text: str
    note: str = ""
    tone: Tone = ""
    is_badge: bool = False
    is_quote: bool = False
    """The text is somebody's message: data, in any script and direction."""
    is_number: bool = False
    drawing: Markup | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under headings; the first cell of a row is its heading."""

    caption: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawings:
    """Small drawings side by side, each with its caption."""

    drawings: Sequence[tuple[str, Markup]]
    """(caption, SVG)."""
    kind: Literal["drawings"] = "drawings"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """One truth and how often each label was given for it."""

    label: str
    cells: Sequence[tuple[int, str]]
    """(rows, CSS class of the shade), in the order of the table's labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """A confusion matrix as a table whose cells are shaded."""

    caption: str
    labels: Sequence[str]
    rows: Sequence[HeatRow]
    kind: Literal["heat"] = "heat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A sentence; ``is_missing`` where it stands for something that was not evaluated."""

    text: str
    is_missing: bool = False
    kind: Literal["note"] = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading inside a section."""

    text: str
    kind: Literal["heading"] = "heading"


Block = Table | Drawings | Heat | Note | Heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page under one heading."""

    id: str
    """Of its anchor: a fixed word, never data."""
    title: str
    intro: str
    blocks: Sequence[Block]


def words(text: object, **fields: object) -> Cell:
    """Return a cell of plain words."""
    return Cell(text=str(text), **fields)  # type: ignore[arg-type]  # the fields are Cell's own


def missing(reason: str) -> Cell:
    """Return a cell for what was not evaluated."""
    return Cell(text="not evaluated", note=reason, tone="missing")
