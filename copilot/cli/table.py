"""Rows for a person or for a program: a table on a terminal, tab-separated lines in a pipe."""

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str | None = None) -> None:
    """Print rows whole: folded on a terminal, a line each in a pipe, where the first line names the columns."""
    cleaned = [[_cleaned(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for line in (columns, *cleaned):
            print("\t".join(line))
        return
    table = Table(title=title)
    for number, column in enumerate(columns):
        table.add_column(column, overflow="fold", no_wrap=number == 0)  # the id, which is copied
    for row in cleaned:
        table.add_row(*(Text(cell) for cell in row))  # a Text, since a string would be read as markup
    Console().print(table)


def _cleaned(cell: str) -> str:
    """Return a cell without what would break a line or steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in cell)
