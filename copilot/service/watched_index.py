"""A knowledge index that remembers whether its last call worked, so that readiness can tell."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from copilot.domain.knowledge import Hit, KnowledgeItem
from copilot.errors import KnowledgeUnavailableError
from copilot.retrieval.base import FloatArray, KnowledgeQuery, KnowledgeStore

T = TypeVar("T")


class WatchedIndex:
    """Passes every call on; ``fault`` says why the last one failed."""

    def __init__(self, index: KnowledgeStore) -> None:
        self._index = index
        self._fault: str | None = None

    @property
    def fault(self) -> str | None:
        """Why the last call failed; None: it did not."""
        return self._fault

    def fingerprints(self) -> dict[str, str]:
        """Return item id → fingerprint of all that is indexed."""
        return self._watch(self._index.fingerprints)

    def upsert(self, items: Sequence[KnowledgeItem], vectors: FloatArray, fingerprints: Sequence[str]) -> None:
        """Add or replace items."""
        self._watch(lambda: self._index.upsert(items, vectors, fingerprints))

    def delete(self, ids: Sequence[str]) -> None:
        """Forget items."""
        self._watch(lambda: self._index.delete(ids))

    def search(self, query: KnowledgeQuery) -> list[Hit]:
        """Return hits at or above the floor, best first."""
        return self._watch(lambda: self._index.search(query))

    def close(self) -> None:
        """Release files and threads."""
        self._index.close()

    def _watch(self, call: Callable[[], T]) -> T:
        try:
            result = call()
        except KnowledgeUnavailableError as error:
            self._fault = error.message
            raise
        self._fault = None
        return result
