"""What only the Chroma backend promises: it lasts, keeps models apart, ends in time and speaks our errors."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from copilot.domain.knowledge import KnowledgeItem
from copilot.errors import KnowledgeUnavailableError
from copilot.retrieval.base import FloatArray, KnowledgeQuery
from copilot.retrieval.chroma import ChromaKnowledgeStore, collection_name, connect
from copilot.retrieval.chroma_error import MESSAGES, translate

LONG = timedelta(seconds=30)
Make = Callable[..., KnowledgeItem]
At = Callable[[float], FloatArray]
Open = Callable[..., ChromaKnowledgeStore]


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[Open]:
    opened: list[ChromaKnowledgeStore] = []

    def make(model_id: str = "tiny@1", dimension: int = 8, **options: Any) -> ChromaKnowledgeStore:
        values = {"deadline": LONG, "maintenance_deadline": LONG, **options}
        opened.append(ChromaKnowledgeStore(tmp_path / "index", dimension=dimension, model_id=model_id, **values))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


def test_a_reopened_index_holds_what_was_written(open_store: Open, make_item: Make, at: At) -> None:
    first = open_store()
    item = make_item("a", kind="price", title="Preis – 9 €", url="https://example.com", internal=True, language="de")
    first.upsert([item, make_item("b")], np.stack([at(0.9), at(0.8)]), ["f1", "f2"])
    first.delete(["b"])
    before = first.search(KnowledgeQuery(vector=at(1.0)))
    first.close()
    second = open_store()
    assert second.fingerprints() == {"a": "f1"}
    assert second.search(KnowledgeQuery(vector=at(1.0))) == before
    assert second.search(KnowledgeQuery(vector=at(1.0), language="de")) == before


def test_another_model_begins_empty_and_old_ones_are_dropped_on_demand(
    open_store: Open, make_item: Make, at: At
) -> None:
    old = open_store("tiny@1")
    old.upsert([make_item("a")], at(0.9)[np.newaxis], ["f"])
    old.close()
    new = open_store("other/model@2 (x)", dimension=3)
    assert new.fingerprints() == {}
    new.upsert([make_item("a")], np.ones((1, 3), dtype=np.float32), ["g"])
    assert new.drop_other_models() == [collection_name("tiny@1")]
    assert new.drop_other_models() == []
    assert new.fingerprints() == {"a": "g"}
    new.close()
    assert open_store("tiny@1").fingerprints() == {}


@pytest.mark.parametrize("model_id", ["a", "reply-scorer-small@2026.11.1", "模型/ü " * 40, "-", "a/b", "a b"])
def test_collection_names_are_ones_chroma_accepts(model_id: str, open_store: Open) -> None:
    assert open_store(model_id).fingerprints() == {}


def test_collection_names_differ_where_model_ids_do() -> None:
    assert len({collection_name(name) for name in ("a/b", "a b", "a-b", "A-b")}) == 4


def test_items_with_unreadable_metadata_are_removed_so_they_can_be_added_again(
    open_store: Open, make_item: Make, at: At, tmp_path: Path
) -> None:
    store = open_store()
    store.upsert([make_item("a"), make_item("b")], np.stack([at(0.9), at(0.8)]), ["f", "f"])
    store.close()
    client = connect(tmp_path / "index")
    client.get_collection(collection_name("tiny@1"), embedding_function=None).update(
        ids=["a"], metadatas=[{"facets": "{"}]
    )
    client.close()
    reopened = open_store()
    assert reopened.fingerprints() == {"b": "f"}
    assert [hit.id for hit in reopened.search(KnowledgeQuery(vector=at(1.0)))] == ["b"]


def test_a_hung_search_ends_at_its_deadline_and_later_calls_fail_at_once(
    open_store: Open, make_item: Make, at: At
) -> None:
    gate = threading.Event()

    def hang(folder: Path) -> Any:
        gate.wait()
        return connect(folder)

    store = open_store(deadline=timedelta(milliseconds=20), connect=hang)
    query = KnowledgeQuery(vector=at(1.0))
    while store.recovers(timedelta(0)):  # on a slow machine a call may be dropped before it began
        with pytest.raises(KnowledgeUnavailableError, match="did not answer"):
            store.search(query)
    for call in (lambda: store.search(query), store.fingerprints, lambda: store.delete(["a"])):
        with pytest.raises(KnowledgeUnavailableError, match="overdue"):
            call()
    gate.set()
    assert store.recovers(LONG)
    assert store.fingerprints() == {}


def test_an_index_that_cannot_be_opened_is_tried_again_by_the_next_call(open_store: Open, tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file, not a folder")
    store = open_store()
    with pytest.raises(KnowledgeUnavailableError, match="disk"):
        store.fingerprints()
    (tmp_path / "index").unlink()
    assert store.fingerprints() == {}


def test_a_damaged_file_is_unavailable_not_a_crash(open_store: Open, tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "chroma.sqlite3").write_bytes(b"not a database" * 400)
    with pytest.raises(KnowledgeUnavailableError):
        open_store().fingerprints()


def test_an_index_of_another_dimension_is_unavailable(open_store: Open, make_item: Make, at: At) -> None:
    store = open_store()
    store.upsert([make_item("a")], at(0.9)[np.newaxis], ["f"])
    store.close()
    with pytest.raises(KnowledgeUnavailableError):
        open_store(dimension=3).upsert([make_item("b")], np.ones((1, 3), dtype=np.float32), ["f"])


def test_the_table_names_every_error_of_chroma() -> None:
    from chromadb import errors

    named = {
        cls.__name__ for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, errors.ChromaError)
    }
    assert named
    assert named <= set(MESSAGES)


@pytest.mark.parametrize("error", [RuntimeError("secret"), OSError("secret"), KeyboardInterrupt("secret")])
def test_any_error_becomes_ours_without_its_words(error: BaseException) -> None:
    translated = translate(error)
    assert isinstance(translated, KnowledgeUnavailableError)
    assert "secret" not in translated.message


def test_chroma_is_not_imported_before_an_index_is_opened() -> None:
    code = (
        "import sys, datetime, pathlib, copilot.retrieval.chroma as c, copilot.retrieval.formats;"
        "c.ChromaKnowledgeStore(pathlib.Path('x'), dimension=3, model_id='m', deadline=datetime.timedelta(seconds=1));"
        "assert not {'chromadb', 'httpx', 'onnxruntime', 'torch'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_opening_ignores_chromas_own_variables(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, open_store: Open
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("CHROMA_API_IMPL=chromadb.api.fastapi.FastAPI\nALLOW_RESET=true\n")
    monkeypatch.setenv("CHROMA_API_IMPL", "chromadb.api.fastapi.FastAPI")
    monkeypatch.setenv("CHROMA_OTEL_COLLECTION_ENDPOINT", "http://192.0.2.1:4317")
    monkeypatch.setenv("CHROMA_OTEL_GRANULARITY", "all")
    monkeypatch.setenv("ANONYMIZED_TELEMETRY", "true")
    assert open_store().fingerprints() == {}


def test_growing_past_the_exact_limit_and_reopening_change_no_hit(open_store: Open, make_item: Make, at: At) -> None:
    items = [make_item(f"i{n}") for n in range(6)]
    vectors = np.stack([at(0.9 - n / 10) for n in range(6)])
    query = KnowledgeQuery(vector=at(1.0))
    small = open_store(exact_limit=4)
    small.upsert(items[:4], vectors[:4], ["f"] * 4)
    assert [hit.id for hit in small.search(query)] == ["i0", "i1", "i2", "i3"]
    small.upsert(items[4:], vectors[4:], ["f"] * 2)
    grown = [(hit.id, round(hit.score, 3)) for hit in small.search(query)]
    assert grown == [(f"i{n}", round(0.9 - n / 10, 3)) for n in range(6)]
    small.close()
    for limit in (4, 6):
        reopened = open_store(exact_limit=limit)
        assert [(hit.id, round(hit.score, 3)) for hit in reopened.search(query)] == grown
        reopened.close()
