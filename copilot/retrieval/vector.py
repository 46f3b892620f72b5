"""Vectors as an index accepts them, and comparing them exactly."""

from collections.abc import Iterator, Sequence

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


class VectorTable:
    """Unit vectors by id, compared with a query one by one: exact, and faster than an index of some thousands."""

    def __init__(self) -> None:
        self._vectors: dict[str, FloatArray] = {}
        self._matrix: FloatArray | None = None
        self._ids: list[str] = []

    def put(self, item_id: str, vector: FloatArray) -> None:
        """Add or replace one vector of unit length."""
        self._vectors[item_id] = vector.copy()
        self._matrix = None

    def remove(self, item_id: str) -> None:
        """Forget one vector; an unknown id is no error."""
        if self._vectors.pop(item_id, None) is not None:
            self._matrix = None

    def nearest(self, vector: FloatArray) -> Iterator[tuple[str, float]]:
        """Yield id and cosine of every vector, nearest first."""
        if not self._vectors:
            return
        if self._matrix is None:
            self._matrix, self._ids = np.stack(list(self._vectors.values())), list(self._vectors)
        cosines = self._matrix @ vector
        for row in np.argsort(-cosines, kind="stable").tolist():
            yield self._ids[row], float(cosines[row])
