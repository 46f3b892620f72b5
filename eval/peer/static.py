"""Peer: static vectors that model2vec distils from the same frozen encoder, under logistic regression."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from eval.peer.frozen import PairFeatures, find_encoder, logistic_regression, quieten_transformers
from eval.peer.lesson import Lesson
from eval.peer.shelf import Shelf
from eval.peer.trained import TrainedPeer, train_peer

NAME: Final = "peer: model2vec + logistic regression@1"
ABOUT: Final = "all-MiniLM-L6-v2 distilled to 256 static numbers a word piece (model2vec), logistic regression"

_DIMENSIONS: Final = 256
"""model2vec's own default."""


def build_static_peer(lesson: Lesson, shelf: Shelf, *, advance: Callable[[], None] | None = None) -> TrainedPeer:
    """Return the fitted peer.

    Raises:
        ImportError: model2vec, skeletoken, transformers or scikit-learn is not installed.
    """
    import model2vec.distill  # noqa: F401 - a missing library is told before a minute is spent

    model = shelf.get(f"{NAME} vectors", _distil)

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.asarray(model.encode(list(texts), show_progress_bar=False, use_multiprocessing=False))
        norms = np.linalg.norm(vectors.astype(np.float32), axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)

    return train_peer(NAME, ABOUT, PairFeatures(encode), logistic_regression(10.0), lesson, shelf, advance=advance)


def _distil() -> Any:
    from model2vec.distill import distill

    quieten_transformers()
    return distill(str(find_encoder()), pca_dims=_DIMENSIONS)
