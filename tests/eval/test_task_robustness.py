"""Damage is charged to the system that stumbles over it, and to nobody else."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from copilot.scoring.base import ReplyInput
from copilot.training.dataset import Turn
from eval.perturb import PERTURBATIONS
from eval.prediction import Prediction
from eval.task.robustness import OptOutRobustnessTask, RobustnessTask
from tests.eval.builders import bench_of, sure, turn

TURNS = [
    *[replace(turn(f"how much for {n} seats", ("pricing_question",)), id=f"p{n}") for n in range(20)],
    *[replace(turn(f"please remove my number {n}", ("opt_out",)), id=f"o{n}") for n in range(20)],
]


class LatinSystem:
    """Reads words it knows, in any case; whatever else it takes for small talk."""

    name = "latin@1"

    def __init__(self) -> None:
        self.asked = 0

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        self.asked += len(turns)
        return [self._read(asked.text.lower()) for asked in turns]

    def _read(self, text: str) -> Prediction:
        if "remove my number" in text:
            return sure("opt_out", opts_out=True, held=False)
        if "how much" in text:
            return sure("pricing_question", opts_out=False, held=False)
        return sure("greeting", opts_out=False, held="remove" in text)


class DeafSystem(LatinSystem):
    """Says nothing of stops or intents."""

    name = "deaf@1"

    def _read(self, text: str) -> Prediction:
        return Prediction()


def test_case_costs_nothing_and_look_alikes_nearly_all() -> None:
    figures = RobustnessTask().measure(bench_of(TURNS), LatinSystem(), "mine").figures
    assert figures["macro_f1_clean"].value == 1.0
    assert figures["drop_caps"].value == 0.0
    assert (figures["drop_homoglyphs"].value or 0) > 0.9
    assert figures["drop_homoglyphs"].low is not None
    assert figures["drop_homoglyphs"].low > 0.8


def test_the_worst_drop_is_the_largest_and_is_named() -> None:
    result = RobustnessTask().measure(bench_of(TURNS), LatinSystem(), "mine")
    drops = {p.name: result.figures[f"drop_{p.name}"].value or 0.0 for p in PERTURBATIONS}
    assert result.figures["worst_drop"].value == max(drops.values()) == drops[result.detail["worst_damage"]]


def test_a_row_counts_as_right_under_all_only_if_every_copy_is() -> None:
    right = RobustnessTask().measure(bench_of(TURNS), LatinSystem(), "mine").figures["right_under_all"]
    assert right.n == 40
    assert (right.value or 0.0) < 0.1


def test_stops_are_counted_among_opt_outs_and_false_stops_among_the_rest() -> None:
    figures = RobustnessTask().measure(bench_of(TURNS), LatinSystem(), "mine").figures
    assert (figures["stopped_clean"].k, figures["stopped_clean"].n) == (20, 20)
    assert (figures["false_stops_caps"].k, figures["false_stops_caps"].n) == (0, 20)
    assert (figures["stopped_worst"].k or 0) < 5
    assert (figures["stopped_or_held_emoji"].k or 0) >= (figures["stopped_emoji"].k or 0)


def test_a_reply_that_a_damage_leaves_as_it_was_is_not_read_again() -> None:
    bench, system = bench_of([turn("thanks", ("gratitude",))]), LatinSystem()
    RobustnessTask().measure(bench, system, "mine")
    unchanged = [p for p in PERTURBATIONS if p.apply("thanks", row_id="thanks", seed=7) == "thanks"]
    assert {"lower", "no_punctuation"} <= {p.name for p in unchanged}
    assert system.asked == 1 + len(PERTURBATIONS) - len(unchanged)


def test_a_system_without_intents_is_not_evaluated() -> None:
    figures = RobustnessTask().measure(bench_of(TURNS), DeafSystem(), "mine").figures
    assert figures["worst_drop"].value is None
    assert figures["worst_drop"].reason is not None


@pytest.mark.parametrize(("system", "value"), [(LatinSystem(), 1.0), (DeafSystem(), None)])
def test_opt_outs_and_look_alikes_are_measured_where_stops_are_told(system: LatinSystem, value: float | None) -> None:
    unjudged: list[Turn] = [replace(turn("who knows", None), id="u")]
    figures = OptOutRobustnessTask().measure(bench_of([*TURNS, *unjudged]), system, "mine").figures
    assert figures["stopped_clean"].value == value
    if value is not None:
        assert figures["false_stops_clean"].n == 20
