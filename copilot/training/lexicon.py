"""The lexicon: a linear reader of words and pairs of words beside the encoder, whose answers are added to the heads'.

A fine-tuned encoder knows what texts like these mean; a sparse linear model knows which wordings decide. They err on
different turns: together they read new writers several points better than either.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import sparse
from sklearn.svm import LinearSVC
from torch import Tensor, nn

from copilot.training.calibrate import fit_platt, fit_temperature, softmax
from copilot.training.dataset import (
    HEADS,
    MISSING,
    Encoded,
    Turn,
    applies_matrix,
    class_index,
    intents_judged,
)
from copilot.training.lesson import by_length, tensors

BUCKETS: Final = 65_521
"""A prime, so that multiplying and taking the remainder spreads the pairs evenly."""
LABELS: Final = sum(len(labels) for labels in HEADS.values())
"""Columns of the table."""
MARGIN_COST: Final = 1.0
"""C of the support vector machines."""
SHARES: Final = tuple(step / 2 for step in range(25))
"""What the machines' answers may be multiplied by before they are added to a head's."""

MULTIPLIERS: Final = (40_503, 65_029, 12_289)
"""Of the hash: a word, the word after it, and whose they are."""


class Lexicon(nn.Module):  # type: ignore[misc]  # torch is not type-checked, so its Module is Any
    """Hash words and pairs of neighbours, of reply and context apart, and look their weights up."""

    def __init__(self, boundaries: tuple[int, int]) -> None:
        """Begin with weights of zero, which say nothing.

        Args:
            boundaries: Ids of the tokens that open and close a text; to a word beside them they are the same.
        """
        super().__init__()
        self.register_buffer("boundaries", torch.tensor(boundaries))
        self.register_buffer("multipliers", torch.tensor(MULTIPLIERS))
        self.register_buffer("rarity", torch.zeros(BUCKETS))
        self.register_buffer("table", torch.zeros((BUCKETS, LABELS), dtype=torch.int8))
        self.register_buffer("scale", torch.zeros(LABELS))
        self.register_buffer("bias", torch.zeros(LABELS))

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> list[Tensor]:
        """Return what is added to the logits (n, labels) of each head, in order."""
        buckets, weight = self.read(input_ids, attention_mask, token_type_ids)
        rows = self.table[buckets].to(weight.dtype)
        total = torch.matmul(weight.unsqueeze(1), rows).squeeze(1) * self.scale + self.bias
        return list(total.split([len(labels) for labels in HEADS.values()], dim=1))

    def read(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> tuple[Tensor, Tensor]:
        """Return the buckets (n, 2 length - 1) of all words and pairs, and their weights, of length one in all."""
        buckets = self.hash(input_ids, attention_mask, token_type_ids)
        weight = self.rarity[buckets] * torch.cat([attention_mask, attention_mask[:, 1:]], dim=1)
        return buckets, weight / weight.pow(2).sum(dim=1, keepdim=True).clamp(min=1e-12).sqrt()

    def hash(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Return the buckets (n, 2 length - 1): each word, then each word with the one after it."""
        ids = torch.where(input_ids == self.boundaries[0], self.boundaries[1], input_ids)
        has_context = (token_type_ids * attention_mask).amax(dim=1, keepdim=True)
        reply = torch.where(has_context > 0, token_type_ids, torch.ones_like(token_type_ids))
        first, second, kind = self.multipliers
        words = ids * first + reply * kind
        pairs = ids[:, :-1] * first + ids[:, 1:] * second + (reply[:, 1:] + 2) * kind
        return torch.cat([words, pairs], dim=1) % BUCKETS

    def set_weights(self, weights: NDArray[np.floating], bias: NDArray[np.floating]) -> None:
        """Take weights (buckets, columns), rounded to 8 bits, each column by its largest, and a bias (columns,)."""
        scale = np.maximum(np.abs(weights).max(axis=0), 1e-12) / 127
        self.table.copy_(torch.from_numpy(np.rint(weights / scale).astype(np.int8)))
        self.scale.copy_(torch.from_numpy(scale.astype(np.float32)))
        self.bias.copy_(torch.from_numpy(bias.astype(np.float32)))

    def share_out(self, shares: Mapping[str, float]) -> None:
        """Multiply what is added to each head by a number."""
        each = torch.cat([torch.full((len(labels),), shares[head]) for head, labels in HEADS.items()])
        self.scale.mul_(each.to(self.scale.device))
        self.bias.mul_(each.to(self.bias.device))


def fit_lexicon(
    lexicon: Lexicon,
    turns: Sequence[Turn],
    items: Sequence[Encoded],
    *,
    seed: int,
    advance: Callable[[int], None] | None = None,
) -> None:
    """Fit the weights: linear support vector machines, one against the rest, for every label of every head.

    Args:
        lexicon: Fresh; filled in place.
        turns: What is learnt from; where nobody judged a head, the turn is left out of it.
        items: The turns as they are read.
        seed: Of the solver.
        advance: Gets the number of labels just fitted.
    """
    lexicon.rarity.fill_(1.0)
    seen = read_all(lexicon, items).getnnz(axis=0)
    lexicon.rarity.copy_(torch.from_numpy(np.log((1 + len(items)) / (1 + seen)) + 1))
    features = read_all(lexicon, items)
    pull = np.array([turn.weight for turn in turns])
    weights, bias = [], []
    for head, labels in HEADS.items():
        if head == "applies":
            judged = intents_judged(turns)
            classes, truths = 1, list(applies_matrix(turns)[judged].T)
        else:
            of = class_index(turns, head)
            judged = of != MISSING
            classes, truths = len(labels), [of[judged]]
        for truth in truths:
            weight, offset = _separate(features[judged], truth, pull[judged], classes, seed)
            weights.append(weight)
            bias.append(offset)
            if advance is not None:
                advance(len(offset))
    lexicon.set_weights(np.concatenate(weights).T, np.concatenate(bias))


def fit_shares(
    network: Mapping[str, NDArray[np.floating]], lexicon: Mapping[str, NDArray[np.floating]], turns: Sequence[Turn]
) -> dict[str, float]:
    """Return by what the lexicon's answers are best multiplied, by head: those of ``SHARES`` that surprise least.

    Args:
        network: Logits (turns, labels) of each head on turns that neither learnt from.
        lexicon: What the lexicon would add to them.
        turns: The turns.
    """
    return {
        head: min(SHARES, key=lambda share: _surprise(head, network[head] + share * lexicon[head], turns))
        for head in HEADS
    }


def _surprise(head: str, logits: NDArray[np.floating], turns: Sequence[Turn]) -> float:
    """Return the mean negative log likelihood of the labels, calibrated as it will be; 0 where nobody judged."""
    if head == "applies":
        truth = applies_matrix(turns)
        likely = fit_platt(logits, truth).probability(logits)
        return float(-np.log(np.where(truth > 0, likely, 1 - likely).clip(1e-12)).mean())
    of = class_index(turns, head)
    judged = np.flatnonzero(of != MISSING)
    if not len(judged):
        return 0.0
    likely = softmax(logits[judged], fit_temperature(logits[judged], of[judged]))
    return float(-np.log(likely[np.arange(len(judged)), of[judged]].clip(1e-12)).mean())


def read_all(lexicon: Lexicon, items: Sequence[Encoded]) -> sparse.csr_matrix:
    """Return the weights of all buckets (items, buckets) as the lexicon reads them."""
    rows, columns, values = [], [], []
    with torch.inference_mode():
        for numbers in by_length(items):
            buckets, weight = lexicon.read(**tensors([items[i] for i in numbers], lexicon.rarity.device))
            rows.append(np.repeat(numbers, buckets.shape[1]))
            columns.append(buckets.flatten().cpu().numpy())
            values.append(weight.flatten().cpu().numpy())
    place = (np.concatenate(rows), np.concatenate(columns))
    matrix = sparse.csr_matrix((np.concatenate(values), place), shape=(len(items), BUCKETS))
    matrix.eliminate_zeros()
    return matrix


def _separate(
    features: sparse.csr_matrix, truth: NDArray[np.int64], pull: NDArray[np.float64], classes: int, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return weights (classes, buckets) and bias (classes,); a class that no row has, or all have, stays at zero.

    One class stands for 1 against 0.
    """
    weights, bias = np.zeros((classes, BUCKETS)), np.zeros(classes)
    found = np.unique(truth)
    if len(found) > 1:
        machine = LinearSVC(C=MARGIN_COST, class_weight="balanced", random_state=seed)
        machine.fit(features, truth, sample_weight=pull)
        weight, offset = machine.coef_, machine.intercept_
        if len(found) == 2 and classes > 1:  # two classes of many: the machine says only how the second differs
            weight, offset = np.concatenate([-weight, weight]), np.concatenate([-offset, offset])
        places = found if classes > 1 else [0]
        weights[places], bias[places] = weight, offset
    return weights, bias
