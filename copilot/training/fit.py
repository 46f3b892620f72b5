"""Fit the network's encoder and heads on labelled turns, and on what a teacher says of others."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from copilot.training.dataset import Turn, bucketed_batches, encode
from copilot.training.lesson import Lessons
from copilot.training.loss import HeadLoss, Targets
from copilot.training.network import ReplyNetwork, best_device, parameter_groups
from copilot.training.teach import SoftLabels
from copilot.training.vector import Anchor, Landmarks


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOptions:
    """What a run may vary."""

    seed: int = 20261124
    epochs: int = 6
    batch_size: int = 32
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    """Learning rate of a layer over that of the layer above it."""
    warm_up: float = 0.08
    """Share of all steps over which the rate rises."""
    frozen_layers: int = 0
    """Layers, from the bottom, that stay as the base model has them; their output is computed once."""
    anchor_weight: float = 5.0
    """Weight of the search vector's distance to its landmarks."""
    teacher_share: float = 0.5
    """Weight of the teacher's word in a batch, beside that of the labels."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands."""

    step: int
    steps: int
    epoch: int
    loss: float
    """Running mean of the loss on turns."""
    distance: float
    """Running mean of one minus the cosine of search vector and landmark."""


def fit_network(
    turns: Sequence[Turn],
    *,
    tokenizer: Tokenizer,
    network: ReplyNetwork,
    options: TrainingOptions,
    soft: SoftLabels | None = None,
    landmarks: Landmarks | None = None,
    checkpoint_dir: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> None:
    """Fine-tune ``network`` in place and leave it in evaluation mode.

    Args:
        turns: Turns of the training writers only, and turns nobody labelled where a teacher did.
        tokenizer: The encoder's word-piece tokenizer, truncation and padding off.
        network: Fresh heads on a base encoder.
        options: Hyperparameters.
        soft: A teacher's logits for the first of the turns.
        landmarks: Where the search vector is held meanwhile.
        checkpoint_dir: Saved after each epoch; a run that finds a checkpoint of the same options there goes on from it.
        progress: Called after every step.
    """
    torch.manual_seed(options.seed)
    device = best_device()
    network.to(device)
    rng = random.Random(options.seed)
    steps_an_epoch = -(-len(turns) // options.batch_size)
    steps = steps_an_epoch * options.epochs
    optimizer = torch.optim.AdamW(
        parameter_groups(
            network,
            encoder_rate=options.encoder_rate,
            head_rate=options.head_rate,
            layer_decay=options.layer_decay,
            frozen_layers=options.frozen_layers,
        )
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: _rate(s, steps, options.warm_up))
    first_epoch = _resume(checkpoint_dir, options, network, optimizer, schedule)
    if first_epoch == options.epochs:
        network.eval()
        return
    lessons = Lessons(
        network, [encode(tokenizer, t.text, t.context) for t in turns], frozen_layers=options.frozen_layers
    )
    loss_of = HeadLoss(turns, device)
    step, running, distance = first_epoch * steps_an_epoch, 0.0, 0.0
    for epoch in range(first_epoch, options.epochs):
        rng.seed(f"{options.seed}-{epoch}")
        torch.manual_seed(options.seed + epoch)
        network.train()
        anchor = None if landmarks is None else Anchor(network, landmarks, rng)
        for rows in bucketed_batches(lessons.lengths, options.batch_size, rng):
            logits, vectors = lessons.answer(rows)
            loss = loss_of(logits, Targets.of([turns[i] for i in rows], device))
            told = None if soft is None else soft.distance(logits, rows)
            if told is not None:
                loss = (1 - options.teacher_share) * loss + options.teacher_share * told
            apart = None if anchor is None else anchor.distance(step, rows, vectors)
            optimizer.zero_grad(set_to_none=True)
            (loss if apart is None else loss + options.anchor_weight * apart).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            running = loss.item() if running == 0.0 else 0.98 * running + 0.02 * loss.item()
            if apart is not None:
                distance = apart.item() if distance == 0.0 else 0.98 * distance + 0.02 * apart.item()
            if progress is not None:
                progress(Progress(step, steps, epoch + 1, running, distance))
        _save(checkpoint_dir, options, epoch + 1, network, optimizer, schedule)
    network.eval()


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
    state = None if folder is None else _find_checkpoint(folder, options, next(network.parameters()).device)
    if state is None:
        return 0
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    return int(state["epochs_done"])


def epochs_done(folder: Path, options: TrainingOptions) -> int:
    """Return how many epochs the folder's checkpoint has seen; 0 without one, or of other options."""
    state = _find_checkpoint(folder, options, torch.device("cpu"))
    return 0 if state is None else int(state["epochs_done"])


def _find_checkpoint(folder: Path, options: TrainingOptions, device: torch.device) -> dict[str, Any] | None:
    if not (folder / "checkpoint.pt").exists():
        return None
    state = read_checkpoint(folder, device)
    return state if state["options"] == repr(options) else None


def read_checkpoint(folder: Path, device: torch.device) -> dict[str, Any]:
    """Return a checkpoint as it was saved; only tensors and plain values are unpickled."""
    state: dict[str, Any] = torch.load(folder / "checkpoint.pt", weights_only=True, map_location=device)
    return state
