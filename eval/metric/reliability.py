"""Whether a probability means what it says."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BINS: Final = 15


def brier(probability: Floats, right: NDArray[np.bool_]) -> float:
    """Return the mean squared difference between a probability and what happened; NaN without rows."""
    return float(((probability - right) ** 2).mean()) if len(probability) else float("nan")


def reliability_bins(probability: Floats, right: NDArray[np.bool_], *, bins: int = BINS) -> list[dict[str, Any]]:
    """Return, for each equal-width bin that holds rows, its mean probability and its share of right ones."""
    place = np.minimum((probability * bins).astype(int), bins - 1)
    return [
        {
            "low": b / bins,
            "high": (b + 1) / bins,
            "n": int((place == b).sum()),
            "confidence": float(probability[place == b].mean()),
            "accuracy": float(right[place == b].mean()),
        }
        for b in range(bins)
        if (place == b).any()
    ]
