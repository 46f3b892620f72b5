"""A trained artefact: a folder with a manifest that says what lies in it, checked before anything of it is used."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from copilot.asset import asset_folder, verify
from copilot.domain.label import LABELS_VERSION, Intent
from copilot.errors import ArtefactCorruptError
from copilot.scoring.base import FloatArray
from copilot.scoring.calibration import HEADS, SOFTMAX_HEADS, AbstainRule, Calibration, ConsentRule

MANIFEST: Final = "manifest.json"
MODEL: Final = "model.onnx"
TOKENIZER: Final = "tokenizer.json"
EXAMPLES: Final = "examples.jsonl"
EXAMPLE_VECTORS: Final = "examples.npy"
CARD: Final = "README.md"
FORMAT: Final = 2
"""The manifest format this code reads."""

_REQUIRED: Final = (MODEL, TOKENIZER, EXAMPLES, EXAMPLE_VECTORS)


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled turn that may be shown as a neighbour."""

    context: str | None
    text: str
    intents: tuple[Intent, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Artefact:
    """A checked artefact and everything its manifest fixes."""

    folder: Path
    name: str
    version: str
    dimension: int
    """Length of the search vector."""
    context_tokens: int
    reply_tokens: int
    calibration: Calibration
    metrics: Mapping[str, Any]
    base: Mapping[str, Any]
    writers: Mapping[str, Any]

    @property
    def model_id(self) -> str:
        """Return name and version, such as ``reply-scorer-small@2026.11.1``."""
        return f"{self.name}@{self.version}"

    @property
    def card(self) -> str:
        """Return the model card, Markdown; empty when there is none."""
        path = self.folder / CARD
        return path.read_text("utf-8") if path.is_file() else ""


class _Lenient(BaseModel):
    model_config = ConfigDict(
        extra="ignore", allow_inf_nan=False, hide_input_in_errors=True, arbitrary_types_allowed=True
    )


class _Inputs(_Lenient):
    context_tokens: int = Field(ge=1)
    reply_tokens: int = Field(ge=1)


class _Applies(_Lenient):
    scale: list[float]
    primary_scale: list[float]
    bias: list[float]
    thresholds: list[float]


class _Abstain(_Lenient):
    out_of_scope_threshold: float
    tau: float
    pair_sum: float
    pair_gap: float


class _Consent(_Lenient):
    act_threshold: float
    review_threshold: float


class _Manifest(_Lenient):
    format: int
    name: str
    version: str
    labels_version: str
    base: dict[str, Any] = {}
    inputs: _Inputs
    heads: dict[str, list[str]]
    vector_dimension: int = Field(ge=1)
    temperatures: dict[str, float]
    applies: _Applies
    abstain: _Abstain
    consent: _Consent
    languages: list[str]
    writers: dict[str, Any] = {}
    metrics: dict[str, Any] = {}
    files: dict[str, str]


def load_artefact(model: str) -> Artefact:
    """Load and check an artefact.

    Args:
        model: A folder of the shipped ``models``, or a path to an artefact's folder.

    Raises:
        ArtefactCorruptError: It is missing, incomplete, of another format or label set, or a file differs from its sum.
    """
    folder = _find_folder(model)
    manifest = _read_manifest(folder)
    _check_labels(manifest, folder.name)
    missing = [name for name in _REQUIRED if name not in manifest.files]
    if missing:
        raise ArtefactCorruptError(f"{folder.name}/{MANIFEST} records no sum of {', '.join(missing)}")
    for name, expected in manifest.files.items():
        if Path(name).name != name:
            raise ArtefactCorruptError(f"{folder.name}/{MANIFEST} names a file outside its folder")
        verify(folder / name, expected)
    return Artefact(
        folder=folder,
        name=manifest.name,
        version=manifest.version,
        dimension=manifest.vector_dimension,
        context_tokens=manifest.inputs.context_tokens,
        reply_tokens=manifest.inputs.reply_tokens,
        calibration=_calibration(manifest, folder.name),
        metrics=manifest.metrics,
        base=manifest.base,
        writers=manifest.writers,
    )


def read_examples(artefact: Artefact) -> tuple[list[Example], FloatArray]:
    """Return the artefact's labelled examples and their unit vectors (n, dimension), rows in the same order.

    Raises:
        ArtefactCorruptError: They cannot be read or do not fit each other.
    """
    try:
        with (artefact.folder / EXAMPLES).open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        examples = [
            Example(row.get("context") or None, row["text"], tuple(Intent(name) for name in row["intents"]))
            for row in rows
        ]
        vectors: FloatArray = np.load(artefact.folder / EXAMPLE_VECTORS, allow_pickle=False).astype(np.float32)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArtefactCorruptError(
            f"the examples of {artefact.folder.name} cannot be read; install it again"
        ) from error
    if vectors.shape != (len(examples), artefact.dimension):
        raise ArtefactCorruptError(f"the examples of {artefact.folder.name} do not fit their vectors; install it again")
    return examples, vectors


def _find_folder(model: str) -> Path:
    path = Path(model)
    if path.is_dir() and (path.is_absolute() or len(path.parts) > 1):
        return path
    shipped = asset_folder("models") / model
    if path.is_absolute() or ".." in path.parts or not shipped.is_dir():
        raise ArtefactCorruptError(
            f"no model artefact called {path.name!r}; COPILOT_MODEL is a name in models/ or a path"
        )
    return shipped


def _read_manifest(folder: Path) -> _Manifest:
    try:
        manifest = _Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except OSError as error:
        raise ArtefactCorruptError(f"{folder.name}/{MANIFEST} cannot be read; install the artefact again") from error
    except ValidationError as error:
        wrong = ", ".join(".".join(map(str, e["loc"])) or e["type"] for e in error.errors())
        raise ArtefactCorruptError(f"{folder.name}/{MANIFEST} is not usable: {wrong}") from error
    if manifest.format != FORMAT:
        raise ArtefactCorruptError(f"{folder.name} has format {manifest.format}; this version reads format {FORMAT}")
    return manifest


def _check_labels(manifest: _Manifest, name: str) -> None:
    if manifest.labels_version != LABELS_VERSION:
        raise ArtefactCorruptError(
            f"{name} was trained on labels {manifest.labels_version}, this version reads {LABELS_VERSION}"
        )
    for head, labels in HEADS.items():
        if tuple(manifest.heads.get(head, ())) != labels:
            raise ArtefactCorruptError(f"the labels of head {head!r} of {name} are not the label set in its order")


def _calibration(manifest: _Manifest, name: str) -> Calibration:
    applies = manifest.applies
    arrays = [
        np.array(v, dtype=np.float64) for v in (applies.scale, applies.primary_scale, applies.bias, applies.thresholds)
    ]
    if any(array.shape != (len(Intent),) for array in arrays):
        raise ArtefactCorruptError(f"the calibration of {name} does not cover the {len(Intent)} intents")
    if any(manifest.temperatures.get(head, 0.0) <= 0 for head in SOFTMAX_HEADS):
        raise ArtefactCorruptError(f"{name} needs a positive temperature for each of {', '.join(SOFTMAX_HEADS)}")
    if manifest.consent.review_threshold > manifest.consent.act_threshold:
        raise ArtefactCorruptError(f"the consent thresholds of {name} are in the wrong order")
    return Calibration(
        temperatures=manifest.temperatures,
        applies_scale=arrays[0],
        applies_primary_scale=arrays[1],
        applies_bias=arrays[2],
        applies_thresholds=arrays[3],
        abstain=AbstainRule(**manifest.abstain.model_dump()),
        consent=ConsentRule(**manifest.consent.model_dump()),
        languages=frozenset(manifest.languages),
    )
