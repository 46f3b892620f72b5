"""The public sets beside a checkout, never part of this project; their test rows are never trained on."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parents[2].parent / "shared" / "data"
STACKFAQ: Final = "stackfaq/queries.jsonl"
OUT_OF_SCOPE: Final = "oos"
"""CLINC150's name of the class that is none of its intents."""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One row of a public set."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """A public set with its official split."""

    name: str
    about: str
    origin: str
    file: str
    """Path below the folder of public sets."""
    task: str | None = None
    """Rows of this task only, where a file holds several."""

    @property
    def folder(self) -> str:
        """Return its folder, which is the writer that training names for its rows."""
        return self.file.partition("/")[0]

    def read(self, split: str, *, folder: Path = FOLDER) -> list[LabelledText]:
        """Return the rows of one split, in the order of the file."""
        with (folder / self.file).open(encoding="utf-8") as lines:
            rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
        return [
            LabelledText(row["text"], row["label"])
            for row in rows
            if row["split"] == split and (self.task is None or row.get("task") == self.task)
        ]


CORPORA: Final[Mapping[str, Corpus]] = {
    corpus.name: corpus
    for corpus in (
        Corpus(
            "clinc150",
            "150 intents of an assistant, and questions that are none of them",
            "written by crowd workers; github.com/clinc/oos-eval, CC BY 3.0",
            "clinc150/data.jsonl",
        ),
        Corpus(
            "banking77",
            "77 intents of a bank's customers",
            "customer questions; github.com/PolyAI-LDN/task-specific-datasets, CC BY 4.0",
            "banking77/data.jsonl",
        ),
        Corpus(
            "tweeteval_emotion",
            "anger, joy, optimism or sadness in tweets",
            "tweets; github.com/cardiffnlp/tweeteval, emotion",
            "tweeteval/data.jsonl",
            task="emotion",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Thread:
    """A question with its answers, as a help site shows them."""

    id: str
    question: str
    answers: tuple[str, ...]


def read_threads(folder: Path = FOLDER) -> list[Thread]:
    """Return the threads of StackFAQ."""
    rows = _read(folder / "stackfaq" / "docs.jsonl")
    return [Thread(row["id"], row["question"], tuple(row["answers"])) for row in rows]


def read_queries(folder: Path = FOLDER) -> list[LabelledText]:
    """Return StackFAQ's questions of users; the label is the id of the one thread that answers."""
    return [LabelledText(row["text"], row["label"]) for row in _read(folder / STACKFAQ)]


def sample_per_label(rows: Sequence[LabelledText], most: int, *, seed: int) -> list[LabelledText]:
    """Return at most so many rows of each label, drawn at random, in their order."""
    order = list(range(len(rows)))
    random.Random(seed).shuffle(order)
    taken: dict[str, int] = {}
    chosen = []
    for i in order:
        label = rows[i].label
        if taken.get(label, 0) < most:
            taken[label] = taken.get(label, 0) + 1
            chosen.append(i)
    return [rows[i] for i in sorted(chosen)]


def _read(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
