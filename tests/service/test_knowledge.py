"""The shelf: SQL is the truth, and the index is brought up to it whatever was lost or changed."""

from collections.abc import Sequence
from typing import Any

import pytest

from copilot.domain.knowledge import KnowledgeItem
from copilot.errors import KnowledgeUnavailableError
from copilot.retrieval.base import FloatArray, KnowledgeQuery
from copilot.retrieval.memory import MemoryKnowledgeStore
from copilot.scoring.fake import FakeReplyEncoder


def item(item_id: str = "sign", **values: Any) -> KnowledgeItem:
    fields = {"kind": "tutorial", "title": "Sign a contract online", "body": "Open the link and sign."}
    return KnowledgeItem.model_validate({"id": item_id, **fields, **values})


def found(desk: Any, words: str = "sign a contract online") -> list[str]:
    def query(vector: FloatArray) -> KnowledgeQuery:
        return KnowledgeQuery(vector=vector, floor=0.2)

    return [hit.id for hit in desk.copilot.shelf.search(words, query)]


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Texts that were embedded since."""
    texts: list[str] = []
    embed = FakeReplyEncoder.embed

    def noting(self: FakeReplyEncoder, text: str) -> FloatArray:
        texts.append(text)
        return embed(self, text)

    monkeypatch.setattr(FakeReplyEncoder, "embed", noting)
    return texts


def test_a_lost_index_is_filled_from_sql_without_embedding_again(open_desk: Any, embedded: list[str]) -> None:
    open_desk().copilot.shelf.put_all([item("sign"), item("other", title="Tomato soup", body="Boil it.")])
    desk = open_desk()
    embedded.clear()
    desk = open_desk()
    assert [text for text in embedded if "contract" in text or "soup" in text] == []
    assert found(desk) == ["sign"]


def test_another_model_embeds_everything_again(
    open_desk: Any, embedded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_desk().copilot.shelf.put_all([item("a"), item("b")])
    embedded.clear()
    monkeypatch.setattr("copilot.scoring.fake.MODEL_ID", "fake@2")
    desk = open_desk()
    assert sum("contract" in text for text in embedded) == 4, "a title and a whole text of each of the two"
    assert set(found(desk)) == {"a", "b"}
    assert desk.copilot.shelf.sync() == 0


def test_a_changed_item_is_found_by_its_new_words_only(desk: Any) -> None:
    desk.copilot.shelf.put(item())
    desk.copilot.shelf.put(item(title="Tomato soup", body="Boil basil."))
    assert found(desk) == []
    assert found(desk, "tomato soup") == ["sign"]


def test_what_was_retired_leaves_the_index_too(open_desk: Any) -> None:
    desk = open_desk()
    desk.copilot.shelf.put_all([item("a"), item("b")])
    desk.copilot.shelf.retire("a")
    assert found(desk) == ["b"]
    assert [each.id for each in open_desk().copilot.shelf.all_items()] == ["b"]


def test_an_index_that_is_down_loses_nothing_and_is_named(open_desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = open_desk()
    with monkeypatch.context() as broken:
        for call in ("upsert", "search", "delete"):
            broken.setattr(MemoryKnowledgeStore, call, _unavailable)
        assert desk.copilot.shelf.put(item()) is True
        assert [part.part for part in desk.copilot.degraded()] == ["knowledge"]
        decision = desk.receive("how do I sign a contract online?")
        assert decision is not None
    assert desk.copilot.shelf.sync() == 1
    assert desk.copilot.degraded() == ()
    assert found(desk) == ["sign"]


def test_the_starter_library_fills_an_unused_one_only(open_desk: Any) -> None:
    shelf = open_desk(starter_knowledge=True).copilot.shelf
    assert len(shelf) >= 40
    for each in shelf.all_items()[3:]:
        shelf.retire(each.id)
    assert len(open_desk(starter_knowledge=True).copilot.shelf) == 3


def test_no_starter_library_when_it_is_not_wanted(open_desk: Any) -> None:
    assert len(open_desk(starter_knowledge=False).copilot.shelf) == 0
    assert len(open_desk(starter_knowledge=True).copilot.shelf) >= 40


def test_progress_is_told_up_to_the_end(desk: Any) -> None:
    told: list[tuple[int, int]] = []
    desk.copilot.shelf.put_all([item(f"i{n}") for n in range(130)], lambda done, of: told.append((done, of)))
    assert told[-1] == (130, 130)
    assert [done for done, _ in told] == sorted({done for done, _ in told})


def _unavailable(self: object, *arguments: Sequence[object]) -> None:
    raise KnowledgeUnavailableError("down for a test")
