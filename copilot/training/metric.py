"""Pure metric computations; no model, no files."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def macro_f1(truth: Sequence[str], predicted: Sequence[str], labels: Sequence[str]) -> float:
    """Return the mean F1 over the labels that occur in ``truth``; 0 when there are none."""
    scores = []
    for label in labels:
        support = sum(t == label for t in truth)
        if support:
            hit = sum(t == p == label for t, p in zip(truth, predicted, strict=True))
            scores.append(2 * hit / (support + sum(p == label for p in predicted)))
    return sum(scores) / len(scores) if scores else 0.0


def honour_accepted(predicted: Sequence[str], truth: Sequence[str], accepted: Sequence[Sequence[str]]) -> list[str]:
    """Return the truths, with the prediction in place of the truth where the row accepts it."""
    rows = zip(predicted, truth, accepted, strict=True)
    return [p if p in accept else t for p, t, accept in rows]


def calibration_error(probability: Floats, right: NDArray[np.bool_], *, bins: int = 15) -> float:
    """Return the expected calibration error of top-1 probabilities (n,), equal-width bins."""
    correct = np.asarray(right, dtype=np.float64)
    place = np.minimum((probability * bins).astype(int), bins - 1)
    gaps = [abs(float((correct - probability)[place == b].sum())) for b in range(bins)]
    return sum(gaps) / max(len(probability), 1)


def auroc(score: Floats, positive: NDArray[np.bool_]) -> float | None:
    """Return the area under the ROC curve, ties counted half; ``None`` when one class is absent."""
    wins, losses = score[positive], score[~positive]
    if not len(wins) or not len(losses):
        return None
    below = np.searchsorted(np.sort(losses), wins, side="left")
    up_to = np.searchsorted(np.sort(losses), wins, side="right")
    return float((below + up_to).sum() / 2 / len(wins) / len(losses))


def count(hits: NDArray[np.bool_]) -> dict[str, int]:
    """Return k of n, the way small counts are reported."""
    return {"k": int(hits.sum()), "n": len(hits)}


def mean_reciprocal_rank(similarity: Floats, relevant: NDArray[np.int64], *, depth: int = 10) -> float:
    """Return MRR at ``depth`` of similarities (queries, documents) with one relevant document each."""
    own = similarity[np.arange(len(relevant)), relevant][:, None]
    rank = (similarity > own).sum(axis=1) + 1
    return float(np.where(rank <= depth, 1 / rank, 0.0).mean())
