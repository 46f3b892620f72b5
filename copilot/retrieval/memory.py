"""The knowledge index in memory: exact, for tests and small libraries; gone when the process ends."""

import threading
from collections.abc import Sequence

import numpy as np

from copilot.domain.knowledge import Hit, KnowledgeItem
from copilot.errors import KnowledgeUnavailableError
from copilot.retrieval.base import FloatArray, KnowledgeQuery
from copilot.retrieval.facet import Facets, FacetTable
from copilot.retrieval.ranking import candidates_of, rank
from copilot.retrieval.vector import VectorTable, check_vectors, last_of_each


class MemoryKnowledgeStore:
    """Compares the query with every item. Holds ``dimension`` × 4 bytes an item beside its facets."""

    def __init__(self, *, dimension: int) -> None:
        self._dimension = dimension
        self._lock = threading.Lock()
        self._table = FacetTable()
        self._vectors = VectorTable()
        self._closed = False

    def fingerprints(self) -> dict[str, str]:
        """Return item id → fingerprint."""
        with self._lock:
            self._refuse_when_closed()
            return self._table.fingerprints()

    def upsert(self, items: Sequence[KnowledgeItem], vectors: FloatArray, fingerprints: Sequence[str]) -> None:
        """Add or replace items; of an id given twice the last counts."""
        positions = last_of_each(items, fingerprints)
        unit = check_vectors(vectors, len(items), self._dimension)
        with self._lock:
            self._refuse_when_closed()
            for position in positions:
                item = items[position]
                self._table.put(Facets.of(item, fingerprints[position]))
                self._vectors.put(item.id, unit[position])

    def delete(self, ids: Sequence[str]) -> None:
        """Forget items; unknown ids are no error."""
        with self._lock:
            self._refuse_when_closed()
            for item_id in ids:
                self._table.remove(item_id)
                self._vectors.remove(item_id)

    def search(self, query: KnowledgeQuery) -> list[Hit]:
        """Return hits at or above the floor, best first."""
        vector = check_vectors(query.vector[np.newaxis], 1, self._dimension)[0]
        with self._lock:
            self._refuse_when_closed()
            return rank(
                candidates_of(self._vectors.nearest(vector), self._table), query, self._table, nearest_first=True
            )

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._closed = True
            self._table, self._vectors = FacetTable(), VectorTable()

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise KnowledgeUnavailableError("the knowledge index is closed")
