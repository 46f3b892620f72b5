"""Fit the network: labelled turns for the heads, any text for the search vector."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from transformers import BertModel

from copilot.training.dataset import Encoded, Turn, bucketed_batches, cut, encode, pad
from copilot.training.distil import compose_documents, embed, encode_pair_for_base
from copilot.training.loss import HeadLoss, Targets
from copilot.training.network import ReplyNetwork, parameter_groups


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOptions:
    """What a run may vary; the defaults made the shipped artefact."""

    seed: int = 20261124
    epochs: int = 5
    batch_size: int = 32
    encoder_rate: float = 1.2e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    """Learning rate of a layer over that of the layer above it."""
    warm_up: float = 0.08
    """Share of all steps over which the rate rises."""
    text_batch: int = 16
    """Unlabelled short texts a step."""
    document_batch: int = 6
    """Composed documents in every fourth step."""
    documents: int = 900
    vector_weight: float = 5.0
    """Weight of one minus cosine to the base embedding, beside a head loss that ends between one and two."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands."""

    step: int
    steps: int
    epoch: int
    loss: float
    """Running mean of the head loss."""
    vector_loss: float
    """Running mean of one minus cosine to the base embedding."""


@dataclass(frozen=True, slots=True)
class _Texts:
    items: list[Encoded]
    targets: NDArray[np.float32]

    def forever(self, size: int, rng: random.Random) -> Iterator[list[int]]:
        while True:
            yield from bucketed_batches([len(i.ids) for i in self.items], size, rng)


def fit_network(
    turns: Sequence[Turn],
    *,
    tokenizer: Tokenizer,
    encoder: BertModel,
    texts: Sequence[str] = (),
    options: TrainingOptions | None = None,
    checkpoint_dir: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> ReplyNetwork:
    """Fine-tune ``encoder`` under fresh heads and return the network in evaluation mode.

    Args:
        turns: Labelled turns of the training writers only.
        tokenizer: The encoder's word-piece tokenizer, truncation and padding off.
        encoder: The base encoder; it is embedded with before it is trained, and then changed in place.
        texts: Unlabelled texts that only keep the search vector in its place.
        options: Hyperparameters.
        checkpoint_dir: Saved after each epoch; a run that finds a checkpoint of the same options there goes on from it.
        progress: Called after every step.
    """
    options = options or TrainingOptions()
    rng = random.Random(options.seed)
    torch.manual_seed(options.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    encoder.to(device)
    if checkpoint_dir is not None and _epochs_done(checkpoint_dir, options) == options.epochs:
        finished: ReplyNetwork = ReplyNetwork(encoder).to(device)
        finished.load_state_dict(_read(checkpoint_dir, device)["network"])
        finished.eval()
        return finished
    items = [encode(tokenizer, t.text, t.context) for t in turns]
    pair_targets, short, long = _base_embeddings(encoder, tokenizer, turns, texts, options, rng)
    network: ReplyNetwork = ReplyNetwork(encoder).to(device)
    optimizer = torch.optim.AdamW(
        parameter_groups(
            network,
            encoder_rate=options.encoder_rate,
            head_rate=options.head_rate,
            layer_decay=options.layer_decay,
        )
    )
    steps_an_epoch = -(-len(items) // options.batch_size)
    steps = steps_an_epoch * options.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: _rate(s, steps, options.warm_up))
    loss_of = HeadLoss(turns, device)
    first_epoch = _resume(checkpoint_dir, options, network, optimizer, schedule)
    step, running, running_vector = first_epoch * steps_an_epoch, 0.0, 0.0
    for epoch in range(first_epoch, options.epochs):
        rng.seed(f"{options.seed}-{epoch}")
        torch.manual_seed(options.seed + epoch)
        network.train()
        short_batches = short.forever(options.text_batch, rng)
        long_batches = long.forever(options.document_batch, rng) if long.items else None
        for rows in bucketed_batches([len(i.ids) for i in items], options.batch_size, rng):
            *logits, vector = network(**_tensors([items[i] for i in rows], device))
            head_loss = loss_of(logits, Targets.of([turns[i] for i in rows], device))
            apart = _apart(vector, pair_targets[rows])
            extra = _distance(network, short, next(short_batches), device)
            if long_batches is not None and step % 4 == 0:
                extra = extra + _distance(network, long, next(long_batches), device)
            total = head_loss + options.vector_weight * (0.5 * apart + extra)
            optimizer.zero_grad(set_to_none=True)
            total.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            keep = 0.98 if step > 1 else 0.0
            running = keep * running + (1 - keep) * head_loss.item()
            running_vector = keep * running_vector + (1 - keep) * apart.item()
            if progress is not None:
                progress(Progress(step, steps, epoch + 1, running, running_vector))
        _save(checkpoint_dir, options, epoch + 1, network, optimizer, schedule)
    network.eval()
    return network


def _base_embeddings(
    encoder: BertModel,
    tokenizer: Tokenizer,
    turns: Sequence[Turn],
    texts: Sequence[str],
    options: TrainingOptions,
    rng: random.Random,
) -> tuple[NDArray[np.float32], _Texts, _Texts]:
    """Embed once, with the base encoder as it came: turns with context, short texts, composed documents."""
    pairs = embed(encoder, [encode_pair_for_base(tokenizer, t) for t in turns])
    alone = [t.text for t in turns] + [t.context for t in turns if t.context]
    short = [cut(encode(tokenizer, text)) for text in [*alone, *texts]]
    documents = compose_documents([*texts, *alone], count=options.documents, rng=rng)
    long = [cut(encode(tokenizer, text)) for text in documents]
    return pairs, _Texts(short, embed(encoder, short)), _Texts(long, embed(encoder, long))


def _tensors(items: Sequence[Encoded], device: torch.device) -> dict[str, Tensor]:
    return {name: torch.from_numpy(array).to(device) for name, array in pad(items).items()}


def _apart(vector: Tensor, target: NDArray[np.float32]) -> Tensor:
    return (1 - (vector * torch.from_numpy(target).to(vector.device)).sum(dim=1)).mean()


def _distance(network: ReplyNetwork, texts: _Texts, rows: list[int], device: torch.device) -> Tensor:
    vector = network(**_tensors([texts.items[i] for i in rows], device))[-1]
    return _apart(vector, texts.targets[rows])


def _rate(step: int, steps: int, warm_up: float) -> float:
    """Return the share of the full learning rate: linear up, then linear down to a fiftieth."""
    rise = max(1, round(steps * warm_up))
    if step < rise:
        return (step + 1) / rise
    return max(0.02, (steps - step) / max(1, steps - rise))


def _save(
    folder: Path | None,
    options: TrainingOptions,
    epochs_done: int,
    network: ReplyNetwork,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
) -> None:
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    state = {
        "options": repr(options),
        "epochs_done": epochs_done,
        "network": network.state_dict(),
        "optimizer": optimizer.state_dict(),
        "schedule": schedule.state_dict(),
    }
    torch.save(state, folder / "checkpoint.tmp")
    (folder / "checkpoint.tmp").replace(folder / "checkpoint.pt")


def _resume(
    folder: Path | None,
    options: TrainingOptions,
    network: ReplyNetwork,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
) -> int:
    """Load the checkpoint of the same options, if there is one; return how many epochs it has seen."""
    if folder is None or not (done := _epochs_done(folder, options)):
        return 0
    state = _read(folder, next(network.parameters()).device)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    return done


def _epochs_done(folder: Path, options: TrainingOptions) -> int:
    """Return how many epochs the folder's checkpoint has seen; 0 without one, or of other options."""
    if not (folder / "checkpoint.pt").exists():
        return 0
    state = _read(folder, torch.device("cpu"))
    return int(state["epochs_done"]) if state["options"] == repr(options) else 0


def _read(folder: Path, device: torch.device) -> dict[str, Any]:
    state: dict[str, Any] = torch.load(folder / "checkpoint.pt", weights_only=True, map_location=device)
    return state
