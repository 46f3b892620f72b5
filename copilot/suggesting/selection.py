"""Which library item a draft is made from: a pure ranking by intent, stage, language, industry and hit score.

The weights below only order candidates. They are set by hand so that, on the starter library, a text made for the wish
comes before a fact the search found beside it, and a quote on the table before a list price.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from copilot.domain.conversation import Stage
from copilot.domain.knowledge import KnowledgeItem, KnowledgeKind
from copilot.domain.label import Intent
from copilot.suggesting.base import RetrievedItem

TEMPLATE, TUTORIAL = KnowledgeKind.TEMPLATE, KnowledgeKind.TUTORIAL
CASE, OFFER, PRICE = KnowledgeKind.CASE_STUDY, KnowledgeKind.OFFER, KnowledgeKind.PRICE
CONTRACT = KnowledgeKind.CONTRACT_LINK

KINDS_OF_INTENT: Final[Mapping[Intent, tuple[KnowledgeKind, ...]]] = {
    Intent.OPT_OUT: (),
    Intent.WRONG_PERSON: (TEMPLATE,),
    Intent.PURCHASE_READY: (CONTRACT, TEMPLATE),
    Intent.MEETING_REQUEST: (TEMPLATE, TUTORIAL),
    Intent.MEETING_ACCEPT: (TEMPLATE,),
    Intent.MEETING_CHANGE: (TEMPLATE, TUTORIAL),
    Intent.PRICING_QUESTION: (PRICE, TEMPLATE, OFFER),
    Intent.DISCOUNT_REQUEST: (TEMPLATE, OFFER, CASE),
    Intent.CONTRACT_QUESTION: (CONTRACT, TEMPLATE, TUTORIAL),
    Intent.UPGRADE_INTEREST: (TEMPLATE, PRICE, OFFER, TUTORIAL),
    Intent.RENEWAL_QUESTION: (TEMPLATE, CONTRACT, OFFER),
    Intent.PRODUCT_QUESTION: (TUTORIAL, CASE, TEMPLATE),
    Intent.INFO_REQUEST: (TEMPLATE, CASE, TUTORIAL, PRICE, OFFER),
    Intent.PRICE_OBJECTION: (CASE, OFFER, TEMPLATE),
    Intent.NOT_NOW: (TEMPLATE, OFFER),
    Intent.NEEDS_APPROVAL: (TEMPLATE, CONTRACT, CASE),
    Intent.COMPETITOR: (TEMPLATE, CASE),
    Intent.NOT_INTERESTED: (TEMPLATE,),
    Intent.COMPLAINT: (TEMPLATE,),
    Intent.CANCEL_REQUEST: (TEMPLATE,),
    Intent.HUMAN_REQUEST: (TEMPLATE,),
    Intent.SUPPORT_ISSUE: (TEMPLATE, TUTORIAL),
    Intent.BILLING_ISSUE: (TEMPLATE, TUTORIAL),
    Intent.ORDER_STATUS: (TEMPLATE, TUTORIAL),
    Intent.WHO_IS_THIS: (TEMPLATE,),
    Intent.REFERRAL: (TEMPLATE, OFFER),
    Intent.GRATITUDE: (TEMPLATE, OFFER),
    Intent.ACKNOWLEDGEMENT: (TEMPLATE,),
    Intent.GREETING: (TEMPLATE,),
    Intent.AUTO_REPLY: (),
    Intent.ABUSE_OR_SPAM: (),
}
"""Kinds that answer an intent, the best first; other kinds do not answer it."""

PRIMARY_WISH, SECOND_WISH, ANY_WISH, NO_WISH = 1.0, 0.4, 0.2, 0.0
"""The item names the primary wish; another wish of the turn; no wish at all; only wishes they do not have."""
KIND_WEIGHT: Final = 0.8
"""From the first kind that answers the wish down to the last."""
STAGE_MATCH, STAGE_ANY = 0.3, 0.1
SCORE_WEIGHT: Final = 0.5
UNSEARCHED_SCORE: Final = 0.5
"""Stands for the search's score where an item was brought by stage and wish instead."""
INDUSTRY_MATCH, INDUSTRY_UNKNOWN, INDUSTRY_OTHER = 0.2, -0.1, -0.6
PRODUCT_MATCH, PRODUCT_OTHER = 0.3, -0.6
LIST_PRICE_BESIDE_A_QUOTE: Final = -1.2

_GENERIC_WORDS: Final = frozenset({"plan", "package", "the", "our"})
"""Words of a product's name that tell no product from another."""

MADE_FOR_A_WISH: Final = frozenset({TEMPLATE, CONTRACT, OFFER})
"""Kinds whose text answers certain wishes only; the others are facts, and a hit of the search is reason enough."""


@dataclass(frozen=True, slots=True)
class SelectionQuery:
    """What a draft needs an item for."""

    intents: tuple[Intent, ...]
    """The primary first."""
    kinds: tuple[KnowledgeKind, ...]
    """Acceptable kinds, the best first."""
    stage: Stage | None = None
    industry: str | None = None
    language: str = "en"
    now: datetime | None = None
    product: str | None = None
    """The deal's product: a list price of another product is not an answer."""
    has_quote: bool = False
    """The deal has an amount: a list price would contradict it."""


@dataclass(frozen=True, slots=True)
class RankedItem:
    """An item that fits, and how well."""

    item: KnowledgeItem
    fit: float
    score: float | None
    """The search's score; None when the search did not find it."""


def rank_items(
    hits: Sequence[RetrievedItem], further: Sequence[KnowledgeItem], query: SelectionQuery
) -> list[RankedItem]:
    """Return the items that may be used, best first, each once.

    Internal items, items outside their dates and items for other stages or wishes are left out. Items in the customer's
    language come alone if there are any; English stands in otherwise.
    """
    ranked = [
        RankedItem(item, fit, score)
        for item, score in _each_once(hits, further)
        if (fit := _fit(item, score, query)) is not None
    ]
    own = [r for r in ranked if r.item.language == query.language]
    usable = own or [r for r in ranked if r.item.language == "en"]
    return sorted(usable, key=lambda r: (-r.fit, r.item.id))


def best_link(hits: Sequence[RetrievedItem], query: SelectionQuery) -> KnowledgeItem | None:
    """Return the hit whose address answers the wish best: a kind that answers it, and not internal."""
    ranked = rank_items([hit for hit in hits if hit.item.url], (), query)
    return next((r.item for r in ranked if r.item.kind not in {TEMPLATE, CONTRACT}), None)


def _each_once(
    hits: Sequence[RetrievedItem], further: Iterable[KnowledgeItem]
) -> Iterable[tuple[KnowledgeItem, float | None]]:
    seen: dict[str, tuple[KnowledgeItem, float | None]] = {}
    for hit in hits:
        seen.setdefault(hit.item.id, (hit.item, hit.score))
    for item in further:
        seen.setdefault(item.id, (item, None))
    return seen.values()


def _fit(item: KnowledgeItem, score: float | None, query: SelectionQuery) -> float | None:
    if item.internal or item.kind not in query.kinds or not _is_valid(item, query.now):
        return None
    if item.language not in (query.language, "en"):
        return None
    if item.stages and query.stage is not None and query.stage not in item.stages:
        return None
    wish = _wish_fit(item, query.intents)
    if wish is None or (score is None and item.kind not in MADE_FOR_A_WISH):
        return None
    return (
        wish
        + KIND_WEIGHT * (1 - query.kinds.index(item.kind) / len(query.kinds))
        + (STAGE_MATCH if item.stages and query.stage is not None else STAGE_ANY)
        + SCORE_WEIGHT * (UNSEARCHED_SCORE if score is None else score)
        + _industry_fit(item, query.industry)
        + (_price_fit(item, query) if item.kind is PRICE else 0.0)
    )


def _wish_fit(item: KnowledgeItem, intents: tuple[Intent, ...]) -> float | None:
    if intents and intents[0] in item.intents:
        return PRIMARY_WISH
    if any(intent in item.intents for intent in intents[1:]):
        return SECOND_WISH
    if not item.intents:
        return ANY_WISH
    return None if item.kind in MADE_FOR_A_WISH else NO_WISH


def _industry_fit(item: KnowledgeItem, industry: str | None) -> float:
    if not item.industries:
        return 0.0
    if industry is None:
        return INDUSTRY_UNKNOWN
    return INDUSTRY_MATCH if industry in item.industries else INDUSTRY_OTHER


def _price_fit(item: KnowledgeItem, query: SelectionQuery) -> float:
    product_fit = 0.0
    if query.product and item.price:
        # "Team plan" is the plan Team of Workspace, "Workspace" any plan of it, "Workspace Business" not Team.
        deal, plan, product = _words(query.product), _words(item.price.plan or ""), _words(item.price.product)
        is_same = bool(deal & plan) or (bool(deal) and deal <= product) or (not plan and bool(deal & product))
        product_fit = PRODUCT_MATCH if is_same else PRODUCT_OTHER
    return product_fit + (LIST_PRICE_BESIDE_A_QUOTE if query.has_quote else 0.0)


def _words(name: str) -> set[str]:
    return {word for word in name.casefold().split() if word not in _GENERIC_WORDS}


def _is_valid(item: KnowledgeItem, now: datetime | None) -> bool:
    if item.valid_from is None and item.valid_until is None:
        return True
    if now is None:
        return False  # a dated item without a date to compare with is not worth the risk of an expired offer
    return (item.valid_from is None or item.valid_from <= now) and (item.valid_until is None or now <= item.valid_until)
