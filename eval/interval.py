"""How sure a number is: bootstrap and exact binomial intervals, all 95 % and two-sided."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eval.result import Figure

Indices = NDArray[np.intp]
"""Row numbers of a resample, (n,)."""

RESAMPLES: Final = 1000
SEED: Final = 20261124
_TAIL: Final = 0.025
"""On each side."""


def bootstrap(
    statistic: Callable[[Indices], float], n: int, *, resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[float, float]:
    """Return the percentile interval of a statistic of n rows drawn n times with replacement.

    A resample on which the statistic is not defined (NaN: a class was not drawn) is left out; NaN twice where it never
    was defined.
    """
    return _percentiles(_resampled(statistic, n, resamples, seed))


def bootstrap_around(
    value: float, statistic: Callable[[Indices], float], n: int, *, resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[float, float]:
    """Return the percentile interval moved so that its middle lies on ``value``; never below zero.

    For statistics that noise only raises, such as a calibration error: resampling adds noise once more, so their plain
    interval would lie above the value it belongs to.
    """
    drawn = _resampled(statistic, n, resamples, seed)
    low, high = _percentiles(drawn)
    bias = float(np.nanmedian(drawn)) - value if np.isfinite(drawn).any() else 0.0
    return max(low - bias, 0.0), max(high - bias, 0.0)


def paired(
    statistic_a: Callable[[Indices], float],
    statistic_b: Callable[[Indices], float],
    n: int,
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> tuple[float, float, float]:
    """Return the difference a − b on all rows and its interval, both computed on the same resampled rows."""
    rows = np.arange(n, dtype=np.intp)

    def difference(drawn: Indices) -> float:
        return statistic_a(drawn) - statistic_b(drawn)

    return (difference(rows), *bootstrap(difference, n, resamples=resamples, seed=seed))


def _resampled(statistic: Callable[[Indices], float], n: int, resamples: int, seed: int) -> NDArray[np.float64]:
    if n == 0:
        return np.full(resamples, np.nan)
    rng = np.random.default_rng(seed)
    return np.array([statistic(rng.integers(0, n, size=n)) for _ in range(resamples)], dtype=np.float64)


def _percentiles(drawn: NDArray[np.float64]) -> tuple[float, float]:
    defined = drawn[np.isfinite(drawn)]
    if not len(defined):
        return float("nan"), float("nan")
    low, high = np.quantile(defined, [_TAIL, 1 - _TAIL])
    return float(low), float(high)


def exact_lower(k: int, n: int) -> float:
    """Return the lower end of the Clopper–Pearson interval of k hits among n (two-sided, 95 %)."""
    if k <= 0 or n <= 0:
        return 0.0
    return _bisect(lambda p: float(_tail(k, n, p)) >= _TAIL)


def exact_upper(k: int, n: int) -> float:
    """Return the upper end of the Clopper–Pearson interval of k hits among n (two-sided, 95 %)."""
    return 1.0 - exact_lower(n - k, n)


def proportion(k: int, n: int) -> Figure:
    """Return the share k of n with its exact interval; not evaluated where n is zero."""
    if n == 0:
        return Figure(value=None, n=0, k=0, reason="no such row")
    return Figure(value=k / n, low=exact_lower(k, n), high=exact_upper(k, n), n=n, k=k)


def _tail(k: int, n: int, p: float) -> float:
    """Return P(at least k hits among n) at hit rate p, summed on a log scale."""
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])
    hits = np.arange(k, n + 1)
    log_choose = log_factorial[n] - log_factorial[hits] - log_factorial[n - hits]
    return float(np.exp(log_choose + hits * np.log(p) + (n - hits) * np.log1p(-p)).sum())


def _bisect(is_reached: Callable[[float], bool]) -> float:
    """Return where a condition that stays true once it is, first holds between 0 and 1."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if is_reached(middle) else (middle, high)
    return (low + high) / 2
