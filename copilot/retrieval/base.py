"""The seam of the knowledge index. It holds our own vectors and can be rebuilt from SQL at any time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from copilot.domain.conversation import Stage
from copilot.domain.knowledge import Hit, KnowledgeItem
from copilot.domain.label import Intent

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class KnowledgeQuery:
    """What to look for. A None field filters nothing."""

    vector: FloatArray
    """(dimension,) of unit length, from the same model as the items."""
    stage: Stage | None = None
    """Items for other stages are excluded."""
    industry: str | None = None
    """Items of this industry rank higher, items of other industries lower.

    An industry that no item names excludes nothing.
    """
    language: str | None = None
    """Items in another language are excluded. When no item of this language exists at all, English stands in."""
    intents: tuple[Intent, ...] = ()
    """Items made for one of these rank higher; items made only for others rank lower."""
    now: datetime | None = None
    """Items not valid at this moment are excluded."""
    limit: int = 10
    floor: float = 0.0
    """Hits scoring below it are not returned: nothing good enough returns nothing."""


class KnowledgeStore(Protocol):
    """An index of knowledge items by vector.

    Every call ends within its deadline or raises KnowledgeUnavailableError.
    """

    def fingerprints(self) -> dict[str, str]:
        """Return item id → fingerprint (content hash and model id) of all that is indexed."""
        ...

    def upsert(self, items: Sequence[KnowledgeItem], vectors: FloatArray, fingerprints: Sequence[str]) -> None:
        """Add or replace items; ``vectors`` is (n, dimension). Searchable when it returns."""
        ...

    def delete(self, ids: Sequence[str]) -> None:
        """Forget items; unknown ids are no error."""
        ...

    def search(self, query: KnowledgeQuery) -> list[Hit]:
        """Return hits at or above the floor, best first, each item once."""
        ...

    def close(self) -> None:
        """Release files and threads."""
        ...
