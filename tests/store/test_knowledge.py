"""The library in SQL: the truth from which the index can be rebuilt."""

from typing import Any

import pytest

from copilot.domain.knowledge import KnowledgeItem, KnowledgeKind
from copilot.errors import NotFoundError


def item(item_id: str, **values: Any) -> KnowledgeItem:
    return KnowledgeItem.model_validate({"id": item_id, "kind": "template", "title": "T", "body": "B", **values})


def put(desk: Any, *items: KnowledgeItem) -> list[bool]:
    with desk.store.transaction() as tx:
        return [tx.knowledge.put(each, b"\x00\x00\x80\x3f", "m@1", f"f-{each.title}") for each in items]


def test_item_comes_back_with_its_vector(desk: Any) -> None:
    made = item("a", stages=["closing"], industries=["Software"], intents=["price_objection"])
    assert put(desk, made) == [True]
    with desk.store.read() as tx:
        row = tx.knowledge.get("a")
    assert (row.item, row.vector, row.vector_model, row.fingerprint) == (made, b"\x00\x00\x80\x3f", "m@1", "f-T")
    assert row.updated_at == desk.clock.now()


def test_item_is_replaced_under_its_id(desk: Any) -> None:
    assert put(desk, item("a"), item("a", title="new")) == [True, False]
    with desk.store.read() as tx:
        assert tx.knowledge.get("a").item.title == "new"
        assert tx.knowledge.fingerprints() == {"a": "f-new"}
        assert tx.knowledge.count() == 1


def test_failed_import_leaves_the_library_as_it_was(desk: Any) -> None:
    def fail_halfway() -> None:
        with desk.store.transaction() as tx:
            tx.knowledge.put(item("a"), None, None, "f")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    with desk.store.read() as tx:
        assert not tx.knowledge.was_ever_filled()


def test_retired_item_is_gone_but_the_library_was_used(desk: Any) -> None:
    put(desk, item("a"))
    with desk.store.transaction() as tx:
        tx.knowledge.retire("a")
        with pytest.raises(NotFoundError):
            tx.knowledge.retire("a")
        with pytest.raises(NotFoundError):
            tx.knowledge.get("a")
        assert tx.knowledge.list() == tx.knowledge.all() == []
        assert tx.knowledge.was_ever_filled()
    assert put(desk, item("a")) == [True]


def test_items_are_listed_by_id_in_pages(desk: Any) -> None:
    put(desk, item("c"), item("a"), item("b", kind="offer", language="es"))
    with desk.store.read() as tx:
        assert [row.item.id for row in tx.knowledge.list(limit=2)] == ["a", "b"]
        assert [row.item.id for row in tx.knowledge.list(after_id="b")] == ["c"]
        assert [row.item.id for row in tx.knowledge.list(kind=KnowledgeKind.OFFER)] == ["b"]
        assert [row.item.id for row in tx.knowledge.list(language="en")] == ["a", "c"]
        assert [row.item.id for row in tx.knowledge.all()] == ["a", "b", "c"]
