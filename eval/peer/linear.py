"""Linear heads on any features: what the trained peers share, calibrated on held-out writers as ours is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from copilot.training.calibrate import Platt, fit_platt, fit_temperature, softmax
from copilot.training.dataset import HEADS, MISSING, TONE_HEADS, Turn, applies_matrix, class_index
from copilot.training.dataset import intents_judged as judged_rows
from eval.peer.lesson import Lesson
from eval.peer.verdict import Floats, Verdicts, fit_verdicts

_UNSEEN: Final = -4.0
"""Score of a label that no training row carries; only a tiny lesson lacks one."""

Advance = Callable[[], None]


class Classifier(Protocol):
    """A linear model of scikit-learn."""

    classes_: Any
    coef_: Any
    intercept_: Any

    def fit(self, X: Any, y: Any) -> Any:
        """Learn from features (n, width) and classes (n,)."""
        ...


@dataclass(frozen=True, slots=True)
class Recipe:
    """Which linear models a peer fits."""

    choose: Callable[[], Classifier]
    """For heads that choose one label of several."""
    apply: Callable[[], Classifier]
    """For one label that applies or not."""
    is_softmax: bool
    """Whether the scores of ``choose`` are logits of one distribution; else they are margins, one label against all."""


@dataclass(frozen=True, slots=True)
class LinearHead:
    """Scores of a head's labels, linear in the features."""

    weight: NDArray[np.float32]
    """(width, labels)."""
    bias: NDArray[np.float32]
    """(labels,)."""

    def score(self, features: Any) -> Floats:
        """Return scores (n, labels) of dense or sparse features (n, width)."""
        return np.asarray(features @ self.weight, dtype=np.float64) + self.bias


@dataclass(frozen=True, slots=True)
class LinearReader:
    """All heads of a peer with their calibration; plain numbers."""

    heads: Mapping[str, LinearHead]
    temperatures: Mapping[str, float]
    """Of the heads whose scores are logits."""
    maps: Mapping[str, Platt]
    """Of the heads whose scores are margins, one label against all."""
    verdicts: Verdicts

    def probabilities(self, features: Any) -> dict[str, Floats]:
        """Return calibrated probabilities by head, each (n, labels)."""
        return _probabilities(self.heads, self.temperatures, self.maps, features)


def fit_reader(
    lesson: Lesson, train: Any, calibration: Any, recipe: Recipe, *, advance: Advance | None = None
) -> LinearReader:
    """Fit every head on the training rows and its calibration on the others.

    Args:
        lesson: Turns and labels.
        train: Features of its training rows, (n, width).
        calibration: Features of its calibration rows.
        recipe: The models to fit.
        advance: Called after each head.
    """
    heads: dict[str, LinearHead] = {}
    temperatures: dict[str, float] = {}
    maps: dict[str, Platt] = {}
    for head in ("primary", "applies", *TONE_HEADS):
        if head == "applies":
            heads[head] = _fit_applies(train, lesson.train, recipe.apply)
        else:
            heads[head] = _fit_choice(train, class_index(lesson.train, head), len(HEADS[head]), recipe.choose)
        scores = heads[head].score(calibration)
        if head == "applies":
            kept = judged_rows(lesson.calibration)
            maps[head] = fit_platt(scores[kept], applies_matrix(lesson.calibration)[kept])
        else:
            classes = class_index(lesson.calibration, head)
            kept = classes != MISSING
            if recipe.is_softmax:
                temperatures[head] = fit_temperature(scores[kept], classes[kept])
            else:
                maps[head] = fit_platt(scores[kept], np.eye(scores.shape[1])[classes[kept]])
        if advance is not None:
            advance()
    kept = judged_rows(lesson.calibration)
    found = _probabilities(heads, temperatures, maps, calibration)
    turns = [turn for turn, is_judged in zip(lesson.calibration, kept, strict=True) if is_judged]
    return LinearReader(heads, temperatures, maps, fit_verdicts({h: p[kept] for h, p in found.items()}, turns))


def _probabilities(
    heads: Mapping[str, LinearHead], temperatures: Mapping[str, float], maps: Mapping[str, Platt], features: Any
) -> dict[str, Floats]:
    found = {}
    for name, head in heads.items():
        scores = head.score(features)
        if name in temperatures:
            found[name] = softmax(scores, temperatures[name])
        else:
            found[name] = maps[name].probability(scores)
            if name != "applies":
                found[name] /= found[name].sum(axis=1, keepdims=True)
    return found


def _fit_choice(features: Any, classes: NDArray[np.int64], labels: int, make: Callable[[], Classifier]) -> LinearHead:
    kept = np.flatnonzero(classes != MISSING)
    model = make()
    model.fit(features[kept], classes[kept])
    seen = np.asarray(model.classes_)
    weight = np.zeros((features.shape[1], labels), dtype=np.float32)
    bias = np.full(labels, _UNSEEN, dtype=np.float32)
    rows, offsets = np.asarray(model.coef_), np.asarray(model.intercept_)
    if len(seen) == 2:  # one row of numbers says both
        rows, offsets = np.concatenate([-rows, rows]), np.concatenate([-offsets, offsets])
    weight[:, seen], bias[seen] = rows.T, offsets
    return LinearHead(weight, bias)


def _fit_applies(features: Any, turns: Sequence[Turn], make: Callable[[], Classifier]) -> LinearHead:
    kept = np.flatnonzero(judged_rows(turns))
    truth, rows = applies_matrix(turns)[kept], features[kept]
    weight = np.zeros((features.shape[1], truth.shape[1]), dtype=np.float32)
    bias = np.full(truth.shape[1], _UNSEEN, dtype=np.float32)
    for label in np.flatnonzero((truth.min(axis=0) == 0) & (truth.max(axis=0) == 1)):
        model = make()
        model.fit(rows, truth[:, label].astype(np.int64))
        weight[:, label], bias[label] = np.asarray(model.coef_)[0], np.asarray(model.intercept_)[0]
    return LinearHead(weight, bias)
