"""The reference encoder: the artefact's fp32 network in torch, run through sentence-transformers (extra ``train``).

Reads the artefact's ``reference`` folder: ``encoder/`` is a plain transformers model; ``heads.npz`` holds
``<head>.weight`` (classes, 3 × width) and ``<head>.bias`` for every head, ``no_context`` (3 × width),
``projection.weight`` (dimension, layers × width), ``projection.bias``, ``vector_layers``, which layers' means the
projection reads, and the lexicon that ``reference_lexicon`` reads. The folder is written by training and is too large
(over 90 MB for the small size) to ship.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from copilot.errors import ArtefactCorruptError, ConfigurationError
from copilot.scoring.artefact import TOKENIZER, Artefact
from copilot.scoring.base import EncodedTurn, FloatArray, ReplyInput
from copilot.scoring.calibration import HEADS
from copilot.scoring.reference_lexicon import read_lexicon
from copilot.scoring.tokens import TurnTokenizer

REFERENCE: Final = "reference"
_ENCODER: Final = "encoder"
_HEADS: Final = "heads.npz"


class SentenceTransformersReplyEncoder:
    """Reads turns with torch in fp32, one a pass, on one thread."""

    def __init__(self, artefact: Artefact) -> None:
        """Load the network.

        Raises:
            ConfigurationError: The extra is not installed.
            ArtefactCorruptError: The artefact carries no reference weights, or they cannot be read.
        """
        try:
            import torch
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise ConfigurationError(
                'COPILOT_SCORER=sentence_transformers needs the extra: pip install "sms-copilot[train]"'
            ) from error
        folder = artefact.folder / REFERENCE
        if not (folder / _ENCODER).is_dir() or not (folder / _HEADS).is_file():
            raise ArtefactCorruptError(f"{artefact.folder.name} carries no {REFERENCE} weights; train it, or use onnx")
        try:
            self._model = SentenceTransformer(
                str(folder / _ENCODER),
                device="cpu",
                local_files_only=True,
                config_kwargs={"output_hidden_states": True},
            )
            with np.load(folder / _HEADS, allow_pickle=False) as weights:
                self._weights = {name: weights[name] for name in weights.files}
        except (OSError, ValueError, KeyError) as error:
            raise ArtefactCorruptError(f"the {REFERENCE} weights of {artefact.folder.name} cannot be read") from error
        self._model.eval()
        self._torch = torch
        torch.set_num_threads(1)
        self._tokenizer = TurnTokenizer(artefact.folder / TOKENIZER)
        self._model_id = f"{artefact.model_id}+fp32"
        self._dimension = artefact.dimension

    @property
    def model_id(self) -> str:
        """Return name and version; other numbers than int8, so another id."""
        return self._model_id

    @property
    def dimension(self) -> int:
        """Return the length of the search vector."""
        return self._dimension

    @property
    def is_neighbour_free(self) -> bool:
        """Padding moves fp32 by rounding only, but moves it; so turns are read alone here too."""
        return False

    def encode(self, turns: Sequence[ReplyInput]) -> list[EncodedTurn]:
        """Read turns one pass each, in order."""
        return [self._read(*self._tokenizer.read_turn(turn.text, turn.context)) for turn in turns]

    def embed(self, text: str) -> FloatArray:
        """Return the unit search vector (dimension,) of a document or query."""
        return self._read(*self._tokenizer.read_document(text)).vector

    def _read(self, ids: list[int], types: list[int]) -> EncodedTurn:
        turn = self._finish(self._forward(ids, types), np.array(types, dtype=np.float32))
        added = read_lexicon(self._weights, np.array(ids), np.array(types))
        return EncodedTurn({head: logits + added[head] for head, logits in turn.logits.items()}, turn.vector)

    def _forward(self, ids: list[int], types: list[int]) -> list[FloatArray]:
        """Return token states (tokens, width) of every layer, the embeddings first."""
        tensor = self._torch.tensor
        features: dict[str, Any] = {"input_ids": tensor([ids]), "attention_mask": tensor([[1] * len(ids)])}
        if hasattr(self._model[0].auto_model.config, "type_vocab_size"):
            features["token_type_ids"] = tensor([types])
        with self._torch.inference_mode():
            layers = self._model[0](features)["all_layer_embeddings"]
        return [states[0].numpy() for states in layers]

    def _finish(self, layers: list[FloatArray], types: FloatArray) -> EncodedTurn:
        states = layers[-1]
        has_context = bool(types.any())
        mean = states.mean(axis=0)
        reply = states[types == 1].mean(axis=0) if has_context else mean
        features = np.concatenate([states[0], reply, mean])
        if not has_context:
            features = features + self._weights["no_context"]
        logits = {head: self._linear(head, features) for head in HEADS}
        pooled = np.concatenate([layers[int(i)].mean(axis=0) for i in self._weights["vector_layers"]])
        projected = self._linear("projection", pooled)
        return EncodedTurn(logits, projected / max(float(np.linalg.norm(projected)), 1e-6))

    def _linear(self, name: str, features: FloatArray) -> FloatArray:
        result: FloatArray = self._weights[f"{name}.weight"] @ features + self._weights[f"{name}.bias"]
        return result
