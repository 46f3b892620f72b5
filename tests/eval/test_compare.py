"""Comparisons: paired, in the right direction, and quiet where nothing is shown."""

from collections.abc import Sequence

import pytest

from eval.compare import Comparison, compare_systems
from eval.task.abstention import AbstentionTask
from eval.task.calibration import CalibrationTask
from eval.task.primary import PrimaryTask
from tests.eval.builders import TableSystem, bench_of, sure, turn

ROWS = [turn(str(number)) for number in range(60)]
RIGHT = {row.text: sure("gratitude", abstained=False) for row in ROWS}
HALF = {row.text: sure("gratitude" if int(row.text) % 2 else "opt_out", abstained=int(row.text) > 30) for row in ROWS}


def compared(
    metrics: Sequence[tuple[str, str]] | None, *, writers: dict[str, list[str]] | None = None
) -> dict[str, Comparison]:
    tasks = [PrimaryTask(), CalibrationTask(), AbstentionTask()]
    for task in tasks:
        task.set_names = ("mine",)
    found = compare_systems(
        bench_of(ROWS),
        TableSystem(RIGHT, name="right@1", writers=writers),
        TableSystem(HALF, name="half@1"),
        tasks=tasks,
        metrics=metrics,
    )
    return {f"{each.task} {each.metric}": each for each in found}


def test_a_gain_on_the_same_rows_is_better_whichever_way_its_figure_points() -> None:
    found = compared(None)
    assert found["primary accuracy"].difference == pytest.approx(0.5)
    assert found["primary accuracy"].verdict == "better"
    assert found["calibration brier"].difference < 0
    assert found["calibration brier"].verdict == "better"


def test_figures_whose_rows_a_system_chooses_are_not_compared() -> None:
    found = compared(None)
    assert "abstention in_scope_answered" in found
    assert "abstention right_among_answered" not in found


def test_only_the_metrics_asked_for_are_compared() -> None:
    assert set(compared([("primary", "macro_f1")])) == {"primary macro_f1"}


def test_rows_that_one_system_learnt_from_are_left_out() -> None:
    assert compared(None, writers={"train": ["w01"]}) == {}


@pytest.mark.parametrize(
    ("low", "high", "lower_is_better", "verdict"),
    [
        (0.01, 0.05, False, "better"),
        (-0.05, -0.01, False, "worse"),
        (-0.01, 0.05, False, "no difference shown"),
        (0.0, 0.0, False, "no difference shown"),
        (0.01, 0.05, True, "worse"),
        (-0.05, -0.01, True, "better"),
    ],
)
def test_verdict_needs_an_interval_that_leaves_zero_out(
    low: float, high: float, lower_is_better: bool, verdict: str
) -> None:
    comparison = Comparison(
        task="primary",
        set_name="mine",
        metric="macro_f1",
        system="a",
        against="b",
        value=0.8,
        difference=(low + high) / 2,
        low=low,
        high=high,
        n=60,
        lower_is_better=lower_is_better,
    )
    assert comparison.verdict == verdict
