"""The library as the truth it is: items with their vectors, from which the vector index can be rebuilt."""

from typing import Any

from sqlalchemy import Row, Select, func, insert, select, update

from copilot.domain.knowledge import KnowledgeItem, KnowledgeKind
from copilot.errors import NotFoundError
from copilot.store.row import KnowledgeRow
from copilot.store.schema import knowledge_items
from copilot.store.session import Session

Rows = list[KnowledgeRow]
_IN_USE = knowledge_items.c.retired_at.is_(None)


class KnowledgeRepository:
    """Knowledge items by id. A retired item is kept, but no longer found."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, item: KnowledgeItem, vector: bytes | None, vector_model: str | None, fingerprint: str) -> bool:
        """Add or replace an item; return True when none in use had this id. ``vector`` is little-endian float32."""
        connection = self._session.connection
        same_id = knowledge_items.c.id == item.id
        is_new = connection.scalar(select(func.count()).select_from(knowledge_items).where(same_id, _IN_USE)) == 0
        values = {
            "kind": item.kind.value,
            "language": item.language,
            "body": item.model_dump_json(),
            "fingerprint": fingerprint,
            "vector": vector,
            "vector_model": vector_model,
            "updated_at": self._session.now(),
            "retired_at": None,
        }
        if connection.execute(update(knowledge_items).where(same_id).values(values)).rowcount == 0:
            connection.execute(insert(knowledge_items).values(id=item.id, **values))
        return is_new

    def get(self, item_id: str) -> KnowledgeRow:
        """Return an item.

        Raises:
            NotFoundError: No item in use has this id.
        """
        query = select(knowledge_items).where(knowledge_items.c.id == item_id, _IN_USE)
        row = self._session.connection.execute(query).one_or_none()
        if row is None:
            raise NotFoundError("no knowledge item has this id")
        return _item(row)

    def list(
        self,
        kind: KnowledgeKind | None = None,
        language: str | None = None,
        after_id: str | None = None,
        limit: int = 100,
    ) -> Rows:
        """Return a page of items by id, beginning after ``after_id``."""
        query = select(knowledge_items).where(_IN_USE)
        if kind is not None:
            query = query.where(knowledge_items.c.kind == kind.value)
        if language is not None:
            query = query.where(knowledge_items.c.language == language)
        if after_id is not None:
            query = query.where(knowledge_items.c.id > after_id)
        return self._rows(query.limit(limit))

    def all(self) -> Rows:
        """Return every item in use, by id."""
        return self._rows(select(knowledge_items).where(_IN_USE))

    def fingerprints(self) -> dict[str, str]:
        """Return item id → fingerprint of every item in use."""
        query = select(knowledge_items.c.id, knowledge_items.c.fingerprint).where(_IN_USE)
        return {row.id: row.fingerprint for row in self._session.connection.execute(query)}

    def count(self) -> int:
        """Return how many items are in use."""
        return self._session.connection.scalar(select(func.count()).select_from(knowledge_items).where(_IN_USE)) or 0

    def was_ever_filled(self) -> bool:
        """Return whether the library ever held an item, retired ones included."""
        return self._session.connection.execute(select(knowledge_items.c.id).limit(1)).first() is not None

    def retire(self, item_id: str) -> None:
        """Take an item out of use.

        Raises:
            NotFoundError: No item in use has this id.
        """
        change = update(knowledge_items).where(knowledge_items.c.id == item_id, _IN_USE)
        if self._session.connection.execute(change.values(retired_at=self._session.now())).rowcount == 0:
            raise NotFoundError("no knowledge item has this id")

    def _rows(self, query: Select[Any]) -> Rows:
        return [_item(row) for row in self._session.connection.execute(query.order_by(knowledge_items.c.id))]


def _item(row: Row[Any]) -> KnowledgeRow:
    return KnowledgeRow(
        item=KnowledgeItem.model_validate_json(row.body),
        fingerprint=row.fingerprint,
        vector=row.vector,
        vector_model=row.vector_model,
        updated_at=row.updated_at,
    )
