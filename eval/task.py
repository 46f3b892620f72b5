"""What is measured: groups of labelled turns that the shipped model never learnt from."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from copilot.training.dataset import Turn, read_turns, split_by_writer

_HERE: Final = Path(__file__).resolve().parent
PUBLIC: Final = _HERE / "data" / "replies_public" / "data.jsonl"
TRAINING: Final = _HERE.parent / "copilot" / "training" / "data"


@dataclass(frozen=True, slots=True)
class Task:
    """One group of turns."""

    name: str
    about: str
    turns: tuple[Turn, ...]


def load_tasks() -> tuple[list[Task], Mapping[str, str]]:
    """Return the tasks that can be run here, and the others with the reason."""
    missing: dict[str, str] = {}
    tasks = []
    if TRAINING.is_dir():
        tasks.append(
            Task(
                "held_out_writers",
                "writers whose turns took no part in training",
                split_by_writer(read_turns(TRAINING)).test,
            )
        )
    else:
        missing["held_out_writers"] = "the training set is not part of the wheel; run from a checkout"
    public = read_turns(PUBLIC)
    tasks.append(Task("public_written", "written for this purpose", tuple(t for t in public if t.kind == "authored")))
    tasks.append(
        Task(
            "public_real",
            "human turns, none of them a reply to a sales text",
            tuple(t for t in public if t.kind == "real"),
        )
    )
    return tasks, missing
