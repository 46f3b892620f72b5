"""How a cosine becomes a score, which items may be hits at all, and in which order: the same for every backend."""

from collections.abc import Iterable
from dataclasses import dataclass
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

DEFAULT_FLOOR: Final = 0.4

MAX_BONUS: Final = INTENT_MATCH + INDUSTRY_MATCH
"""The most that ``score_of`` adds to a cosine: how far down the list a winner can hide."""

_DIGITS: Final = 4
"""Scores are rounded, so that two backends whose cosines differ in the last bits agree on order and ties."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indexed item and its cosine with the query, −1 … 1."""

    facets: Facets
    cosine: float


def rank(candidates: Iterable[Candidate], query: KnowledgeQuery, table: FacetTable) -> list[Hit]:
    """Return at most ``query.limit`` hits at or above the floor, best first, ties by id, each item once."""
    language = language_searched(query, table)
    now_us = None if query.now is None else microseconds(query.now)
    best: dict[str, tuple[float, Facets]] = {}
    for candidate in candidates:
        facets = candidate.facets
        if not is_eligible(facets, query, language, now_us):
            continue
        score = score_of(candidate, query, table)
        if score >= query.floor and score > best.get(facets.id, (-1.0, facets))[0]:
            best[facets.id] = (score, facets)
    ordered = sorted(best.values(), key=lambda scored: (-scored[0], scored[1].id))
    return [_hit(facets, score) for score, facets in ordered[: max(query.limit, 0)]]


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


def best_possible_score(cosine: float) -> float:
    """Return the highest score that an item of this cosine can reach, whatever it is made for."""
    return round(min(max(cosine + MAX_BONUS, 0.0), 1.0), _DIGITS)


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
