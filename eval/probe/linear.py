"""A linear layer on frozen vectors: says what a vector holds, without touching the network."""

import importlib.util
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from copilot.scoring.base import FloatArray

NOT_INSTALLED: Final = "scikit-learn is not installed; it comes with the extra `train`"

_STRENGTHS: Final = (1.0, 10.0)
"""Inverse strengths of the ridge to choose from, on a fifth of the training rows: many labels want 10, few 1."""
_MOST_STEPS: Final = 200
_FIFTH: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeAnswers:
    """What the linear layer says of n texts."""

    label: NDArray[np.str_]
    """(n,) the likeliest."""
    confidence: NDArray[np.float64]
    """(n,) its probability."""
    strength: float
    """The inverse strength of the ridge that was chosen."""


def is_installed() -> bool:
    """Return whether scikit-learn is here."""
    return importlib.util.find_spec("sklearn") is not None


def fit_and_answer(train: FloatArray, labels: Sequence[str], test: FloatArray, *, seed: int) -> ProbeAnswers:
    """Fit a multinomial logistic regression on unit vectors and answer others; needs scikit-learn.

    Args:
        train: (m, dimension), m at least a few rows a label.
        labels: (m,) of the training rows.
        test: (n, dimension).
        seed: Chooses the fifth of the training rows on which the ridge is chosen.
    """
    truth = np.array(labels)
    held = np.random.default_rng(seed).permutation(len(truth)) % _FIFTH == 0
    tried = {
        strength: float((_fit(strength, train[~held], truth[~held]).predict(train[held]) == truth[held]).mean())
        for strength in _STRENGTHS
    }
    strength = max(_STRENGTHS, key=lambda c: tried[c])
    model = _fit(strength, train, truth)
    probability = model.predict_proba(test)
    return ProbeAnswers(
        label=model.classes_[probability.argmax(axis=1)], confidence=probability.max(axis=1), strength=strength
    )


def _fit(strength: float, vectors: FloatArray, labels: NDArray[np.str_]) -> Any:
    from sklearn.linear_model import LogisticRegression  # an extra: not needed to measure replies

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "not converged": a fit cut at its last step is good enough and repeats
        return LogisticRegression(C=strength, max_iter=_MOST_STEPS).fit(vectors, labels)
