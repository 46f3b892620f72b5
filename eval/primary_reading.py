"""The likeliest primary of rows in scope against their labels, as arrays that can be resampled a thousand times."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.training.dataset import HEADS, Turn
from eval.metric.labelling import LabelCounts
from eval.prediction import Prediction

_LABELS = np.array(HEADS["applies"])


@dataclass(frozen=True, slots=True)
class PrimaryReading:
    """The n rows in scope: what they are, and what a system calls them, answered or not."""

    truth: NDArray[np.str_]
    """(n,) the true intent; the given one where the row accepts it."""
    given: NDArray[np.str_]
    """(n,) the likeliest intent; empty where a system names none for a row."""

    @property
    def right(self) -> NDArray[np.bool_]:
        """Return which rows are right (n,)."""
        right: NDArray[np.bool_] = self.truth == self.given
        return right

    @property
    def counts(self) -> LabelCounts:
        """Return what macro-F1 is summed from."""
        return count_labels(self.truth, self.given, _LABELS)


def read_primary(turns: Sequence[Turn], predictions: Sequence[Prediction]) -> PrimaryReading | None:
    """Return the rows in scope with their likeliest primaries; None where a system names no intents at all."""
    pairs = [(turn, answer) for turn, answer in zip(turns, predictions, strict=True) if turn.intents]
    if any(answer.primary is None for _, answer in pairs):
        return None
    best = [answer.best or "" for _, answer in pairs]
    truth = [b if b in turn.accept else turn.primary for b, (turn, _) in zip(best, pairs, strict=True)]
    return PrimaryReading(np.array(truth, dtype=np.str_), np.array(best, dtype=np.str_))


def count_labels(truth: NDArray[np.str_], given: NDArray[np.str_], labels: NDArray[np.str_]) -> LabelCounts:
    """Return the counts of one label a row (n,) against one label a row (n,)."""
    return LabelCounts.of(truth[:, None] == labels, given[:, None] == labels)
