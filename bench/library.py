"""A library of a size that a busy team has: the starter items, told anew for many products and towns."""

import itertools
from typing import Final

from copilot.asset import asset_folder
from copilot.domain.knowledge import KnowledgeItem
from copilot.retrieval.formats import read_items

_TOWNS: Final = (
    "Leeds",
    "Austin",
    "Porto",
    "Ghent",
    "Malmö",
    "Denver",
    "Lyon",
    "Graz",
    "Cork",
    "Bilbao",
    "Tampa",
    "Utrecht",
)
_PRODUCTS: Final = (
    "scheduling",
    "invoicing",
    "fleet tracking",
    "payroll",
    "stock counts",
    "visitor passes",
    "field reports",
)


def make_items(count: int) -> list[KnowledgeItem]:
    """Return ``count`` items that differ from each other and from the starter library, always the same ones."""
    starters = read_items(asset_folder("knowledge")).items
    variants = itertools.product(_PRODUCTS, _TOWNS, starters)
    return [
        _retold(starter, product, town, n) for n, (product, town, starter) in zip(range(count), variants, strict=False)
    ]


def _retold(item: KnowledgeItem, product: str, town: str, number: int) -> KnowledgeItem:
    title = f"{item.title[:150]} ({product}, {town})"
    body = f"{item.body}\nFor teams in {town} that use {product}."
    return item.model_copy(update={"id": f"bench-{number:04d}", "title": title, "body": body})
