"""Verdicts: met at the bound, missed only beyond the interval, and honest where the rows are too few."""

import pytest

from eval.floor import FLOORS, Direction, Floor, Verdict, is_sure, judge
from eval.result import Figure, not_evaluated
from eval.row_set import ROW_SETS
from eval.task.registry import TASKS


@pytest.mark.parametrize(
    ("value", "low", "high", "direction", "verdict", "sure"),
    [
        (0.90, 0.88, 0.92, "at_least", "met", True),
        (0.85, 0.80, 0.90, "at_least", "met", False),
        (0.83, 0.79, 0.87, "at_least", "too few rows to decide", False),
        (0.80, 0.78, 0.82, "at_least", "missed", True),
        (0.84, 0.84, 0.84, "at_least", "met", True),
        (0.80, 0.78, 0.82, "at_most", "met", True),
        (0.85, 0.80, 0.90, "at_most", "too few rows to decide", False),
        (0.90, 0.88, 0.92, "at_most", "missed", True),
    ],
)
def test_verdict(value: float, low: float, high: float, direction: Direction, verdict: Verdict, sure: bool) -> None:
    floor = Floor("primary", "public_written", "macro_f1", 0.84, direction)
    figure = Figure(value=value, low=low, high=high, n=390)
    assert judge(figure, floor) == verdict
    assert is_sure(figure, floor) is sure


def test_what_was_not_evaluated_is_neither_met_nor_missed() -> None:
    floor = FLOORS[0]
    assert judge(None, floor) == "not evaluated"
    assert judge(not_evaluated("nobody judged it"), floor) == "not evaluated"
    assert not is_sure(None, floor)


def test_all_of_these_rows_is_sure() -> None:
    assert is_sure(
        Figure(value=1.0, low=0.78, high=1.0, n=15, k=15), Floor("opt_out", "public_written", "stopped", 1.0)
    )


def test_a_worse_number_without_an_interval_is_missed() -> None:
    assert judge(Figure(value=0.1), Floor("primary", "public_written", "macro_f1", 0.84)) == "missed"


def test_a_floor_of_one_model_binds_no_other() -> None:
    floor = Floor("primary", "public_written", "macro_f1", 0.87, model="reply-scorer-base")
    assert floor.binds("reply-scorer-base@2026.11.3")
    assert not floor.binds("reply-scorer-small@2026.11.3")


def test_every_floor_stands_on_a_task_and_a_set_that_are_there() -> None:
    measured = {(task.name, set_name) for task in TASKS for set_name in task.set_names}
    assert [floor for floor in FLOORS if (floor.task, floor.set_name) not in measured] == []
    assert {floor.set_name for floor in FLOORS} <= set(ROW_SETS)
    named = [(floor.task, floor.set_name, floor.metric, floor.model) for floor in FLOORS]
    assert len(set(named)) == len(named)
