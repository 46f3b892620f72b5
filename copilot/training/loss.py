"""The weighted sum of the heads' losses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from copilot.training.dataset import (
    HEADS,
    MISSING,
    TONE_HEADS,
    Turn,
    applies_matrix,
    intents_judged,
    primary_index,
    tone_index,
)

HEAD_WEIGHT: Final = {
    "primary": 1.0,
    "applies": 0.35,
    "sentiment": 0.4,
    "emotion": 0.3,
    "urgency": 0.3,
    "purchase": 0.5,
}
"""Weight of each head's loss; the primary leads, the rest keep the encoder honest about tone."""

SMOOTHING: Final = 0.04
"""Mass spread over all primaries: a second reader disagrees with 8 % of them."""

SECOND_INTENT: Final = 0.12
"""Mass of the primary's target given to a turn's other intents: most disagreements are about their order."""

MAX_CLASS_WEIGHT: Final = 4.0
"""Cap of the inverse square-root class weight, so that 1.7 % of rows do not rule the encoder."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Labels of one batch as tensors."""

    primary: Tensor
    """(n, 32) target distribution; zeros where nobody judged the intents."""
    applies: Tensor
    """(n, 31), 0 or 1."""
    judged: Tensor
    """(n,), 1 where the intents were judged, else 0."""
    weight: Tensor
    """(n,) pull of each row's labels."""
    tones: dict[str, Tensor]
    """(n,) class of each tone head, ``MISSING`` where nobody judged."""

    @classmethod
    def of(cls, turns: Sequence[Turn], device: torch.device) -> "Targets":
        """Build the targets of some turns."""
        return cls(
            primary=torch.from_numpy(soft_primary(turns)).to(device),
            applies=torch.from_numpy(applies_matrix(turns)).to(device),
            judged=torch.from_numpy(intents_judged(turns).astype(np.float32)).to(device),
            weight=torch.tensor([t.weight for t in turns], dtype=torch.float32, device=device),
            tones={head: torch.from_numpy(tone_index(turns, head)).to(device) for head in TONE_HEADS},
        )


def soft_primary(turns: Sequence[Turn]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Return target distributions (n, 32): the primary, a little for the other intents, a little for all.

    Rows whose intents nobody judged are zero.
    """
    classes = len(HEADS["primary"])
    judged = intents_judged(turns)[:, None]
    first = np.eye(classes, dtype=np.float32)[np.where(judged[:, 0], primary_index(turns), 0)]
    others = np.pad(applies_matrix(turns), ((0, 0), (0, 1))) * (1 - first)
    count = others.sum(axis=1, keepdims=True)
    second = np.divide(others, count, out=np.zeros_like(others), where=count > 0)
    share = np.where(count > 0, SECOND_INTENT, 0.0).astype(np.float32)
    target = (1 - share) * first + share * second
    result: np.ndarray[tuple[int, int], np.dtype[np.float32]] = (1 - SMOOTHING) * target + SMOOTHING / classes
    return (result * judged).astype(np.float32)


def class_weights(turns: Sequence[Turn], head: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Return the inverse square root of each class's frequency, capped, mean one over the rows."""
    labels = tone_index(turns, head)
    labels = labels[labels != MISSING]
    counts = np.bincount(labels, minlength=len(HEADS[head])).astype(np.float64)
    weight = 1 / np.sqrt(np.maximum(counts, 1))
    weight /= weight[counts.argmax()]
    weight = np.minimum(weight, MAX_CLASS_WEIGHT)
    weight /= max((weight * counts).sum() / max(counts.sum(), 1), 1e-9)
    return weight.astype(np.float32)


class HeadLoss:
    """Sum the heads' losses; class weights come from the training turns."""

    def __init__(self, turns: Sequence[Turn], device: torch.device) -> None:
        """Count the classes of the rare-class heads."""
        self._weights = {
            head: torch.from_numpy(class_weights(turns, head)).to(device) for head in ("emotion", "urgency", "purchase")
        }

    def __call__(self, logits: Sequence[Tensor], targets: Targets) -> Tensor:
        """Return the scalar loss of logits given in the order of ``HEADS``."""
        of = dict(zip(HEADS, logits, strict=True))
        pull = targets.judged * targets.weight / targets.judged.sum().clamp(min=1)
        primary = functional.cross_entropy(of["primary"], targets.primary, reduction="none")
        per_label = functional.binary_cross_entropy_with_logits(of["applies"], targets.applies, reduction="none")
        loss = (pull * (HEAD_WEIGHT["primary"] * primary + HEAD_WEIGHT["applies"] * per_label.sum(dim=1))).sum()
        for head in TONE_HEADS:
            loss = loss + HEAD_WEIGHT[head] * self._tone(head, of[head], targets)
        return loss

    def _tone(self, head: str, logits: Tensor, targets: Targets) -> Tensor:
        """Return the mean over judged rows; a row counts by its class's weight, and its own weight shrinks its term."""
        label, of_class = targets.tones[head], self._weights.get(head)
        per_row = functional.cross_entropy(logits, label, weight=of_class, ignore_index=MISSING, reduction="none")
        judged = label != MISSING
        count = judged.sum() if of_class is None else of_class[label[judged]].sum()
        return (targets.weight * per_row).sum() / count.clamp(min=1e-9)
