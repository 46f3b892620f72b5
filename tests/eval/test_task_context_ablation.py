"""The worth of a context is what is lost without it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from copilot.scoring.base import ReplyInput
from eval.prediction import Prediction
from eval.task.context_ablation import ContextAblationTask
from tests.eval.builders import bench_of, sure, turn

TURNS = [
    *[replace(turn("yes", ("purchase_ready",)), id=f"b{n}", context="Shall I send the contract?") for n in range(15)],
    *[replace(turn("yes", ("opt_out",)), id=f"o{n}", context="Shall I take you off?") for n in range(15)],
]


class AskedSystem:
    """Knows what yes means only from what was asked."""

    name = "asked@1"

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        return [sure("opt_out" if asked.context and "off" in asked.context else "purchase_ready") for asked in turns]


def test_the_gain_is_the_difference_on_the_same_rows() -> None:
    result = ContextAblationTask().measure(bench_of(TURNS), AskedSystem(), "mine")
    assert result.figures["accuracy_with"].value == 1.0
    assert result.figures["accuracy_without"].value == 0.5
    gain = result.figures["accuracy_gain"]
    assert gain.value == 0.5
    assert gain.low is not None
    assert gain.high is not None
    assert 0 < gain.low < 0.5 < gain.high < 1
    assert result.detail["answers_changed"] == 15


def test_only_rows_in_scope_with_a_context_take_part() -> None:
    rows = [*TURNS, turn("yes", ("gratitude",)), replace(turn("yes", ()), id="x", context="Hm?")]
    figures = ContextAblationTask().measure(bench_of(rows), AskedSystem(), "mine").figures
    assert figures["accuracy_with"].n == 30


def test_a_set_without_contexts_is_not_evaluated() -> None:
    figures = ContextAblationTask().measure(bench_of([turn("yes", ("gratitude",))]), AskedSystem(), "mine").figures
    assert figures["gain"].value is None
    assert figures["gain"].reason == "no row of this set has a context"
