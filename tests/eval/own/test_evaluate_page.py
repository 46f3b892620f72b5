"""The page for evaluators shows what is really read."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot.scoring.base import ReplyInput
from eval.check import check_predictions
from eval.label.rule import RULES
from eval.own.open_system import open_system
from eval.own.row_file import read_rows

PAGE = (Path(__file__).parents[3] / "docs" / "evaluate.md").read_text("utf-8")


def block(language: str) -> str:
    [found] = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    (tmp_path / "mymodule_of_the_page.py").write_text(block("python"), "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield "mymodule_of_the_page"
    sys.modules.pop("mymodule_of_the_page", None)


def test_its_rows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(block("json"), "utf-8")
    turns = read_rows(path).turns
    assert [turn.primary for turn in turns] == ["discount_request", "out_of_scope", "acknowledgement"]


def test_its_function_is_a_system(module: str) -> None:
    system = open_system(f"{module}:read")
    predictions = system.predict([ReplyInput("a"), ReplyInput("b", "c")])
    assert [p.best for p in check_predictions(predictions, ["1", "2"], system=system.name)] == ["pricing_question"] * 2


def test_its_rules_and_bounds_are_the_real_ones() -> None:
    for rule in RULES:
        sign = "≥" if rule.is_at_least else "≤"
        assert f"| `{rule.name}` | {sign} {rule.bound:.1%} ".replace(".0%", "%").replace("%", " %") in PAGE
