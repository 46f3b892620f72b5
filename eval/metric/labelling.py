"""How many labels are right: one a row, or several."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.bool_]
"""(n, labels): which labels a row has."""


@dataclass(frozen=True, slots=True)
class LabelCounts:
    """Hits and sizes of label sets, ready to be summed over any rows."""

    hit: NDArray[np.float64]
    """(n, labels): the label is there and was reported."""
    truth: NDArray[np.float64]
    """(n, labels): the label is there."""
    predicted: NDArray[np.float64]
    """(n, labels): the label was reported."""

    @classmethod
    def of(cls, truth: Matrix, predicted: Matrix) -> "LabelCounts":
        """Count truth against what was reported."""
        return cls(
            hit=(truth & predicted).astype(np.float64),
            truth=truth.astype(np.float64),
            predicted=predicted.astype(np.float64),
        )

    def micro_f1(self, rows: NDArray[np.intp]) -> float:
        """Return F1 over all labels of some rows together; NaN where there is no label on either side."""
        weight = np.bincount(rows, minlength=len(self.hit))
        total = float((weight @ self.truth).sum() + (weight @ self.predicted).sum())
        return 2 * float((weight @ self.hit).sum()) / total if total else float("nan")

    def macro_f1(self, rows: NDArray[np.intp]) -> float:
        """Return the mean F1 over the labels that occur in some rows; NaN where none does."""
        weight = np.bincount(rows, minlength=len(self.hit))
        truth = weight @ self.truth
        occurs = truth > 0
        if not occurs.any():
            return float("nan")
        total = truth + weight @ self.predicted
        return float((2 * (weight @ self.hit)[occurs] / total[occurs]).mean())


def confusion(truth: NDArray[np.intp], predicted: NDArray[np.intp], classes: int) -> NDArray[np.intp]:
    """Return counts (classes, classes), rows truth."""
    flat = np.bincount(truth * classes + predicted, minlength=classes * classes)
    result: NDArray[np.intp] = flat.reshape(classes, classes)
    return result
