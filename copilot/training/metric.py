"""Pure metric computations; no model, no files."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def macro_f1(truth: Sequence[str], predicted: Sequence[str], labels: Sequence[str]) -> float:
    """Return the mean F1 over the labels that occur in ``truth``; 0 when there are none."""
    score = mean_f1(label_index(truth, labels), label_index(predicted, labels), len(labels))
    return 0.0 if np.isnan(score) else score


def label_index(names: Sequence[str], labels: Sequence[str]) -> NDArray[np.intp]:
    """Return the place of each name among the labels, (n,); ``len(labels)`` for one that is not there."""
    place = {label: i for i, label in enumerate(labels)}
    return np.array([place.get(name, len(labels)) for name in names], dtype=np.intp)


def mean_f1(truth: NDArray[np.intp], predicted: NDArray[np.intp], classes: int) -> float:
    """Return the mean F1 over the classes 0 … ``classes`` − 1 that occur in ``truth``; NaN when none does.

    The class ``classes`` stands for everything else.
    """
    support = np.bincount(truth, minlength=classes + 1)[:classes]
    given = np.bincount(predicted, minlength=classes + 1)[:classes]
    hit = np.bincount(truth[truth == predicted], minlength=classes + 1)[:classes]
    occurs = support > 0
    return float((2 * hit[occurs] / (support + given)[occurs]).mean()) if occurs.any() else float("nan")


def honour_accepted(predicted: Sequence[str], truth: Sequence[str], accepted: Sequence[Sequence[str]]) -> list[str]:
    """Return the truths, with the prediction in place of the truth where the row accepts it."""
    rows = zip(predicted, truth, accepted, strict=True)
    return [p if p in accept else t for p, t, accept in rows]


def calibration_error(probability: Floats, right: NDArray[np.bool_], *, bins: int = 15) -> float:
    """Return the expected calibration error of top-1 probabilities (n,), equal-width bins."""
    correct = np.asarray(right, dtype=np.float64)
    place = np.minimum((probability * bins).astype(int), bins - 1)
    gaps = np.bincount(place, weights=correct - probability, minlength=bins)
    return float(np.abs(gaps).sum()) / max(len(probability), 1)


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
