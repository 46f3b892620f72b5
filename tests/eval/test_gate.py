"""The gate: what is missed or significantly worse stops a model, what cannot be decided is said and does not."""

from typing import Any

import pytest

from copilot.errors import InvalidInputError
from eval.gate import find

FLOOR: dict[str, Any] = {
    "task": "primary",
    "set": "public_written",
    "metric": "macro_f1",
    "system": "reply-scorer-small@1",
    "bound": 0.84,
    "direction": "at_least",
    "value": 0.85,
    "low": 0.81,
    "high": 0.89,
    "n": 390,
    "verdict": "met",
    "sure": False,
}
COMPARISON: dict[str, Any] = {
    "task": "primary",
    "set": "public_written",
    "metric": "macro_f1",
    "system": "reply-scorer-small@2",
    "against": "reply-scorer-small@1",
    "difference": -0.03,
    "low": -0.05,
    "high": -0.01,
    "verdict": "worse",
}


def test_a_missed_floor_stops_it_and_says_by_how_much() -> None:
    missed = {**FLOOR, "value": 0.74, "low": 0.7, "high": 0.78, "verdict": "missed", "sure": True}
    first, second = find([FLOOR, missed], [])
    assert first.is_failure
    assert first.line == (
        "missed: reply-scorer-small@1: primary macro_f1 on public_written is 0.740 (0.70–0.78), must be at least 0.84"
    )
    assert not second.is_failure
    assert second.line.startswith("met on these rows, too few to be sure")


@pytest.mark.parametrize("verdict", ["too few rows to decide", "not evaluated"])
def test_what_cannot_be_decided_is_said_and_passes(verdict: str) -> None:
    findings = find([FLOOR, {**FLOOR, "verdict": verdict, "value": None, "reason": None}], [])
    assert [finding.is_failure for finding in findings] == [False, False]
    assert verdict in findings[1].line


def test_a_significantly_worse_comparison_stops_it() -> None:
    [first, _] = find([FLOOR], [COMPARISON])
    assert first.is_failure
    assert "worse: reply-scorer-small@2 against reply-scorer-small@1" in first.line
    unsure = {**COMPARISON, "high": 0.01, "verdict": "no difference shown"}
    assert not any(finding.is_failure for finding in find([FLOOR], [unsure]))


@pytest.mark.parametrize("floors", [[], [{**FLOOR, "verdict": "not evaluated"}]])
def test_a_report_that_judges_nothing_lets_nothing_ship(floors: list[dict[str, Any]]) -> None:
    with pytest.raises(InvalidInputError, match="measures no floor"):
        find(floors, [])
