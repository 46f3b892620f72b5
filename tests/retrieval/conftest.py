"""Items and vectors for the tests of the index, and a network that is not there."""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from copilot.domain.knowledge import KnowledgeItem
from copilot.retrieval.base import FloatArray, KnowledgeStore
from copilot.retrieval.chroma import EXACT_LIMIT, ChromaKnowledgeStore
from copilot.retrieval.memory import MemoryKnowledgeStore

DIMENSION = 8


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not ipaddress.ip_address(address[0]).is_loopback:
            raise AssertionError("a test tried to reach the network")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def make_item() -> Callable[..., KnowledgeItem]:
    """Return a maker of items with defaults for all that a test does not care about."""

    def make(item_id: str, **values: Any) -> KnowledgeItem:
        return KnowledgeItem.model_validate({"id": item_id, "kind": "template", "title": "T", "body": "B", **values})

    return make


@pytest.fixture
def at() -> Callable[[float], FloatArray]:
    """Return a maker of unit vectors that have the given cosine with ``at(1)``."""

    def vector(cosine: float) -> FloatArray:
        made = np.zeros(DIMENSION, dtype=np.float32)
        made[0], made[1] = cosine, np.sqrt(1 - cosine**2)
        return made

    return vector


@pytest.fixture(params=["memory", "chroma", "chroma_index"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[KnowledgeStore]:
    """Return an empty index of each backend; Chroma below and above the size up to which it compares exactly."""
    made: KnowledgeStore
    if request.param == "memory":
        made = MemoryKnowledgeStore(dimension=DIMENSION)
    else:
        made = ChromaKnowledgeStore(
            tmp_path / "index",
            dimension=DIMENSION,
            model_id="tiny@1",
            deadline=timedelta(seconds=30),
            exact_limit=EXACT_LIMIT if request.param == "chroma" else 0,
        )
    yield made
    made.close()
