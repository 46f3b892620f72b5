"""The pure ranking: what moves a score, what never does, and that the outcome does not depend on order."""

import random
from collections.abc import Callable, Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.knowledge import KnowledgeItem
from copilot.domain.label import Intent
from copilot.retrieval.base import FloatArray, KnowledgeQuery
from copilot.retrieval.facet import Facets, FacetTable
from copilot.retrieval.ranking import (
    INDUSTRY_MATCH,
    INDUSTRY_MISMATCH,
    INTENT_MATCH,
    INTENT_MISMATCH,
    Candidate,
    is_beaten,
    rank,
    score_of,
)

VECTOR: FloatArray = np.ones(1, dtype=np.float32)
INTENTS = (Intent.COMPLAINT, Intent.REFERRAL, Intent.NOT_NOW)
INDUSTRIES = ("software", "retail")


def candidates_of(items: Iterable[tuple[KnowledgeItem, float]]) -> tuple[list[Candidate], FacetTable]:
    table = FacetTable()
    candidates = [Candidate(Facets.of(item, "f"), cosine) for item, cosine in items]
    for candidate in candidates:
        table.put(candidate.facets)
    return candidates, table


def item(number: int, intents: tuple[Intent, ...] = (), industries: tuple[str, ...] = ()) -> KnowledgeItem:
    values = {"id": f"i{number:02}", "kind": "offer", "title": "T", "body": "B"}
    return KnowledgeItem.model_validate({**values, "intents": intents, "industries": industries})


ITEMS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(INTENTS), max_size=2, unique=True).map(tuple),
        st.lists(st.sampled_from(INDUSTRIES), max_size=2, unique=True).map(tuple),
        st.floats(-1, 1),
    ),
    max_size=8,
).map(lambda rows: [(item(n, intents, industries), cosine) for n, (intents, industries, cosine) in enumerate(rows)])
QUERIES = st.builds(
    KnowledgeQuery,
    vector=st.just(VECTOR),
    intents=st.lists(st.sampled_from(INTENTS), max_size=2).map(tuple),
    industry=st.none() | st.sampled_from([*INDUSTRIES, "beekeeping"]),
    floor=st.floats(0, 1),
    limit=st.integers(0, 10),
)


@pytest.mark.parametrize(
    ("intents", "industries", "moved"),
    [
        ((), (), 0.0),
        ((Intent.COMPLAINT,), (), INTENT_MATCH),
        ((Intent.REFERRAL, Intent.COMPLAINT), (), INTENT_MATCH),
        ((Intent.REFERRAL,), (), INTENT_MISMATCH),
        ((), ("retail",), INDUSTRY_MATCH),
        ((), ("software",), INDUSTRY_MISMATCH),
        ((Intent.COMPLAINT,), ("software",), INTENT_MATCH + INDUSTRY_MISMATCH),
    ],
)
def test_each_adjustment_moves_the_cosine_by_its_constant(
    intents: tuple[Intent, ...], industries: tuple[str, ...], moved: float
) -> None:
    (candidate, _), table = candidates_of([(item(1, intents, industries), 0.5), (item(2, (), INDUSTRIES), 0.1)])
    query = KnowledgeQuery(vector=VECTOR, intents=(Intent.COMPLAINT,), industry=" Retail ")
    assert score_of(candidate, query, table) == pytest.approx(0.5 + moved)


def test_nothing_known_of_the_query_moves_nothing() -> None:
    (candidate,), table = candidates_of([(item(1, (Intent.COMPLAINT,), ("retail",)), 0.5)])
    assert score_of(candidate, KnowledgeQuery(vector=VECTOR), table) == 0.5


@given(items=ITEMS, query=QUERIES, seed=st.integers(0, 99))
def test_hits_are_ordered_unique_in_range_and_independent_of_order(
    items: list[tuple[KnowledgeItem, float]], query: KnowledgeQuery, seed: int
) -> None:
    candidates, table = candidates_of(items)
    hits = rank(candidates, query, table)
    assert [(-hit.score, hit.id) for hit in hits] == sorted((-hit.score, hit.id) for hit in hits)
    assert len({hit.id for hit in hits}) == len(hits) <= query.limit
    assert all(query.floor <= hit.score <= 1 for hit in hits)
    shuffled = candidates + candidates[:3]
    random.Random(seed).shuffle(shuffled)
    assert rank(shuffled, query, table) == hits


@given(items=ITEMS, query=QUERIES)
def test_ending_a_sorted_search_early_loses_no_hit(
    items: list[tuple[KnowledgeItem, float]], query: KnowledgeQuery
) -> None:
    candidates, table = candidates_of(sorted(items, key=lambda row: -row[1]))
    assert rank(iter(candidates), query, table, nearest_first=True) == rank(candidates, query, table)


@given(items=ITEMS, query=QUERIES)
def test_no_score_exceeds_the_bound_that_ends_a_search(
    items: list[tuple[KnowledgeItem, float]], query: KnowledgeQuery
) -> None:
    candidates, table = candidates_of(items)
    for candidate in candidates:
        score = score_of(candidate, query, table)
        assert not is_beaten(candidate.cosine, query, score) or score < query.floor


@given(items=ITEMS, query=QUERIES)
def test_an_unknown_industry_loses_no_hit(items: list[tuple[KnowledgeItem, float]], query: KnowledgeQuery) -> None:
    candidates, table = candidates_of(items)
    values = {"vector": VECTOR, "intents": query.intents, "floor": round(query.floor, 4)}
    unknown = rank(candidates, KnowledgeQuery(**values, industry="beekeeping"), table)
    without = rank(candidates, KnowledgeQuery(**values), table)
    assert {hit.id for hit in unknown} == {hit.id for hit in without}


def test_facets_survive_the_index(make_item: Callable[..., KnowledgeItem]) -> None:
    full = make_item(
        "a", url="https://example.com", stages=["lead"], industries=["retail"], intents=["complaint"], language="de",
        internal=True, valid_from="2026-01-01T00:00:00.000001Z", valid_until="2026-02-01T00:00:00Z",
    )  # fmt: skip
    for each in (full, make_item("b")):
        facets = Facets.of(each, "f")
        assert Facets.from_json(each.id, facets.to_json()) == facets


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"kind": "wizard"}', '{"kind": 3}'])
def test_unreadable_facets_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"another shape"):
        Facets.from_json("a", text)
