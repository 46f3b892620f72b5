"""A choice is priced on rows it was not made by, and is honest when that shows nothing."""

import random

import numpy as np
import pytest

from copilot.errors import InvalidInputError
from copilot.routing.policy_model import Policy
from eval.decision.harm import DEFAULT_COSTS, Harm
from eval.tune.choose import Tuned, choose
from eval.tune.validate import cross_validate
from eval.tune.wording import verdict_text
from tests.eval.tune.conftest import MakeTable


def separable(count: int, border: float, seed: int = 3) -> list[tuple[float, bool]]:
    """Rows that are hot exactly from a border on."""
    rng = random.Random(seed)
    return [(score, score >= border) for score in (rng.uniform(0, 100) for _ in range(count))]


def tune(questions: MakeTable, policy: Policy, rows: list[tuple[float, bool]]) -> Tuned:
    return choose(questions(*rows), policy, DEFAULT_COSTS, folds=5, seed=1)


def test_a_border_elsewhere_is_found_and_shown_cheaper_on_held_out_rows(questions: MakeTable, policy: Policy) -> None:
    tuned = tune(questions, policy, separable(200, border=40))
    assert tuned.thresholds.purchase_hot == pytest.approx(40, abs=1.5)
    assert tuned.verdict == "cheaper"
    assert tuned.difference < 0
    assert tuned.present_harms[Harm.MISSED_HOT] > 10 * tuned.held_out_harms[Harm.MISSED_HOT]
    assert "Cheaper on rows held out" in verdict_text(tuned)


def test_a_border_where_the_policy_has_it_moves_nothing(questions: MakeTable, policy: Policy) -> None:
    tuned = tune(questions, policy, separable(200, border=60))
    assert tuned.changed == ()
    assert tuned.verdict == "unchanged"


def test_noise_is_not_called_an_improvement(questions: MakeTable, policy: Policy) -> None:
    rng = random.Random(5)
    tuned = tune(questions, policy, [(rng.uniform(50, 70), rng.random() < 0.04) for _ in range(60)])
    assert tuned.changed
    assert tuned.same_rows_cost < tuned.held_out_cost
    assert tuned.verdict == "not_significant"
    assert "Not significant" in verdict_text(tuned)
    assert "60 rows" in verdict_text(tuned)


def test_the_same_seed_gives_the_same_numbers(questions: MakeTable, policy: Policy) -> None:
    rows = separable(60, border=45)
    assert tune(questions, policy, rows) == tune(questions, policy, rows)


def test_a_row_is_never_decided_by_thresholds_chosen_with_it(questions: MakeTable, policy: Policy) -> None:
    # One hot lead far below the others: only a choice that saw it would page at 10.
    rows = [(10.0, True), *((30.0 + i, False) for i in range(20)), *((80.0 + i, True) for i in range(10))]
    table = questions(*rows)
    held = cross_validate(table, table.costs(DEFAULT_COSTS), policy.thresholds, folds=5, seed=1)
    assert held.costs[0] == DEFAULT_COSTS[Harm.MISSED_HOT]


def test_the_same_words_stay_in_one_fold(questions: MakeTable, policy: Policy) -> None:
    table = questions(*[(10.0, True)] * 2, *((30.0 + i, False) for i in range(20)), *[(90.0, True)] * 10)
    twins = [row.model_copy(update={"text": "the same"}) for row in table.rows[:2]]
    table = type(table)((*twins, *table.rows[2:]), table.scores, table.actions)
    held = cross_validate(table, table.costs(DEFAULT_COSTS), policy.thresholds, folds=5, seed=1)
    assert held.costs[:2].tolist() == [DEFAULT_COSTS[Harm.MISSED_HOT]] * 2


def test_progress_counts_every_search(questions: MakeTable, policy: Policy) -> None:
    seen: list[tuple[int, int]] = []
    choose(
        questions(*separable(40, border=60)),
        policy,
        DEFAULT_COSTS,
        folds=2,
        seed=1,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(i, 8) for i in range(1, 9)]


def test_the_curve_of_each_threshold_holds_the_present_and_the_chosen_point(
    questions: MakeTable, policy: Policy
) -> None:
    tuned = tune(questions, policy, separable(100, border=40))
    for name, points in tuned.curves.items():
        by_value = {point.value: point for point in points}
        assert by_value[getattr(tuned.thresholds, name)].cost == pytest.approx(tuned.same_rows_cost)
        assert getattr(policy.thresholds, name) in by_value
        assert all(point.low <= point.difference <= point.high for point in points)
    assert max(point.value for point in tuned.curves["purchase_hot"]) <= tuned.thresholds.purchase_strong


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([(50.0, True)] * 4 + [(50.0, False)] * 5, "10 rows that are not disputed are the least for 5 folds; got 9"),
        ([(50.0, False)] * 12, "no row is hot"),
        ([(50.0, True)] * 12, "every row is hot"),
    ],
    ids=["too few", "no hot row", "only hot rows"],
)
def test_rows_that_can_say_nothing_are_refused(
    rows: list[tuple[float, bool]], message: str, questions: MakeTable, policy: Policy
) -> None:
    with pytest.raises(InvalidInputError, match=message):
        tune(questions, policy, rows)


def test_harms_are_counted_per_row_and_costed(questions: MakeTable, policy: Policy) -> None:
    tuned = tune(questions, policy, separable(100, border=40))
    total = sum(DEFAULT_COSTS[harm] * count for harm, count in tuned.present_harms.items())
    assert tuned.present_cost == pytest.approx(1000 * total / 100)
    held = sum(DEFAULT_COSTS[harm] * count for harm, count in tuned.held_out_harms.items())
    assert tuned.held_out_cost == pytest.approx(1000 * held / 100)
    assert np.isfinite([tuned.low, tuned.high, tuned.present_low, tuned.present_high]).all()
