"""How well the shipped encoder finds the starter library's answers, and how often it finds none where there is none."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from copilot.domain.conversation import Stage
from copilot.domain.label import Intent
from copilot.retrieval.base import FloatArray, KnowledgeQuery
from copilot.retrieval.document import content_fingerprint, document_vectors
from copilot.retrieval.formats import read_items
from copilot.retrieval.memory import MemoryKnowledgeStore
from copilot.retrieval.ranking import DEFAULT_FLOOR
from copilot.scoring.base import ReplyInput
from tests.scoring.encoder import build_encoder

ROOT = Path(__file__).parents[2]
QUERIES = [json.loads(line) for line in (Path(__file__).parent / "queries.jsonl").read_text("utf-8").splitlines()]
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@dataclass(frozen=True)
class Relevance:
    """Of the queries with an answer: mean reciprocal rank, hit in the first three, kept; of the others: refused."""

    mrr: float
    hit_at_3: float
    kept: float
    refused: float


def measure(store: MemoryKnowledgeStore, vectors: list[FloatArray], *, with_intents: bool) -> Relevance:
    """Search every query, with its labelled intents or as if the scorer had abstained."""
    ranks, kept, refused = [], [], []
    for query, vector in zip(QUERIES, vectors, strict=True):
        hits = store.search(
            KnowledgeQuery(
                vector=vector,
                stage=Stage(query["stage"]),
                industry=query["industry"],
                language=query["language"],
                intents=tuple(map(Intent, query["intents"])) if with_intents else (),
                now=NOW,
                floor=DEFAULT_FLOOR,
            )
        )
        if not query["relevant"]:
            refused.append(not hits)
            continue
        places = [place for place, hit in enumerate(hits, start=1) if hit.id in query["relevant"]]
        ranks.append(places[0] if places else np.inf)
        kept.append(bool(places))
    inverse = 1 / np.array(ranks)
    return Relevance(*(float(np.mean(x)) for x in (inverse, np.array(ranks) <= 3, kept, refused)))


@pytest.fixture(scope="module", params=["onnx", "onnx, base"])
def searched(request: pytest.FixtureRequest) -> tuple[MemoryKnowledgeStore, list[FloatArray]]:
    encoder = build_encoder(request.param)
    items = read_items(ROOT / "knowledge").items
    store = MemoryKnowledgeStore(dimension=encoder.dimension)
    vectors = document_vectors(items, lambda texts: np.stack([encoder.embed(text) for text in texts]))
    store.upsert(items, vectors, [content_fingerprint(item, "shipped") for item in items])
    turns = encoder.encode([ReplyInput(query["text"], query["context"]) for query in QUERIES])
    return store, [turn.vector for turn in turns]


def test_the_queries_name_items_of_the_starter_library() -> None:
    known = {item.id for item in read_items(ROOT / "knowledge").items}
    named: set[Any] = {item_id for query in QUERIES for item_id in query["relevant"]}
    assert named - known == set()
    assert sum(1 for query in QUERIES if query["relevant"]) >= 40
    assert sum(1 for query in QUERIES if not query["relevant"]) >= 15


def test_the_starter_library_reads_without_a_problem() -> None:
    assert read_items(ROOT / "knowledge").problems == []


def test_with_intents_the_answer_is_among_the_first_and_small_talk_finds_little(
    searched: tuple[MemoryKnowledgeStore, list[FloatArray]],
) -> None:
    found = measure(*searched, with_intents=True)
    assert found.mrr >= 0.9
    assert found.hit_at_3 >= 0.95
    assert found.kept >= 0.95
    assert found.refused >= 0.84


def test_without_intents_the_search_still_finds_most(
    searched: tuple[MemoryKnowledgeStore, list[FloatArray]],
) -> None:
    found = measure(*searched, with_intents=False)
    assert found.mrr >= 0.7
    assert found.kept >= 0.8
    assert found.refused >= 0.64
