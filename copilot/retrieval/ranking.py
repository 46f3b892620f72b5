"""How a cosine becomes a score, which items may be hits at all, and in which order: the same for every backend."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappush, heappushpop
from typing import Final

from copilot.domain.knowledge import Hit
from copilot.retrieval.base import KnowledgeQuery
from copilot.retrieval.facet import Facets, FacetTable, microseconds

FALLBACK_LANGUAGE: Final = "en"
"""Stands in for a language that no item is written in."""

INTENT_MATCH: Final = 0.2
INTENT_MISMATCH: Final = -0.15
INDUSTRY_MATCH: Final = 0.05
INDUSTRY_MISMATCH: Final = -0.15
"""Added to the cosine. Mean reciprocal rank over the 65 answerable queries of ``tests/retrieval/queries.jsonl`` and the
84 starter items, base encoder / reply-scorer-small 2026.11.1: no adjustment 0.62 / 0.72, industry only 0.65 / 0.77,
industry and labelled intents 0.94 / 0.95, industry and the scorer's own intents - / 0.88. Intents are flat from
0.15 / -0.15 to 0.3 / -0.3. Queries, titles and constants were looked at together: another library will score lower."""

DEFAULT_FLOOR: Final = 0.3
"""Fitted for reply-scorer-small 2026.11.1 on the same queries, 25 of which the library cannot answer. At 0.30 these
return nothing in 23 (labelled intents), 21 (the scorer's own) and 18 (no intents) of 25, and an answer is kept in 65,
62 and 58 of 65. At 0.36: 24, 22, 22 and 64, 58, 52; at 0.24: the scorer's own 15 and 65.
``COPILOT_RELEVANCE_FLOOR`` overrides it; another encoder needs its own."""

_DIGITS: Final = 4
"""Scores are rounded, so that two backends whose cosines differ in the last bits agree on order and ties."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indexed item and its cosine with the query, −1 … 1."""

    facets: Facets
    cosine: float


def candidates_of(nearest: Iterable[tuple[str, float]], table: FacetTable) -> Iterator[Candidate]:
    """Yield the candidate of each (id, cosine) that the table knows."""
    for item_id, cosine in nearest:
        facets = table.get(item_id)
        if facets is not None:
            yield Candidate(facets, cosine)


def rank(
    candidates: Iterable[Candidate], query: KnowledgeQuery, table: FacetTable, *, nearest_first: bool = False
) -> list[Hit]:
    """Return at most ``query.limit`` hits at or above the floor, best first, ties by id, each item once.

    With ``nearest_first`` the candidates fall in cosine, and reading ends where none of the rest can be a hit.
    """
    if query.limit <= 0:
        return []
    language = language_searched(query, table)
    now_us = None if query.now is None else microseconds(query.now)
    best: dict[str, tuple[float, Facets]] = {}
    leading: list[float] = []
    for candidate in candidates:
        if nearest_first and is_beaten(candidate.cosine, query, leading[0] if len(leading) == query.limit else None):
            break
        facets = candidate.facets
        if not is_eligible(facets, query, language, now_us):
            continue
        score = score_of(candidate, query, table)
        if score >= query.floor and score > best.get(facets.id, (-1.0, facets))[0]:
            best[facets.id] = (score, facets)
            (heappush if len(leading) < query.limit else heappushpop)(leading, score)
    ordered = sorted(best.values(), key=lambda scored: (-scored[0], scored[1].id))
    return [_hit(facets, score) for score, facets in ordered[: query.limit]]


def is_beaten(cosine: float, query: KnowledgeQuery, last_score: float | None) -> bool:
    """Say whether no item of this cosine can be a hit any more, whatever it is made for.

    Args:
        cosine: Of the item with the query.
        query: The search.
        last_score: Score of the last place of a full list; None while the list is not full.
    """
    bonus = (INTENT_MATCH if query.intents else 0.0) + (INDUSTRY_MATCH if query.industry else 0.0)
    bound = round(min(max(cosine + bonus, 0.0), 1.0), _DIGITS)
    return bound < query.floor or (last_score is not None and bound < last_score)


def is_eligible(facets: Facets, query: KnowledgeQuery, language: str | None, now_us: int | None) -> bool:
    """Say whether an item may be a hit: stage, language and validity exclude; industry and intent only rank."""
    if query.stage is not None and facets.stages and query.stage not in facets.stages:
        return False
    if language is not None and facets.language != language:
        return False
    if now_us is None:
        return True
    starts, ends = facets.valid_from_us, facets.valid_until_us
    return (starts is None or starts <= now_us) and (ends is None or now_us < ends)


def score_of(candidate: Candidate, query: KnowledgeQuery, table: FacetTable) -> float:
    """Return the score, 0 … 1, four decimals: the cosine, moved by what is known of intent and industry.

    Items for all intents or industries are not moved. An industry that no item names moves items of other
    industries down, as any other, but never below the floor: it ranks, it does not exclude.
    """
    facets = candidate.facets
    score = candidate.cosine
    if query.intents and facets.intents:
        score += INTENT_MISMATCH if facets.intents.isdisjoint(query.intents) else INTENT_MATCH
    industry = industry_searched(query)
    if industry and facets.industries:
        if industry in facets.industries:
            score += INDUSTRY_MATCH
        elif table.industries.get(industry, 0) > 0:
            score += INDUSTRY_MISMATCH
        else:
            score = max(min(score, query.floor), score + INDUSTRY_MISMATCH)
    return round(min(max(score, 0.0), 1.0), _DIGITS)


def language_searched(query: KnowledgeQuery, table: FacetTable) -> str | None:
    """Return the language that items must have, or None for any."""
    if query.language is None or table.languages.get(query.language, 0) > 0:
        return query.language
    return FALLBACK_LANGUAGE


def industry_searched(query: KnowledgeQuery) -> str | None:
    """Return the industry in the form that items carry it."""
    return None if query.industry is None else query.industry.strip().lower()


def _hit(facets: Facets, score: float) -> Hit:
    return Hit(
        id=facets.id, kind=facets.kind, title=facets.title, url=facets.url, score=score, internal=facets.internal
    )
