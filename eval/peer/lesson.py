"""What every trained peer learns from: the turns that trained our own model, split by the same writers."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from copilot.errors import ConfigurationError
from copilot.scoring.base import ReplyInput
from copilot.training.dataset import TRAINING_TURNS, Turn, read_turns, split_by_writer


@dataclass(frozen=True, slots=True)
class Lesson:
    """Turns to learn from."""

    train: tuple[Turn, ...]
    """Weights are fitted on these."""
    calibration: tuple[Turn, ...]
    """Other writers: probabilities, thresholds and the abstain rule are fitted on these, as ours are."""

    @property
    def revision(self) -> str:
        """Return twelve hex digits that change with any word or label of it."""
        digest = hashlib.sha256()
        for turn in (*self.train, *self.calibration):
            digest.update(repr((turn.context, turn.text, turn.intents, sorted(turn.tones.items()))).encode())
        return digest.hexdigest()[:12]


def read_lesson(folder: Path = TRAINING_TURNS) -> Lesson:
    """Return the training and the calibration writers' turns; test writers and public rows stay out.

    Raises:
        ConfigurationError: The turns are not installed; a wheel does not carry them.
    """
    split = split_by_writer(read_turns(folder)) if folder.is_dir() else None
    if split is None or not split.train or not split.calibration:
        raise ConfigurationError("the training turns are not installed: run from a checkout")
    return Lesson(split.train, split.calibration)


def inputs_of(turns: Sequence[Turn]) -> list[ReplyInput]:
    """Return turns without their labels."""
    return [ReplyInput(turn.text, turn.context, turn.id) for turn in turns]


def joined(turn: ReplyInput) -> str:
    """Return context and reply as one text, for readers that take one."""
    return f"{turn.context} {turn.text}" if turn.context else turn.text
