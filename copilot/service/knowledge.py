"""Knowledge upkeep: SQL holds the items, the index holds their vectors, and this keeps the two the same."""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta

import numpy as np

from copilot.asset import asset_folder, checked_files
from copilot.domain.conversation import Stage
from copilot.domain.knowledge import Hit, KnowledgeItem, KnowledgeKind
from copilot.errors import (
    ConfigurationError,
    FieldError,
    InvalidInputError,
    KnowledgeUnavailableError,
    ModelUnavailableError,
)
from copilot.retrieval.base import FloatArray, KnowledgeQuery, KnowledgeStore
from copilot.retrieval.document import content_fingerprint, document_vectors
from copilot.retrieval.formats import read_items
from copilot.retrieval.slots import check_braces
from copilot.scoring.base import ReplyInput
from copilot.scoring.scorer import Scorer
from copilot.store.store import Store

_log = logging.getLogger(__name__)

_CHUNK = 64
"""Items embedded between two looks at the progress callback."""
_TEXT_KINDS = frozenset({KnowledgeKind.TEMPLATE, KnowledgeKind.CONTRACT_LINK, KnowledgeKind.OFFER})

Progress = Callable[[int, int], None]
"""(items done, items in all)."""


class KnowledgeShelf:
    """The library in memory, in SQL and in the index. Writes are one at a time."""

    def __init__(self, store: Store, index: KnowledgeStore | None, scorer: Scorer | None, deadline: timedelta) -> None:
        self._store = store
        self._index = index
        self._scorer = scorer
        self._deadline = deadline
        self._writing = threading.Lock()
        with store.read() as tx:
            items = [row.item for row in tx.knowledge.all()]
        self._shelve({item.id: item for item in items})

    def _shelve(self, items: dict[str, KnowledgeItem]) -> None:
        self._items = dict(sorted(items.items()))
        self._texts = tuple(item for item in self._items.values() if item.kind in _TEXT_KINDS and not item.internal)

    def __len__(self) -> int:
        return len(self._items)

    # -- what the pipeline asks ------------------------------------------------------------

    def items_of(self, ids: Sequence[str]) -> list[KnowledgeItem]:
        """Return the items that exist, in the order of the ids."""
        return [self._items[item_id] for item_id in ids if item_id in self._items]

    def texts_for(self, stage: Stage | None, language: str | None) -> tuple[KnowledgeItem, ...]:
        """Return the templates, contract links and offers for this stage, in this language and in English, by id."""
        return tuple(
            item
            for item in self._texts
            if item.language in ("en", language) and (stage is None or not item.stages or stage in item.stages)
        )

    # -- what admins do --------------------------------------------------------------------

    def put(self, item: KnowledgeItem) -> bool:
        """Add or replace an item; searchable when this returns. Return whether it is new.

        Raises:
            InvalidInputError: The body has braces that are no slot.
        """
        _refuse([FieldError("/body", "bad_braces", message) for message in check_braces(item.body)])
        added, _ = self._put([item])
        return added == 1

    def put_all(self, items: Sequence[KnowledgeItem], progress: Progress | None = None) -> tuple[int, int]:
        """Add or replace items, all or none. Return how many were added and how many replaced.

        Raises:
            InvalidInputError: A body has braces that are no slot, or an id comes twice; nothing was changed.
        """
        _refuse(
            [
                FieldError(f"/items/{position}/body", "bad_braces", message)
                for position, item in enumerate(items)
                for message in check_braces(item.body)
            ]
        )
        first = {item.id: position for position, item in reversed(list(enumerate(items)))}
        _refuse(
            [
                FieldError(f"/items/{position}/id", "repeated", "this id came before in the same list")
                for position, item in enumerate(items)
                if first[item.id] != position
            ]
        )
        return self._put(items, progress)

    def _put(self, items: Sequence[KnowledgeItem], progress: Progress | None = None) -> tuple[int, int]:
        with self._writing:
            vectors = self._embed(items, progress)
            added = 0
            with self._store.transaction() as tx:
                for position, item in enumerate(items):
                    vector = None if vectors is None else vectors[position].tobytes()
                    added += tx.knowledge.put(item, vector, self._model_id, self._fingerprint(item))
            self._shelve(self._items | {item.id: item for item in items})
            if vectors is not None:
                self._to_index(items, vectors)
        return added, len(items) - added

    def retire(self, item_id: str) -> None:
        """Take an item out of the library.

        Raises:
            NotFoundError: No item has this id.
        """
        with self._writing:
            with self._store.transaction() as tx:
                tx.knowledge.retire(item_id)
            self._shelve({key: item for key, item in self._items.items() if key != item_id})
            if self._index is None:
                return
            try:
                self._index.delete([item_id])
            except KnowledgeUnavailableError as error:
                # It is no longer in SQL, which is the truth; the next start takes it out of the index.
                _log.error("the knowledge index still holds a retired item: %s", error.message)

    def all_items(self) -> list[KnowledgeItem]:
        """Return the whole library, by id."""
        return list(self._items.values())

    def search(self, text: str, query: Callable[[FloatArray], KnowledgeQuery]) -> list[Hit]:
        """Search the library by words.

        Raises:
            ModelUnavailableError: Nothing can embed the words.
            KnowledgeUnavailableError: The index is down.
        """
        if self._scorer is None:
            raise ModelUnavailableError("no model is loaded, so words cannot be searched")
        if self._index is None:
            raise KnowledgeUnavailableError("the knowledge index is not open")
        scored = self._scorer.submit([ReplyInput(text)], deadline=self._deadline).result()[0]
        assert scored.vector is not None
        return self._index.search(query(scored.vector))

    # -- keeping the index true ------------------------------------------------------------

    def fill_with_starter(self, progress: Progress | None = None) -> int:
        """Put the shipped items into a library that nobody ever used. Return how many."""
        with self._store.read() as tx:
            if tx.knowledge.was_ever_filled():
                return 0
        checked_files(asset_folder("knowledge"))
        result = read_items(asset_folder("knowledge"))
        if result.problems:
            raise ConfigurationError(f"the starter library is damaged: {result.problems[0].message}")
        self.put_all(result.items, progress)
        return len(result.items)

    def sync(self, progress: Progress | None = None) -> int:
        """Make the index hold what SQL holds, embedding what this model has not embedded. Return items changed."""
        if self._index is None or self._scorer is None:
            return 0
        with self._writing:
            indexed = self._index.fingerprints()
            with self._store.read() as tx:
                rows = tx.knowledge.all()
            wanted = {row.item.id: self._fingerprint(row.item) for row in rows}
            self._index.delete([item_id for item_id in indexed if item_id not in wanted])
            stale = [row for row in rows if indexed.get(row.item.id) != wanted[row.item.id]]
            known = [row for row in stale if row.vector is not None and row.fingerprint == wanted[row.item.id]]
            if known:
                kept = np.stack([np.frombuffer(row.vector or b"", dtype=np.float32) for row in known])
                self._to_index([row.item for row in known], kept)
            unknown = [row.item for row in stale if row not in known]
            vectors = self._embed(unknown, progress)
            if unknown and vectors is not None:
                with self._store.transaction() as tx:
                    for item, vector in zip(unknown, vectors, strict=True):
                        tx.knowledge.put(item, vector.tobytes(), self._model_id, self._fingerprint(item))
                self._to_index(unknown, vectors)
            return len(stale)

    @property
    def _model_id(self) -> str | None:
        return None if self._scorer is None else self._scorer.model_id

    def _fingerprint(self, item: KnowledgeItem) -> str:
        return content_fingerprint(item, self._model_id or "none")

    def _embed(self, items: Sequence[KnowledgeItem], progress: Progress | None) -> FloatArray | None:
        if self._scorer is None or not items:
            return None
        parts = []
        for start in range(0, len(items), _CHUNK):
            parts.append(document_vectors(items[start : start + _CHUNK], self._scorer.embed))
            if progress is not None:
                progress(min(start + _CHUNK, len(items)), len(items))
        return np.concatenate(parts)

    def _to_index(self, items: Sequence[KnowledgeItem], vectors: FloatArray) -> None:
        if self._index is None:
            return
        try:
            self._index.upsert(items, vectors, [self._fingerprint(item) for item in items])
        except KnowledgeUnavailableError as error:
            # SQL is the truth and has them; the next start brings the index up to it.
            _log.error("the knowledge index missed %d items: %s", len(items), error.message)


def _refuse(wrong: Sequence[FieldError]) -> None:
    if wrong:
        raise InvalidInputError("Some items cannot be used; nothing was changed.", wrong)
