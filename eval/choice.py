"""The primaries that a system chose, against the labels: what several tasks count from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copilot.training.dataset import HEADS, Turn
from copilot.training.metric import label_index
from eval.prediction import Prediction

INTENTS: Final = HEADS["applies"]
NAMES_NONE: Final = "this system does not name a primary intent"
_TOP: Final = 3

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """One row each; a row for which a system named no intent at all counts as wrong, with no confidence."""

    inside: Flags
    """The row is in scope."""
    best: NDArray[np.intp]
    """The likeliest intent, answered or not; ``len(INTENTS)`` where none was named."""
    truth: NDArray[np.intp]
    """The primary, with a chosen intent that the row accepts in its place; ``len(INTENTS)`` out of scope."""
    in_top: Flags
    """The primary, or an accepted one, is among the three likeliest."""
    confidence: Floats
    """What the likeliest intent got: P(is the primary), or only a number to order by."""
    outside: Floats
    """The more, the likelier out of scope: P(out of scope) where it is known, else minus ``confidence``."""
    answered: Flags | None
    """The system did not abstain; ``None`` for one that cannot."""
    has_probabilities: bool

    @property
    def right(self) -> Flags:
        """Return where the likeliest intent is the primary or accepted; never out of scope."""
        right: Flags = self.inside & (self.best == self.truth)
        return right


def choices_of(turns: Sequence[Turn], predictions: Sequence[Prediction]) -> Choices | None:
    """Return what was chosen; ``None`` for a system that never names a primary."""
    if predictions and not any(prediction.primary for prediction in predictions):
        return None
    named = [prediction.best or "" for prediction in predictions]
    pairs = list(zip(named, turns, strict=True))
    known = all(prediction.out_of_scope is not None for prediction in predictions)
    confidence = np.array([max(p.primary.values()) if p.primary else 0.0 for p in predictions], dtype=np.float64)
    abstained = [prediction.abstained for prediction in predictions]
    return Choices(
        inside=np.array([bool(turn.intents) for turn in turns], dtype=bool),
        best=label_index(named, INTENTS),
        truth=label_index([name if name in turn.accept else turn.primary for name, turn in pairs], INTENTS),
        in_top=np.array([_is_in_top(p, turn) for p, turn in zip(predictions, turns, strict=True)], dtype=bool),
        confidence=confidence,
        outside=np.array([p.out_of_scope for p in predictions], dtype=np.float64) if known else -confidence,
        answered=None if None in abstained else ~np.array(abstained, dtype=bool),
        has_probabilities=all(prediction.has_probabilities for prediction in predictions),
    )


def _is_in_top(prediction: Prediction, turn: Turn) -> bool:
    table = prediction.primary or {}
    top = sorted(table, key=lambda name: -table[name])[:_TOP]
    return any(name == turn.primary or name in turn.accept for name in top)
