"""What every knowledge index promises, run against each backend."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from copilot.domain.conversation import Stage
from copilot.domain.knowledge import Hit, KnowledgeItem
from copilot.domain.label import Intent
from copilot.errors import KnowledgeUnavailableError
from copilot.retrieval.base import FloatArray, KnowledgeQuery, KnowledgeStore
from copilot.retrieval.ranking import INDUSTRY_MISMATCH, INTENT_MATCH

Make = Callable[..., KnowledgeItem]
At = Callable[[float], FloatArray]


def fill(store: KnowledgeStore, at: At, *items: tuple[KnowledgeItem, float]) -> None:
    store.upsert(
        [item for item, _ in items],
        np.stack([at(cosine) for _, cosine in items]),
        [f"f-{item.id}" for item, _ in items],
    )


def search(store: KnowledgeStore, at: At, **values: Any) -> list[Hit]:
    return store.search(KnowledgeQuery(vector=at(1.0), **values))


def ids(hits: list[Hit]) -> list[str]:
    return [hit.id for hit in hits]


def test_empty_index_finds_nothing(store: KnowledgeStore, at: At) -> None:
    assert search(store, at) == []
    assert store.fingerprints() == {}


def test_upsert_of_nothing_is_no_error(store: KnowledgeStore) -> None:
    store.upsert([], np.zeros((0, 8), dtype=np.float32), [])
    assert store.fingerprints() == {}


def test_hits_come_best_first_with_what_the_contract_shows(store: KnowledgeStore, make_item: Make, at: At) -> None:
    far = make_item("far", kind="price", title="Far", url="https://example.com/far", internal=True)
    fill(store, at, (far, 0.5), (make_item("near"), 0.9))
    hits = search(store, at)
    assert ids(hits) == ["near", "far"]
    assert hits[1].model_dump(mode="json") == {
        "id": "far", "kind": "price", "title": "Far", "url": "https://example.com/far", "score": 0.5, "internal": True,
    }  # fmt: skip


def test_upsert_replaces_content_and_vector(store: KnowledgeStore, make_item: Make, at: At) -> None:
    fill(store, at, (make_item("a", title="old"), 0.2), (make_item("b"), 0.5))
    store.upsert([make_item("a", title="new")], at(0.9)[np.newaxis], ["second"])
    hits = search(store, at)
    assert ids(hits) == ["a", "b"]
    assert hits[0].title == "new"
    assert store.fingerprints() == {"a": "second", "b": "f-b"}


def test_an_id_given_twice_is_kept_once_with_its_last_content(store: KnowledgeStore, make_item: Make, at: At) -> None:
    fill(store, at, (make_item("a", title="old"), 0.2), (make_item("a", title="new"), 0.9))
    assert [(hit.id, hit.title, hit.score) for hit in search(store, at)] == [("a", "new", 0.9)]


def test_deleted_items_are_gone_and_unknown_ids_are_no_error(store: KnowledgeStore, make_item: Make, at: At) -> None:
    fill(store, at, (make_item("a"), 0.9), (make_item("b"), 0.8))
    store.delete(["a", "nobody", "a"])
    assert ids(search(store, at)) == ["b"]
    store.delete(["b"])
    assert search(store, at) == []
    fill(store, at, (make_item("a"), 0.9))
    assert ids(search(store, at)) == ["a"]


def test_nothing_below_the_floor_is_returned(store: KnowledgeStore, make_item: Make, at: At) -> None:
    fill(store, at, (make_item("in"), 0.5), (make_item("out"), 0.4999))
    assert ids(search(store, at, floor=0.5)) == ["in"]
    assert search(store, at, floor=0.6) == []


@pytest.mark.parametrize("limit", [0, 1, 3, 10])
def test_limit_keeps_the_best(store: KnowledgeStore, make_item: Make, at: At, limit: int) -> None:
    fill(store, at, *[(make_item(f"i{n}"), 0.9 - n / 100) for n in range(5)])
    assert ids(search(store, at, limit=limit)) == [f"i{n}" for n in range(min(limit, 5))]


def test_other_stages_are_excluded_and_no_stage_fits_all(store: KnowledgeStore, make_item: Make, at: At) -> None:
    fill(store, at, (make_item("closing", stages=["closing", "renewal"]), 0.9), (make_item("any"), 0.8))
    assert ids(search(store, at, stage=Stage.LEAD)) == ["any"]
    assert ids(search(store, at, stage=Stage.RENEWAL)) == ["closing", "any"]
    assert ids(search(store, at)) == ["closing", "any"]


def test_other_languages_are_excluded(store: KnowledgeStore, make_item: Make, at: At) -> None:
    fill(store, at, (make_item("en"), 0.9), (make_item("de", language="de"), 0.5))
    assert ids(search(store, at, language="de")) == ["de"]
    assert ids(search(store, at, language=None)) == ["en", "de"]


def test_english_stands_in_for_a_language_without_items(store: KnowledgeStore, make_item: Make, at: At) -> None:
    fill(store, at, (make_item("en"), 0.9), (make_item("de", language="de"), 0.5))
    assert ids(search(store, at, language="pt")) == ["en"]
    store.delete(["de"])
    assert ids(search(store, at, language="de")) == ["en"]


def test_validity_begins_inclusive_and_ends_exclusive(store: KnowledgeStore, make_item: Make, at: At) -> None:
    begin, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    fill(store, at, (make_item("january", valid_from=begin, valid_until=end), 0.9))
    assert ids(search(store, at, now=begin)) == ["january"]
    assert ids(search(store, at, now=datetime(2026, 1, 31, 23, 59, 59, 999999, tzinfo=UTC))) == ["january"]
    assert search(store, at, now=end) == []
    assert search(store, at, now=datetime(2025, 12, 31, tzinfo=UTC)) == []
    assert ids(search(store, at, now=None)) == ["january"]


def test_intent_and_industry_move_items(store: KnowledgeStore, make_item: Make, at: At) -> None:
    fill(
        store,
        at,
        (make_item("plain"), 0.5),
        (make_item("wanted", intents=["complaint"]), 0.5),
        (make_item("other", industries=["retail"]), 0.5),
        (make_item("known", industries=["software"]), -1.0),
    )
    hits = search(store, at, intents=(Intent.COMPLAINT,), industry="Software", limit=3)
    assert [(hit.id, hit.score) for hit in hits] == [
        ("wanted", round(0.5 + INTENT_MATCH, 4)),
        ("plain", 0.5),
        ("other", round(0.5 + INDUSTRY_MISMATCH, 4)),
    ]


def test_an_unknown_industry_ranks_but_excludes_nothing(store: KnowledgeStore, make_item: Make, at: At) -> None:
    fill(store, at, (make_item("retail", industries=["retail"]), 0.55), (make_item("plain"), 0.52))
    hits = search(store, at, industry="beekeeping", floor=0.5)
    assert [(hit.id, hit.score) for hit in hits] == [("plain", 0.52), ("retail", 0.5)]


def test_ties_are_ordered_by_id(store: KnowledgeStore, make_item: Make, at: At) -> None:
    fill(store, at, *[(make_item(name), 0.5) for name in "cabd"])
    assert ids(search(store, at)) == ["a", "b", "c", "d"]


def test_a_rare_item_is_found_behind_many_excluded_ones(store: KnowledgeStore, make_item: Make, at: At) -> None:
    crowd = [(make_item(f"c{n:03}", stages=["lead"]), 0.9 - n / 10_000) for n in range(600)]
    fill(store, at, *crowd, (make_item("rare", stages=["closing"]), 0.3))
    assert ids(search(store, at, stage=Stage.CLOSING)) == ["rare"]


def test_a_bonus_lifts_an_item_from_behind_the_first_fetch(store: KnowledgeStore, make_item: Make, at: At) -> None:
    crowd = [(make_item(f"c{n:03}"), 0.6 - n / 10_000) for n in range(200)]
    fill(store, at, *crowd, (make_item("made-for-it", intents=["referral"]), 0.55))
    assert search(store, at, intents=(Intent.REFERRAL,), limit=1)[0].id == "made-for-it"


@pytest.mark.parametrize(
    "vectors",
    [np.ones((1, 7)), np.ones((2, 8)), np.ones(8), np.zeros((1, 8)), np.full((1, 8), np.nan)],
    ids=["dimension", "rows", "rank", "zero", "nan"],
)
def test_wrong_vectors_are_refused(store: KnowledgeStore, make_item: Make, vectors: FloatArray) -> None:
    with pytest.raises(ValueError, match="vector"):
        store.upsert([make_item("a")], vectors.astype(np.float32), ["f"])
    assert store.fingerprints() == {}


def test_a_closed_index_is_unavailable(store: KnowledgeStore, at: At) -> None:
    store.close()
    store.close()
    with pytest.raises(KnowledgeUnavailableError):
        search(store, at)
