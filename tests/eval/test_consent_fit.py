"""A writer who helped to fit the consent thresholds is measured with thresholds that never saw it."""

from collections.abc import Sequence

import pytest

from copilot.scoring.base import ReplyInput
from copilot.training.dataset import Turn
from eval.consent_fit import refitted_on, without_own_rows
from eval.system import System
from tests.eval.builders import TableSystem, bench_of, turn


class FittedSystem(TableSystem):
    """Scores a text by its length; keeps what thresholds it was given."""

    thresholds: tuple[float, float] | None = None

    def opt_out_scores(self, turns: Sequence[ReplyInput]) -> list[float]:
        return [min(len(asked.text) / 100, 1.0) for asked in turns]

    def with_consent(self, *, act_threshold: float, review_threshold: float) -> System:
        other = FittedSystem({}, name=self.name, writers=self.writers)
        other.thresholds = (act_threshold, review_threshold)
        return other


WRITERS = {"train": ["t01"], "calibration": ["t04", "t15"], "test": ["t06"]}


def rows_of(writer: str) -> list[Turn]:
    return [turn("x", ("opt_out",), source=writer)]


def test_the_measured_writer_is_replaced_by_the_other_writer_of_opt_outs() -> None:
    rows = bench_of(rows_of("t15")).rows("mine")
    assert refitted_on(FittedSystem({}, writers=WRITERS), rows) == ("t04", "t06")
    learnt = {**WRITERS, "train": ["t01", "t06"]}
    assert refitted_on(FittedSystem({}, writers=learnt), rows) == ("t04",)


def test_rows_that_took_no_part_in_fitting_keep_the_shipped_thresholds() -> None:
    bench = bench_of(rows_of("t06"))
    system = FittedSystem({}, writers=WRITERS)
    assert without_own_rows(bench, system, "mine") is system


def test_a_system_without_thresholds_is_measured_as_it_is() -> None:
    bench = bench_of(rows_of("t15"))
    system = TableSystem({}, writers=WRITERS)
    assert without_own_rows(bench, system, "mine") is system


def test_thresholds_are_fitted_on_scores_of_the_other_writers(monkeypatch: pytest.MonkeyPatch) -> None:
    others = [turn("s" * 90, ("opt_out",), source="t04"), turn("n" * 10, ("greeting",), source="t04")]
    own = [turn("s" * 20, ("opt_out",), source="t15")]
    monkeypatch.setattr("eval.consent_fit.read_turns", lambda path: [*others, *own])
    fitted = without_own_rows(bench_of(rows_of("t15")), FittedSystem({}, writers=WRITERS), "mine")
    assert isinstance(fitted, FittedSystem)
    assert fitted.thresholds is not None
    act, review = fitted.thresholds
    assert 0.1 < review <= act <= 0.99
