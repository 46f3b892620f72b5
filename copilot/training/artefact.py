"""A trained artefact as measuring reads it: ONNX Runtime only, one row a pass, as it will be served."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from copilot.asset import sha256_of
from copilot.scoring.calibration import log_odds
from copilot.training.calibrate import AbstainRule, Platt, softmax, withheld
from copilot.training.dataset import HEADS, SOFTMAX_HEADS, Encoded, Turn, encode, pad

INPUTS: Final = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS: Final = (*HEADS, "vector")
"""Names of the network's outputs, in order."""

HASHED_FILES: Final = ("model.onnx", "tokenizer.json", "examples.jsonl", "examples.npy")
FORMAT: Final = 2
LANGUAGES: Final = ("en", "es", "fr", "de", "pt")

Outputs = dict[str, NDArray[np.float32]]


class OnnxRunner:
    """Run an exported model one row a pass: int8 scales depend on what shares the batch."""

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        """Open a CPU session."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def run(self, items: Sequence[Encoded], *, advance: Callable[[], None] | None = None) -> Outputs:
        """Return each output stacked over the items (at least one), in order: logits (n, labels), vector (n, width)."""
        rows = []
        for item in items:
            rows.append(self._session.run(list(OUTPUTS), pad([item])))
            if advance is not None:
                advance()
        return {name: np.concatenate([row[i] for row in rows]) for i, name in enumerate(OUTPUTS)}


@dataclass(frozen=True, slots=True)
class Calibration:
    """Everything fitted on the calibration writers."""

    temperatures: dict[str, float]
    platt: Platt
    thresholds: NDArray[np.float64]
    abstain: AbstainRule
    act_threshold: float
    review_threshold: float

    def to_manifest(self) -> dict[str, Any]:
        """Return the manifest fields this stands in."""
        return {
            "temperatures": {head: round(t, 5) for head, t in self.temperatures.items()},
            "applies": {
                "scale": np.round(self.platt.scale, 5).tolist(),
                "primary_scale": np.round(self.platt.beside_scale, 5).tolist(),
                "bias": np.round(self.platt.bias, 5).tolist(),
                "thresholds": np.round(self.thresholds, 4).tolist(),
            },
            "abstain": {
                "out_of_scope_threshold": self.abstain.out_of_scope_threshold,
                "tau": self.abstain.tau,
                "pair_sum": self.abstain.pair_sum,
                "pair_gap": self.abstain.pair_gap,
            },
            "consent": {
                "label": "opt_out",
                "act_threshold": self.act_threshold,
                "review_threshold": self.review_threshold,
            },
        }

    @classmethod
    def from_manifest(cls, manifest: dict[str, Any]) -> "Calibration":
        """Read the fields back."""
        applies = manifest["applies"]
        return cls(
            temperatures=dict(manifest["temperatures"]),
            platt=Platt(
                scale=np.array(applies["scale"]),
                beside_scale=np.array(applies["primary_scale"]),
                bias=np.array(applies["bias"]),
            ),
            thresholds=np.array(applies["thresholds"]),
            abstain=AbstainRule(**manifest["abstain"]),
            act_threshold=manifest["consent"]["act_threshold"],
            review_threshold=manifest["consent"]["review_threshold"],
        )


@dataclass(frozen=True, slots=True)
class Answers:
    """Calibrated answers to some turns."""

    probability: dict[str, NDArray[np.float64]]
    """(n, labels) of each head."""
    raw_primary: NDArray[np.float64]
    """(n, 32) at temperature one, to show what calibration changed."""
    abstained: NDArray[np.bool_]
    vector: NDArray[np.float32]

    def label(self, head: str) -> list[str]:
        """Return the likeliest label of a softmax head; for the primary the likeliest intent in scope."""
        scores = self.probability[head][:, :-1] if head == "primary" else self.probability[head]
        return [HEADS[head][i] for i in scores.argmax(axis=1)]


def answer(outputs: Outputs, calibration: Calibration) -> Answers:
    """Turn raw outputs into calibrated answers."""
    probability = {head: softmax(outputs[head], calibration.temperatures[head]) for head in SOFTMAX_HEADS}
    as_primary = log_odds(probability["primary"][:, :-1])
    probability["applies"] = calibration.platt.probability(outputs["applies"], as_primary)
    rule = calibration.abstain
    return Answers(
        probability=probability,
        raw_primary=softmax(outputs["primary"]),
        abstained=withheld(probability["primary"], out_of_scope_threshold=rule.out_of_scope_threshold, tau=rule.tau),
        vector=outputs["vector"],
    )


class Artefact:
    """An artefact folder, opened for measuring."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        """Open the model and its tokenizer; the manifest must name the same files.

        Raises:
            ValueError: A file differs from the checksum in the manifest.
        """
        self.manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        for name, expected in self.manifest["files"].items():
            if sha256_of(folder / name) != expected:
                raise ValueError(f"{name} is not the file the manifest describes")
        self.calibration = Calibration.from_manifest(self.manifest)
        self.tokenizer = open_tokenizer(folder / "tokenizer.json")
        self.runner = OnnxRunner(folder / "model.onnx", threads=threads)

    def answer(self, turns: Sequence[Turn], *, advance: Callable[[], None] | None = None) -> Answers:
        """Score turns one at a time."""
        items = [encode(self.tokenizer, t.text, t.context) for t in turns]
        return answer(self.runner.run(items, advance=advance), self.calibration)


def open_tokenizer(path: Path) -> Tokenizer:
    """Load a tokenizer with truncation and padding off; the layout of tokens does both."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
