"""Intervals of means by resampling rows, for many means at once."""

from typing import Final

import numpy as np

from eval.tune.case_table import FloatArray

RESAMPLES: Final = 2000


def mean_interval(values: FloatArray, *, seed: int, resamples: int = RESAMPLES) -> tuple[FloatArray, FloatArray]:
    """Return the ends of the 95 % percentile interval of the mean of each column.

    Args:
        values: (n, k), n ≥ 1; every column is resampled by the same rows.
        seed: Of the resampling.
        resamples: How many.
    """
    n = len(values)
    counts = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=resamples)
    low, high = np.quantile(counts @ values / n, (0.025, 0.975), axis=0)
    return low, high
