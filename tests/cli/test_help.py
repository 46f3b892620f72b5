"""What every command says of itself is committed, and is said quickly."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from copilot.cli import app
from tests.cli.conftest import Run, environment_of

COMMITTED = Path(__file__).parent / "help.txt"
HEAVY = ("alembic", "chromadb", "fastapi", "httpx2", "numpy", "onnxruntime", "pydantic_settings", "sqlalchemy", "torch")


def test_every_commands_help_is_as_committed(cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    pages = []
    for words in _commands(typer.main.get_command(app), ()):
        shown = cli(*words, "--help")
        assert (shown.code, shown.err) == (0, "")
        pages.append(f"$ {' '.join(('sms-copilot', *words))} --help\n{_normalised(shown.out)}\n")
    actual = tmp_path / "help.txt"
    actual.write_text("\n".join(pages), "utf-8")
    assert actual.read_text("utf-8") == COMMITTED.read_text("utf-8"), f"if the change is meant: cp {actual} {COMMITTED}"


def test_without_a_command_the_help_is_shown(cli: Run) -> None:
    shown = cli()
    assert shown.code == 2
    assert "Run the service until Ctrl-C." in shown.out + shown.err


@pytest.mark.parametrize("arguments", [["--help"], ["knowledge", "import", "--help"], ["version"]], ids=" ".join)
def test_help_loads_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    code = f"""
import sys
from copilot.cli import main
sys.argv = ["sms-copilot", *{arguments!r}]
try:
    main()
except SystemExit:
    pass
print("loaded:", *[name for name in {HEAVY!r} if name in sys.modules])
"""
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment_of(tmp_path), capture_output=True, text=True, check=True
    )
    assert ended.stdout.splitlines()[-1].strip() == "loaded:"


def _commands(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield words
    for name, inner in getattr(command, "commands", {}).items():
        yield from _commands(inner, (*words, name))


def _normalised(text: str) -> str:
    """Return the words of a help page without colours, frames and the width they were laid out for."""
    bare = re.sub(r"\x1b\[[0-9;]*m", "", text)
    lines = (re.sub(r"\s+", " ", re.sub(r"[─│╭╮╰╯]+", " ", line)).strip() for line in bare.splitlines())
    return "\n".join(line for line in lines if line)
