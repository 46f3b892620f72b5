"""The knowledge index in Chroma, embedded: on disk, held by one process, rebuilt from SQL when lost."""

import hashlib
import logging
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar, cast

import numpy as np

from copilot.domain.knowledge import Hit, KnowledgeItem
from copilot.errors import CopilotError
from copilot.retrieval.base import FloatArray, KnowledgeQuery
from copilot.retrieval.chroma_error import translate
from copilot.retrieval.deadline import DeadlineWorker
from copilot.retrieval.facet import Facets, FacetTable
from copilot.retrieval.ranking import Candidate, candidates_of, is_beaten, rank
from copilot.retrieval.vector import VectorTable, check_vectors, last_of_each

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Include

T = TypeVar("T")

_log = logging.getLogger(__name__)

MAINTENANCE_DEADLINE: Final = timedelta(seconds=30)
"""For opening, writing and listing, which no customer waits for. Opening 20,000 items takes about 2 s."""

EXACT_LIMIT: Final = 2000
"""Up to so many items their vectors are compared one by one in memory (3 MB), and Chroma only keeps them: every hit is
exact. Of 1,000 items a plain search took 0.3 ms and one with every filter 1.7 ms of processor time; asking Chroma until
nothing better can come took 1.8 and 6.2 ms. At 5,000 items the two are level."""

FIRST_FETCH: Final = 128
ENOUGH_FETCH: Final = 512
MAX_FETCH: Final = 8192
"""Nearest items asked for, ×4 from the first to the last. Without metadata 128 cost 2 ms, 512 5 ms and 4,096 22 ms
of 20,000 items; a ``where`` filter costs 45 to 81 ms of 100,000. From ENOUGH_FETCH on a full list is believed even
when an item further down could, with every bonus, still beat its last."""

WRITE_BATCH: Final = 256
"""Items a write; measured 0.13 s, so that a search never waits long behind an import. Chroma's limit is 5,461."""

READ_PAGE: Final = 5000

_PREFIX: Final = "knowledge."
_FACETS: Final = "facets"


def connect(folder: Path) -> "Client":
    """Open the embedded client: no telemetry, no server, whatever Chroma's own variables or ``.env`` say."""
    import chromadb  # 0.5 to 1 s and 50 MB: only when an index is opened
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(
        _env_file=None,
        anonymized_telemetry=False,
        chroma_api_impl="chromadb.api.rust.RustBindingsAPI",
        chroma_otel_collection_endpoint="",
        chroma_otel_granularity=None,
        allow_reset=False,
        migrations="apply",
    )
    # Its annotation is the interface, which lacks close().
    return cast("Client", chromadb.PersistentClient(str(folder), settings=settings))


def collection_name(model_id: str) -> str:
    """Return a name Chroma accepts, different for different model ids."""
    readable = re.sub(r"[^A-Za-z0-9._-]+", "-", model_id)[:64]
    return f"{_PREFIX}{readable}.{hashlib.sha256(model_id.encode()).hexdigest()[:12]}"


class ChromaKnowledgeStore:
    """One collection per model id, so that vectors of two models never meet.

    Chroma holds vectors and facets; the facets are read into memory once, when the first call opens the index, so a
    search asks Chroma for ids and distances only, and of a small library for nothing. All of Chroma runs on one thread
    of its own. A failed call closes the client, and the next call opens it again.
    """

    def __init__(
        self,
        folder: Path,
        *,
        dimension: int,
        model_id: str,
        deadline: timedelta,
        maintenance_deadline: timedelta = MAINTENANCE_DEADLINE,
        exact_limit: int = EXACT_LIMIT,
        connect: Callable[[Path], "Client"] = connect,
    ) -> None:
        self._folder = folder
        self._dimension = dimension
        self._name = collection_name(model_id)
        self._deadline = deadline
        self._maintenance_deadline = max(deadline, maintenance_deadline)
        self._exact_limit = exact_limit
        self._connect = connect
        self._worker = DeadlineWorker("chroma")
        # Touched on the worker's thread only.
        self._client: Client | None = None
        self._collection: Collection | None = None
        self._table = FacetTable()
        self._vectors: VectorTable | None = None

    def fingerprints(self) -> dict[str, str]:
        """Return item id → fingerprint of what is indexed for this model. The first call opens the index."""

        def work() -> dict[str, str]:
            self._open()
            return self._table.fingerprints()

        return self._call(work, self._maintenance_deadline)

    def upsert(self, items: Sequence[KnowledgeItem], vectors: FloatArray, fingerprints: Sequence[str]) -> None:
        """Add or replace items in batches, each under its own deadline; of an id given twice the last counts.

        When a batch fails, earlier ones stay: ``fingerprints`` tells what is missing.
        """
        positions = last_of_each(items, fingerprints)
        unit = check_vectors(vectors, len(items), self._dimension)
        for start in range(0, len(positions), WRITE_BATCH):
            batch = positions[start : start + WRITE_BATCH]
            facets = [Facets.of(items[position], fingerprints[position]) for position in batch]
            self._call(partial(self._write, facets, unit[batch]), self._maintenance_deadline)

    def delete(self, ids: Sequence[str]) -> None:
        """Forget items; unknown ids are no error."""
        self._call(partial(self._delete, list(ids)), self._maintenance_deadline)

    def search(self, query: KnowledgeQuery) -> list[Hit]:
        """Return hits at or above the floor, best first."""
        vector = check_vectors(query.vector[np.newaxis], 1, self._dimension)[0]
        return self._call(partial(self._search, query, vector), self._deadline)

    def drop_other_models(self) -> list[str]:
        """Forget the collections of all other model ids and return their names."""

        def work() -> list[str]:
            self._open()
            client = self._client
            assert client is not None
            names = [found.name for found in client.list_collections()]
            others = sorted(name for name in names if name.startswith(_PREFIX) and name != self._name)
            for name in others:
                client.delete_collection(name)
            return others

        return self._call(work, self._maintenance_deadline)

    def recovers(self, within: timedelta) -> bool:
        """Wait until no call is overdue; return False when one still is. For health checks that want to look again."""
        return self._worker.is_idle(within)

    def close(self) -> None:
        """Release files and the thread; a hung call keeps its thread, which does not keep the process."""
        with suppress(CopilotError):
            self._worker.call(self._disconnect, self._deadline)
        if not self._worker.close(self._deadline):
            _log.warning("the knowledge index was left behind in a call that hangs")

    def _call(self, work: Callable[[], T], deadline: timedelta) -> T:
        def guarded() -> T:
            try:
                return work()
            except BaseException as error:  # a panic of Chroma's Rust part is not an Exception
                self._disconnect()
                raise translate(error) from error

        return self._worker.call(guarded, deadline)

    def _open(self) -> "Collection":
        if self._collection is not None:
            return self._collection
        if self._client is None:
            self._client = self._connect(self._folder)
        collection = self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        total = collection.count()
        table, unreadable = FacetTable(), []
        vectors = VectorTable() if total <= self._exact_limit else None
        for offset in range(0, total, READ_PAGE):
            include: Include = ["metadatas"] if vectors is None else ["metadatas", "embeddings"]
            page = collection.get(include=include, limit=READ_PAGE, offset=offset)
            for row, (item_id, metadata) in enumerate(zip(page["ids"], page["metadatas"] or [], strict=True)):
                try:
                    table.put(Facets.from_json(item_id, str((metadata or {}).get(_FACETS, ""))))
                except ValueError:
                    unreadable.append(item_id)
                    continue
                if vectors is not None and page["embeddings"] is not None:
                    vectors.put(item_id, np.asarray(page["embeddings"][row], dtype=np.float32))
        if unreadable:
            # They count as missing, so whoever keeps the index in step adds them again.
            _log.warning("removed %d items with unreadable metadata from the knowledge index", len(unreadable))
            collection.delete(ids=unreadable)
        self._table, self._vectors, self._collection = table, vectors, collection
        return collection

    def _write(self, facets: list[Facets], rows: FloatArray) -> None:
        self._open().upsert(
            ids=[each.id for each in facets],
            embeddings=rows,
            metadatas=[{_FACETS: each.to_json()} for each in facets],
        )
        for each, row in zip(facets, rows, strict=True):
            self._table.put(each)
            if self._vectors is not None:
                self._vectors.put(each.id, row)
        if len(self._table) > self._exact_limit:
            self._vectors = None

    def _delete(self, ids: list[str]) -> None:
        collection = self._open()
        known = [item_id for item_id in dict.fromkeys(ids) if self._table.get(item_id) is not None]
        for start in range(0, len(known), WRITE_BATCH):
            collection.delete(ids=known[start : start + WRITE_BATCH])
        for item_id in known:
            self._table.remove(item_id)
            if self._vectors is not None:
                self._vectors.remove(item_id)

    def _search(self, query: KnowledgeQuery, vector: FloatArray) -> list[Hit]:
        collection = self._open()
        if self._vectors is not None:
            nearest = candidates_of(self._vectors.nearest(vector), self._table)
            return rank(nearest, query, self._table, nearest_first=True)
        total = len(self._table)
        if total == 0 or query.limit <= 0:
            return []
        fetch = FIRST_FETCH
        while True:
            candidates = self._nearest(collection, vector, min(fetch, total))
            hits = rank(candidates, query, self._table)
            if fetch >= min(total, MAX_FETCH) or not candidates:
                return hits
            is_full = len(hits) >= query.limit
            last_score = hits[-1].score if hits and is_full else None
            if (is_full and fetch >= ENOUGH_FETCH) or is_beaten(candidates[-1].cosine, query, last_score):
                return hits
            fetch *= 4

    def _nearest(self, collection: "Collection", vector: FloatArray, fetch: int) -> list[Candidate]:
        found = collection.query(query_embeddings=[vector.tolist()], n_results=fetch, include=["distances"])
        distances = found["distances"] or [[]]
        nearest = zip(found["ids"][0], (1.0 - distance for distance in distances[0]), strict=True)
        return list(candidates_of(nearest, self._table))

    def _disconnect(self) -> None:
        client = self._client
        self._client, self._collection, self._table, self._vectors = None, None, FacetTable(), None
        if client is not None:
            with suppress(Exception):
                client.close()
