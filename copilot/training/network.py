"""The network: one encoder, a linear head per question, and a projection for the search vector."""

from collections.abc import Sequence
from typing import TypeAlias, cast

import torch
from torch import Tensor, nn
from transformers import AutoModel, BertConfig, BertModel, MPNetModel

from copilot.training.dataset import HEADS

Encoder: TypeAlias = "BertModel | MPNetModel"


class ReplyNetwork(nn.Module):  # type: ignore[misc]  # torch is not type-checked, so its Module is Any
    """Read a reply with its context; answer every head and the search vector in one pass.

    The heads read the last layer. The search vector reads the means of several, so that fine-tuning may bend the last
    one to the labels and what the vector needs is still found below it.
    """

    def __init__(
        self,
        encoder: Encoder,
        *,
        dropout: float = 0.15,
        vector_layers: tuple[int, ...] | None = None,
    ) -> None:
        """Put fresh heads on an encoder.

        Args:
            encoder: The base.
            dropout: Before the heads, in training.
            vector_layers: The layers whose means the search projection reads, 0 the embeddings; all when ``None``.
        """
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.vector_layers = vector_layers or tuple(range(self.depth + 1))
        self.dropout = nn.Dropout(dropout)
        self.no_context = nn.Parameter(torch.zeros(3 * width))
        self.heads = nn.ModuleDict({name: nn.Linear(3 * width, len(labels)) for name, labels in HEADS.items()})
        self.projection = nn.Linear(len(self.vector_layers) * width, width)
        self.lexicon: nn.Module | None = None
        """Adds to the heads' logits what the wording alone says; fitted after the rest."""
        nn.init.zeros_(self.projection.weight)
        nn.init.eye_(self.projection.weight[:, -width:])  # begin where the base already is: at its last mean
        nn.init.zeros_(self.projection.bias)

    @property
    def depth(self) -> int:
        """Return the number of layers."""
        return len(self.encoder.encoder.layer)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> tuple[Tensor, ...]:
        """Return logits (n, labels) of each head in order, then the unit search vector (n, width)."""
        layers = self.read(input_ids, attention_mask, token_type_ids)
        logits = self.answer(layers[-1], attention_mask, token_type_ids)
        if self.lexicon is not None:
            added = self.lexicon(input_ids, attention_mask, token_type_ids)
            logits = [own + more for own, more in zip(logits, added, strict=True)]
        return (*logits, self.vector(layers, attention_mask))

    def read(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> tuple[Tensor, ...]:
        """Return the token states (n, length, width) of the embeddings and of every layer.

        The encoder's own pass: ONNX Runtime knows its pattern of attention and fuses it, which ``layers`` it does not.
        """
        return read_states(self.encoder, input_ids, attention_mask, token_type_ids)

    def vector(self, layers: Sequence[Tensor], attention_mask: Tensor, *, first: int = 0) -> Tensor:
        """Return the unit search vector (n, width) from the states of layer ``first`` and every one above it."""
        vector = self.projection(self.pool(layers, attention_mask, first=first))
        return cast(Tensor, vector / vector.pow(2).sum(dim=1, keepdim=True).clamp(min=1e-12).sqrt())

    def embed(self, input_ids: Tensor, token_type_ids: Tensor) -> Tensor:
        """Return the token states (n, length, width) that the first layer reads."""
        if isinstance(self.encoder, BertModel):
            return cast(Tensor, self.encoder.embeddings(input_ids=input_ids, token_type_ids=token_type_ids))
        return cast(Tensor, self.encoder.embeddings(input_ids=input_ids))  # MPNet knows no token types; the pools do

    def layers(
        self, states: Tensor, attention_mask: Tensor, *, first: int = 0, last: int | None = None
    ) -> list[Tensor]:
        """Return ``states`` and what each layer from ``first`` to before ``last`` makes of them."""
        hidden = (1.0 - attention_mask[:, None, None, :].to(states.dtype)) * torch.finfo(states.dtype).min
        extra = {}
        if isinstance(self.encoder, MPNetModel):
            extra["position_bias"] = self.encoder.encoder.compute_position_bias(states)
        every = [states]
        for layer in self.encoder.encoder.layer[first:last]:
            output = layer(every[-1], hidden, **extra)
            every.append(output[0] if isinstance(output, tuple) else output)
        return every

    def pool(self, layers: Sequence[Tensor], attention_mask: Tensor, *, first: int = 0) -> Tensor:
        """Return what the search projection reads (n, layers × width): the means over the tokens, side by side."""
        states = torch.cat([layers[i - first] for i in self.vector_layers], dim=2)
        return mean_states(states, attention_mask.to(states.dtype))

    def answer(self, states: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> list[Tensor]:
        """Return logits (n, labels) of each head in order from the last layer's states."""
        whole = attention_mask.to(states.dtype)
        second = token_type_ids.to(states.dtype) * whole
        has_context = second.amax(dim=1, keepdim=True)
        reply = second + (1 - has_context) * whole
        features = torch.cat([states[:, 0], mean_states(states, reply), mean_states(states, whole)], dim=1)
        features = self.dropout(features + (1 - has_context) * self.no_context)
        return [head(features) for head in self.heads.values()]


def read_states(
    encoder: Encoder, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
) -> tuple[Tensor, ...]:
    """Return an encoder's token states (n, length, width) of the embeddings and of every layer."""
    types = {"token_type_ids": token_type_ids} if isinstance(encoder, BertModel) else {}
    output = encoder(input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True, **types)
    return cast(tuple[Tensor, ...], output.hidden_states)


def mean_states(states: Tensor, weight: Tensor) -> Tensor:
    """Return the weighted mean (n, width) over the tokens of states (n, length, width)."""
    return (states * weight.unsqueeze(-1)).sum(dim=1) / weight.sum(dim=1, keepdim=True).clamp(min=1.0)


def best_device() -> torch.device:
    """Return the GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def load_encoder(folder: str, *, layers: tuple[int, ...] | None = None) -> Encoder:
    """Load a BERT or MPNet encoder from a local folder; nothing is fetched and no code from the folder runs.

    Args:
        folder: Weights and configuration.
        layers: The layers to keep, in order; all when ``None``.
    """
    encoder = cast(Encoder, AutoModel.from_pretrained(folder, add_pooling_layer=False, local_files_only=True))
    if layers is not None:
        encoder.encoder.layer = nn.ModuleList([encoder.encoder.layer[i] for i in layers])
        encoder.config.num_hidden_layers = len(layers)
    return encoder


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
    network: ReplyNetwork, *, encoder_rate: float, head_rate: float, layer_decay: float, frozen_layers: int = 0
) -> list[dict[str, object]]:
    """Return optimiser groups: lower layers learn slower, heads faster, norms and biases without decay.

    The word table is frozen: 40 % less time a step, and rare words keep the place the base model gave them. With
    ``frozen_layers`` all that lies below that layer is frozen too.
    """
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    if frozen_layers:
        network.encoder.embeddings.requires_grad_(False)
        network.encoder.encoder.layer[:frozen_layers].requires_grad_(False)
    groups: list[dict[str, object]] = []
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        rate = head_rate
        if name.startswith("encoder."):
            parts = name.split(".")
            level = int(parts[3]) + 1 if parts[2] == "layer" else 0
            rate = encoder_rate * layer_decay ** (network.depth - level)
        elif name.startswith("projection."):
            rate = encoder_rate
        decay = 0.01 if parameter.dim() > 1 else 0.0
        groups.append({"params": [parameter], "lr": rate, "weight_decay": decay})
    return groups
