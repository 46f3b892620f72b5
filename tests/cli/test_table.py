"""Rows are whole and harmless wherever they are printed."""

import io
from contextlib import redirect_stdout

import pytest

from copilot.cli.table import print_table

COLUMNS = ("id", "title")
WIDE = ("an-id-of-some-length", "a title " * 20)


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def on_terminal(rows: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what a terminal of 60 columns shows."""
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "dumb")
    with redirect_stdout(Terminal()) as screen:
        print_table(COLUMNS, rows, title="some items")
    return screen.getvalue()


def test_in_a_pipe_a_row_is_one_whole_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(COLUMNS, [WIDE], title="one item")
    assert capsys.readouterr().out.splitlines() == ["id\ttitle", "\t".join(WIDE)]


def test_a_cell_breaks_no_line_and_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(COLUMNS, [("a\tb", "c\nd\x1b[31me\x9b1mf")])
    assert capsys.readouterr().out.splitlines()[1:] == ["a b\tc d [31me 1mf"]


def test_on_a_terminal_nothing_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = on_terminal([WIDE], monkeypatch)
    assert "some items" in shown
    assert "…" not in shown
    assert WIDE[0] in shown
    assert shown.count("title") == 21


def test_brackets_are_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "[/bold] [red]50%[/red]" in on_terminal([("x", "[/bold] [red]50%[/red]")], monkeypatch)
