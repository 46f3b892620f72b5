"""``eval``: what is missing is told, and the gate's answer is an exit code."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run


def report_at(path: Path, *floors: dict[str, Any]) -> Path:
    document = {"format": 2, "systems": [], "results": [], "floors": list(floors), "comparisons": []}
    path.write_text(json.dumps(document), "utf-8")
    return path


def floor(verdict: str, value: float) -> dict[str, Any]:
    place = {"task": "primary", "set": "public_written", "metric": "macro_f1", "system": "reply-scorer-small@1"}
    bound = {"bound": 0.84, "direction": "at_least"}
    return {**place, **bound, "value": value, "low": value, "high": value, "n": 390, "verdict": verdict, "sure": True}


@pytest.mark.parametrize(
    "arguments", [["run"], ["compare", "--model", "small", "--against", "base"], ["gate", "x.json"]], ids=" ".join
)
def test_a_benchmark_that_is_not_installed_is_told(
    cli: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setattr("copilot.cli.benchmark.entry_points", lambda group: ())
    ended = cli("eval", *arguments)
    assert ended.code == 2
    assert ended.err == "sms-copilot: the benchmark is not installed beside this command\n"


def test_the_gate_opens_when_floors_are_met(cli: Run, tmp_path: Path) -> None:
    ended = cli("eval", "gate", str(report_at(tmp_path / "r.json", floor("met", 0.9))))
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.endswith("Nothing keeps it from shipping.\n")


def test_the_gate_closes_when_a_floor_is_missed(cli: Run, tmp_path: Path) -> None:
    report = report_at(tmp_path / "r.json", floor("met", 0.9), floor("missed", 0.7))
    ended = cli("eval", "gate", str(report))
    assert ended.code == 1
    assert ended.out.startswith("missed: reply-scorer-small@1: primary macro_f1")
    assert ended.out.endswith("1 of 2 keep it from shipping.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gate", "nowhere.json"], "nowhere.json cannot be read: No such file or directory"),
        (["run", "--task", "luck"], "no task is called 'luck'; there are primary, "),
        (["run", "--set", "luck"], "no set of rows is called 'luck'; there are "),
        (["run", "--rows", "nowhere.csv"], "nowhere.csv"),
        (["run", "--model", "huge"], "no model artefact called 'huge'"),
        (["compare", "--model", "small", "--against", "small"], "two systems are called reply-scorer-small@"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_measured_is_one_line(cli: Run, arguments: list[str], said: str) -> None:
    ended = cli("eval", *arguments)
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.startswith(f"sms-copilot: {said}")
    assert len(ended.err.splitlines()) == 1
