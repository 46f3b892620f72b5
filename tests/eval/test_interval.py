"""Intervals: known by hand where they can be, the same under a seed, and honest at the edges."""

import math

import numpy as np
import pytest

from eval.interval import Indices, bootstrap, bootstrap_around, exact_lower, exact_upper, paired, proportion

VALUES = np.linspace(0.0, 1.0, 200)


def mean(rows: Indices) -> float:
    return float(VALUES[rows].mean())


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (15, 15, 0.7820, 1.0),
        (0, 10, 0.0, 0.3085),
        (3, 20, 0.0321, 0.3789),
        (250, 250, 0.98535, 1.0),
        (1900, 2000, 0.9395, 0.9591),
    ],
)
def test_exact_interval_is_clopper_pearson(k: int, n: int, low: float, high: float) -> None:
    assert exact_lower(k, n) == pytest.approx(low, abs=1e-4)
    assert exact_upper(k, n) == pytest.approx(high, abs=1e-4)


def test_a_proportion_of_no_rows_is_not_evaluated() -> None:
    figure = proportion(0, 0)
    assert (figure.value, figure.reason) == (None, "no such row")


def test_bootstrap_repeats_under_its_seed_and_differs_under_another() -> None:
    assert bootstrap(mean, 200, seed=1) == bootstrap(mean, 200, seed=1)
    assert bootstrap(mean, 200, seed=1) != bootstrap(mean, 200, seed=2)


def test_bootstrap_of_a_mean_is_two_standard_errors_wide() -> None:
    low, high = bootstrap(mean, 200, resamples=2000)
    error = VALUES.std() / math.sqrt(200)
    assert low == pytest.approx(0.5 - 1.96 * error, abs=0.005)
    assert high == pytest.approx(0.5 + 1.96 * error, abs=0.005)


def test_resamples_that_say_nothing_are_left_out() -> None:
    low, high = bootstrap(lambda rows: mean(rows) if 0 in rows else math.nan, 200, resamples=200)
    assert 0 < low < high < 1
    assert all(map(math.isnan, bootstrap(lambda rows: math.nan, 200, resamples=10)))
    assert all(map(math.isnan, bootstrap(mean, 0, resamples=10)))


def test_the_interval_of_what_noise_only_raises_holds_its_value() -> None:
    def spread(rows: Indices) -> float:
        return abs(mean(rows) - 0.5)

    low, high = bootstrap(spread, 200)
    assert not low <= 0.0 <= high  # resampling only adds
    low, high = bootstrap_around(0.0, spread, 200)
    assert low <= 0.0 <= high


def test_equals_differ_by_nothing_and_a_constant_gain_by_exactly_it() -> None:
    assert paired(mean, mean, 200) == (0.0, 0.0, 0.0)
    assert paired(lambda rows: mean(rows) + 0.1, mean, 200) == pytest.approx((0.1, 0.1, 0.1))


def test_pairing_sees_what_two_intervals_hide() -> None:
    better = np.minimum(VALUES + 0.02, 1.0)
    _, low, _ = paired(lambda rows: float(better[rows].mean()), mean, 200)
    assert low > 0
    assert bootstrap(mean, 200)[1] > bootstrap(lambda rows: float(better[rows].mean()), 200)[0]
