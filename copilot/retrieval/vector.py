"""Vectors as an index accepts them."""

from collections.abc import Sequence

import numpy as np

from copilot.domain.knowledge import KnowledgeItem
from copilot.retrieval.base import FloatArray


def check_vectors(vectors: FloatArray, rows: int, dimension: int) -> FloatArray:
    """Return (rows, dimension) float32 vectors of unit length.

    Raises:
        ValueError: The shape is another, or a vector is zero or not finite.
    """
    array = np.asarray(vectors, dtype=np.float32)
    if array.shape != (rows, dimension):
        raise ValueError(f"vectors have shape {array.shape}, expected {(rows, dimension)}")
    norms = np.linalg.norm(array, axis=1, keepdims=True)
    if not bool(np.all(np.isfinite(norms) & (norms > 0))):
        raise ValueError("every vector must be finite and not zero")
    return np.asarray(array / norms, dtype=np.float32)


def last_of_each(items: Sequence[KnowledgeItem], fingerprints: Sequence[str]) -> list[int]:
    """Return the positions to store when an id comes more than once: its last, in order of first appearance.

    Raises:
        ValueError: Items and fingerprints differ in number.
    """
    if len(items) != len(fingerprints):
        raise ValueError(f"{len(items)} items but {len(fingerprints)} fingerprints")
    return list({item.id: position for position, item in enumerate(items)}.values())
