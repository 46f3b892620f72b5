"""Judged labels of one tone head against what a system says of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copilot.training.dataset import HEADS, Turn
from copilot.training.metric import label_index, mean_f1
from eval.prediction import Prediction
from eval.result import Figure, not_evaluated
from eval.task.base import Statistic


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """The rows on which a head was judged; one of which a system says nothing, where it speaks of others, is wrong."""

    labels: tuple[str, ...]
    truth: NDArray[np.intp]
    """(n,)."""
    probability: NDArray[np.float64]
    """(n, labels); zero where a system says nothing."""

    @property
    def chosen(self) -> NDArray[np.intp]:
        """Return the likeliest label of each row, ``len(labels)`` where nothing was said; a tie goes to the first."""
        said = self.probability.any(axis=1)
        result: NDArray[np.intp] = np.where(said, self.probability.argmax(axis=1), len(self.labels))
        return result

    def is_truth(self, *labels: str) -> NDArray[np.bool_]:
        """Return the rows whose label is one of these."""
        result: NDArray[np.bool_] = np.isin(self.truth, label_index(labels, self.labels))
        return result

    def macro_f1(self) -> Statistic:
        """Return the mean F1 over the labels that occur."""
        truth, chosen = self.truth, self.chosen
        return Statistic(compute=lambda rows: mean_f1(truth[rows], chosen[rows], len(self.labels)), n=len(truth))

    def expected(self, values: Mapping[Any, float]) -> NDArray[np.float64]:
        """Return the expected value of each row, (n,), given the value of each label."""
        result: NDArray[np.float64] = self.probability @ np.array([values[label] for label in self.labels])
        return result


def tone_of(head: str, turns: Sequence[Turn], predictions: Sequence[Prediction]) -> Tone | Figure:
    """Return the judged rows of a head, or why it cannot be evaluated."""
    pairs = [(t.tones[head], getattr(p, head)) for t, p in zip(turns, predictions, strict=True) if head in t.tones]
    if not pairs:
        return not_evaluated(f"nobody judged {head} on these rows")
    if all(table is None for _, table in pairs):
        return not_evaluated(f"this system does not say {head}", n=len(pairs))
    labels = HEADS[head]
    return Tone(
        labels=labels,
        truth=label_index([label for label, _ in pairs], labels),
        probability=np.array([[(table or {}).get(label, 0.0) for label in labels] for _, table in pairs]),
    )
