"""A larger network teaches a smaller one: it answers every turn, and contexts and replies put together anew."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from copilot.training.dataset import HEADS, SOFTMAX_HEADS, Encoded, Turn, encode
from copilot.training.lesson import by_length, tensors
from copilot.training.loss import HEAD_WEIGHT
from copilot.training.network import ReplyNetwork

SHORT: Final = 8
"""Words of a reply, at most, for which another context can change the meaning."""


@dataclass(frozen=True, slots=True)
class SoftLabels:
    """A teacher's raw logits, (turns, labels) for each head; later turns were not asked about."""

    logits: dict[str, NDArray[np.float32]]

    def distance(self, logits: Sequence[Tensor], rows: Sequence[int]) -> Tensor | None:
        """Return how far logits (rows, labels) of each head are from the teacher's; ``None`` if it saw no row."""
        count = len(self.logits["primary"])
        seen = [place for place, row in enumerate(rows) if row < count]
        if not seen:
            return None
        device = logits[0].device
        told = {
            head: torch.from_numpy(values[[rows[place] for place in seen]]).to(device)
            for head, values in self.logits.items()
        }
        return distance_to_teacher([answer[seen] for answer in logits], told)


def ask_teacher(
    teacher: ReplyNetwork, tokenizer: Tokenizer, turns: Sequence[Turn], *, advance: Callable[[int], None] | None = None
) -> SoftLabels:
    """Return what the teacher says of each turn; ``advance`` gets the number of turns just read."""
    items = [encode(tokenizer, t.text, t.context) for t in turns]
    teacher.eval()
    return SoftLabels(read_logits(teacher, items, next(teacher.parameters()).device, advance=advance))


def read_logits(
    reader: Callable[..., Sequence[Tensor]],
    items: Sequence[Encoded],
    device: torch.device,
    *,
    advance: Callable[[int], None] | None = None,
) -> dict[str, NDArray[np.float32]]:
    """Return logits (items, labels) of each head, from what answers padded inputs with them before anything else."""
    logits = {head: np.zeros((len(items), len(labels)), dtype=np.float32) for head, labels in HEADS.items()}
    with torch.inference_mode():
        for rows in by_length(items):
            answers = reader(**tensors([items[i] for i in rows], device))
            for head, answer in zip(HEADS, answers, strict=False):
                logits[head][rows] = answer.cpu().numpy()
            if advance is not None:
                advance(len(rows))
    return logits


def exchange_contexts(turns: Sequence[Turn], *, seed: int) -> list[Turn]:
    """Return the short replies once more, each after the context of another turn, without labels.

    A "yes" means what it answers. The teacher's word on such pairs is worth more than on turns it has learnt by heart.
    """
    rng = random.Random(seed)
    contexts = [t.context for t in turns if t.context]
    short = [t for t in turns if t.context and len(t.text.split()) <= SHORT]
    pairs = ((t, rng.choice(contexts)) for t in short)
    return [
        Turn(id=f"{t.id}-x", context=context, text=t.text, intents=None, source=t.source, tones={})
        for t, context in pairs
        if context != t.context
    ]


def distance_to_teacher(logits: Sequence[Tensor], told: dict[str, Tensor]) -> Tensor:
    """Return the weighted cross entropy (a scalar) of all heads to the teacher's probabilities."""
    total = torch.zeros((), device=logits[0].device)
    for head, answer in zip(HEADS, logits, strict=True):
        if head in SOFTMAX_HEADS:
            term = functional.cross_entropy(answer, told[head].softmax(dim=1))
        else:
            each = functional.binary_cross_entropy_with_logits(answer, told[head].sigmoid(), reduction="none")
            term = each.sum(dim=1).mean()
        total = total + HEAD_WEIGHT[head] * term
    return total
