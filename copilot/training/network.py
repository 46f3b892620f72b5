"""The network: one BERT encoder, a linear head per question, and a projection for the search vector."""

from typing import cast

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from copilot.training.dataset import HEADS


class ReplyNetwork(nn.Module):  # type: ignore[misc]  # torch is not type-checked, so its Module is Any
    """Read a reply with its context; answer every head and the search vector in one pass."""

    def __init__(self, encoder: BertModel, *, dropout: float = 0.15) -> None:
        """Put fresh heads on an encoder; the search projection starts as the identity."""
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.no_context = nn.Parameter(torch.zeros(3 * width))
        self.heads = nn.ModuleDict({name: nn.Linear(3 * width, len(labels)) for name, labels in HEADS.items()})
        self.projection = nn.Linear(width, width)
        nn.init.eye_(self.projection.weight)
        nn.init.zeros_(self.projection.bias)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> tuple[Tensor, ...]:
        """Return logits (n, labels) of each head in order, then the unit search vector (n, width)."""
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        whole = attention_mask.to(states.dtype)
        second = token_type_ids.to(states.dtype) * whole
        has_context = second.amax(dim=1, keepdim=True)
        reply = second + (1 - has_context) * whole
        mean = _mean(states, whole)
        features = torch.cat([states[:, 0], _mean(states, reply), mean], dim=1)
        features = self.dropout(features + (1 - has_context) * self.no_context)
        logits = [head(features) for head in self.heads.values()]
        projected = self.projection(mean)
        vector = projected / projected.pow(2).sum(dim=1, keepdim=True).clamp(min=1e-12).sqrt()
        return (*logits, vector)


def _mean(states: Tensor, weight: Tensor) -> Tensor:
    return (states * weight.unsqueeze(-1)).sum(dim=1) / weight.sum(dim=1, keepdim=True).clamp(min=1.0)


def load_encoder(folder: str) -> BertModel:
    """Load a BERT encoder from a local folder; nothing is fetched and no code from the folder runs."""
    encoder = BertModel.from_pretrained(folder, add_pooling_layer=False, local_files_only=True)
    return cast(BertModel, encoder)


def tiny_encoder(vocabulary: int, *, width: int = 24) -> BertModel:
    """Return a random two-layer encoder, for trying the whole way in seconds."""
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=width,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=2 * width,
    )
    return BertModel(config, add_pooling_layer=False)


def parameter_groups(
    network: ReplyNetwork, *, encoder_rate: float, head_rate: float, layer_decay: float
) -> list[dict[str, object]]:
    """Return optimiser groups: lower layers learn slower, heads faster, norms and biases without decay.

    The word table is frozen: 40 % less time a step, and rare words keep the place the base model gave them.
    """
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    depth = network.encoder.config.num_hidden_layers
    groups: list[dict[str, object]] = []
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        rate = head_rate
        if name.startswith("encoder."):
            parts = name.split(".")
            level = int(parts[3]) + 1 if parts[2] == "layer" else 0
            rate = encoder_rate * layer_decay ** (depth - level)
        elif name.startswith("projection."):
            rate = encoder_rate
        decay = 0.01 if parameter.dim() > 1 else 0.0
        groups.append({"params": [parameter], "lr": rate, "weight_decay": decay})
    return groups
