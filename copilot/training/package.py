"""What an artefact folder holds beside the model: its manifest, and the examples an explanation points to."""

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from copilot.asset import sha256_of
from copilot.domain.label import LABELS_VERSION
from copilot.text.model_text import CONTEXT_TOKENS, REPLY_TOKENS
from copilot.training.artefact import FORMAT, HASHED_FILES, LANGUAGES, Calibration
from copilot.training.dataset import HEADS, REAL, Turn, WriterSplit
from copilot.training.lexicon import BUCKETS
from copilot.training.size import Size

VERSION: Final = "2026.11.5"


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
    output: Path,
    size: Size,
    split: WriterSplit,
    public: Sequence[Turn],
    calibration: Calibration,
    *,
    taught: bool,
    remark: str = "",
) -> dict[str, Any]:
    """Return the manifest of an artefact whose files are written, its metrics still empty.

    Args:
        output: The artefact's folder.
        size: Its recipe.
        split: The turns labelled by our guide.
        public: The turns of public sets it learnt from beside them.
        calibration: What was fitted afterwards.
        taught: Whether a larger network taught it.
        remark: What else a reader of the card should know of how it was made.
    """
    return {
        "format": FORMAT,
        "name": size.artefact,
        "version": VERSION,
        "labels_version": LABELS_VERSION,
        "base": {
            "package": size.packages[0],
            "version": _version(size.packages[0]),
            "upstream": size.upstream,
            "parameters": size.parameters,
            "is_cut": size.layers is not None,
            "licence": "Apache-2.0",
        },
        "seed": size.options.seed,
        "epochs": size.options.epochs,
        "taught": taught,
        "remark": remark,
        "rows": {
            "train": sum(not turn.is_relabelled for turn in split.train),
            "real": _count(turn.source.removeprefix(REAL) for turn in split.train if turn.is_relabelled),
            "calibration": len(split.calibration),
            "public": _count(turn.source for turn in public),
        },
        "inputs": {"context_tokens": CONTEXT_TOKENS, "reply_tokens": REPLY_TOKENS},
        "heads": {head: list(labels) for head, labels in HEADS.items()},
        "vector_dimension": vector_dimension(output),
        "lexicon_buckets": BUCKETS,
        **calibration.to_manifest(),
        "languages": list(LANGUAGES),
        "writers": split.writers(),
        "metrics": {},
        "files": {name: sha256_of(output / name) for name in HASHED_FILES},
    }


def _count(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def vector_dimension(output: Path) -> int:
    """Return the length of the search vectors of an artefact whose examples are written."""
    return int(np.load(output / "examples.npy", mmap_mode="r").shape[1])


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "unknown"


def write_manifest(output: Path, manifest: dict[str, Any]) -> None:
    """Write ``manifest.json``."""
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (output / "manifest.json").write_text(text, encoding="utf-8")


def write_examples(output: Path, examples: Sequence[Turn], vectors: NDArray[np.float32]) -> None:
    """Write the example turns and, row by row, their search vectors as float16."""
    rows = [
        {"context": t.context, "text": t.text, "intents": list(t.intents or ()), "source": t.source} for t in examples
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (output / "examples.jsonl").write_text(lines, encoding="utf-8")
    np.save(output / "examples.npy", vectors.astype(np.float16))
