"""Encoded turns in batches, the frozen part of the encoder computed once."""

from collections.abc import Sequence

import torch
from torch import Tensor

from copilot.training.dataset import Encoded, pad
from copilot.training.network import ReplyNetwork

_ROWS = 64


class Lessons:
    """What the network reads while it learns."""

    def __init__(self, network: ReplyNetwork, items: Sequence[Encoded], *, frozen_layers: int) -> None:
        """Run the frozen layers over every item; their states, in half precision, take 1.5 KB a token at width 768."""
        self._network = network
        self._items = items
        self._frozen = frozen_layers
        self._device = next(network.parameters()).device
        self._states: list[Tensor] = []
        if frozen_layers:
            self._states = _read_frozen(network, items, frozen_layers, self._device)

    @property
    def lengths(self) -> list[int]:
        """Return the number of tokens of each item."""
        return [len(item.ids) for item in self._items]

    def answer(self, rows: Sequence[int]) -> tuple[list[Tensor], Tensor]:
        """Return logits (rows, labels) of each head in order, and the search vectors (rows, width).

        Both carry the gradient of all that is not frozen.
        """
        batch = tensors([self._items[i] for i in rows], self._device)
        mask, types = batch["attention_mask"], batch["token_type_ids"]
        if self._frozen:
            states = torch.nn.utils.rnn.pad_sequence([self._states[i] for i in rows], batch_first=True)
            states = states.to(self._device, torch.float32)
        else:
            states = self._network.embed(batch["input_ids"], types)
        layers = self._network.layers(states, mask, first=self._frozen)
        return self._network.answer(layers[-1], mask, types), self._network.vector(layers, mask, first=self._frozen)


def tensors(items: Sequence[Encoded], device: torch.device) -> dict[str, Tensor]:
    """Return the network's padded inputs, each (items, longest)."""
    return {name: torch.from_numpy(array).to(device) for name, array in pad(items).items()}


def by_length(items: Sequence[Encoded], rows: int = _ROWS) -> list[list[int]]:
    """Return the numbers of all items in batches of like length."""
    order = sorted(range(len(items)), key=lambda i: len(items[i].ids))
    return [order[start : start + rows] for start in range(0, len(order), rows)]


def _read_frozen(
    network: ReplyNetwork, items: Sequence[Encoded], frozen_layers: int, device: torch.device
) -> list[Tensor]:
    network.eval()
    kept: list[Tensor] = [torch.empty(0)] * len(items)
    with torch.inference_mode():
        for rows in by_length(items):
            batch = tensors([items[i] for i in rows], device)
            states = network.embed(batch["input_ids"], batch["token_type_ids"])
            states = network.layers(states, batch["attention_mask"], last=frozen_layers)[-1].half().cpu()
            for i, state in zip(rows, states, strict=True):
                kept[i] = state[: len(items[i].ids)].clone()
    return kept
