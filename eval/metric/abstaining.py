"""What is gained by staying silent where one is unsure."""

import numpy as np
from numpy.typing import NDArray

from eval.metric.ranking import mean_of_best, top_count

Floats = NDArray[np.float64]


def accuracy_at_coverage(confidence: Floats, right: NDArray[np.bool_], *, coverage: float) -> float:
    """Return the accuracy on the ``coverage`` of rows (rounded up) with the highest confidence; NaN without rows."""
    if not len(confidence):
        return float("nan")
    return float(mean_of_best(confidence, right.astype(np.float64))[top_count(len(confidence), coverage) - 1])


def risk_by_coverage(confidence: Floats, right: NDArray[np.bool_]) -> Floats:
    """Return the error rate when the 1, 2, … n most confident rows are answered, (n,)."""
    return 1.0 - mean_of_best(confidence, right.astype(np.float64))


def area_under_risk(confidence: Floats, right: NDArray[np.bool_]) -> float:
    """Return AURC, the mean error rate over all coverages; 0 is best, NaN without rows."""
    return float(risk_by_coverage(confidence, right).mean()) if len(confidence) else float("nan")


def curve_points(risk: Floats, *, most: int = 101) -> dict[str, list[float]]:
    """Return at most ``most`` evenly spaced points of a risk–coverage curve, its last one included."""
    n = len(risk)
    at = np.unique(np.linspace(0, n - 1, min(n, most)).round().astype(int)) if n else np.array([], dtype=int)
    return {"coverage": ((at + 1) / n).tolist() if n else [], "risk": risk[at].tolist()}


def recall_at_kept(score: Floats, outside: NDArray[np.bool_], *, kept: float) -> float:
    """Return the share of outside rows found by the lowest cut that keeps ``kept`` of the inside rows at or under it.

    A row is found when its score lies above the cut, so ties with kept rows are not found; NaN when one side is absent.
    """
    inner = np.sort(score[~outside])
    if not len(inner) or len(inner) == len(score):
        return float("nan")
    cut = inner[top_count(len(inner), kept) - 1]
    return float((score[outside] > cut).mean())
