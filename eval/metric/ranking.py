"""How well a score puts some rows before others."""

import numpy as np
from numpy.typing import NDArray

from copilot.training import metric

Floats = NDArray[np.float64]


def auroc(score: Floats, positive: NDArray[np.bool_]) -> float:
    """Return the area under the ROC curve, ties counted half; NaN when one class is absent."""
    area = metric.auroc(score, positive)
    return float("nan") if area is None else area


def spearman(left: Floats, right: Floats) -> float:
    """Return the rank correlation, tied rows sharing their mean rank; NaN when either side never changes."""
    a, b = _ranks(left), _ranks(right)
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / scale if scale else float("nan")


def precision_at_top(score: Floats, positive: NDArray[np.bool_], *, share: float) -> float:
    """Return the share of positives among the ``share`` of rows (rounded up) that score highest.

    Rows that tie over the cut count with the mean of their tie, so that no order of the rows matters; NaN without rows.
    """
    if not len(score):
        return float("nan")
    return float(mean_of_best(score, positive.astype(np.float64))[top_count(len(score), share) - 1])


def mean_of_best(score: Floats, value: Floats) -> Floats:
    """Return the mean value of the 1, 2, … n rows that score highest, (n,); a row counts with the mean of its tie."""
    _, tie = np.unique(score, return_inverse=True)
    mean_of_tie = np.bincount(tie, weights=value) / np.bincount(tie)
    falling = mean_of_tie[np.sort(tie)[::-1]]
    result: Floats = np.cumsum(falling) / np.arange(1, len(falling) + 1)
    return result


def top_count(n: int, share: float) -> int:
    """Return how many of n rows a share is, rounded up, at least one."""
    return max(1, int(np.ceil(share * n - 1e-9)))


def _ranks(values: Floats) -> Floats:
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    result: Floats = (np.cumsum(count) - (count - 1) / 2)[place]
    return result
