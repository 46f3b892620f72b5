"""Our own fixed lines, for what the library has no item for: one file per language."""

from copilot.suggesting.phrase.line import Line
from copilot.suggesting.phrase.table import LANGUAGES, line_text

__all__ = ["LANGUAGES", "Line", "line_text"]
