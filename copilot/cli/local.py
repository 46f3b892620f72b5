"""The library of a data folder that nobody else holds."""

from collections.abc import Callable

from copilot.api.shape import KnowledgeSearchRequest
from copilot.domain.knowledge import Hit, KnowledgeItem
from copilot.service.copilot import Copilot


class LocalDesk:
    """Works on the data folder itself."""

    def __init__(self, copilot: Copilot, progress: Callable[[int, int], None]) -> None:
        self._copilot = copilot
        self._progress = progress

    def put_all(self, items: list[KnowledgeItem]) -> tuple[int, int]:
        """Add or replace items, all or none."""
        return self._copilot.shelf.put_all(items, self._progress)

    def all_items(self) -> list[KnowledgeItem]:
        """Return the whole library, by id."""
        return self._copilot.shelf.all_items()

    def search(self, asked: KnowledgeSearchRequest) -> list[Hit]:
        """Search by words."""
        return self._copilot.search_knowledge(
            asked.query, stage=asked.stage, industry=asked.industry, language=asked.language, limit=asked.limit
        )
