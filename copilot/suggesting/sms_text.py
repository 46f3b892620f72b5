"""What of a knowledge item may be texted to a customer: a template, still with its slots."""

import re
from functools import lru_cache
from typing import Final

from copilot.domain.knowledge import KnowledgeItem, KnowledgeKind, Price
from copilot.suggesting.filled_text import FilledText
from copilot.suggesting.value import write_money, write_number
from copilot.text.segment import count_segments
from copilot.text.slot_template import escape_braces

TEXT_KINDS: Final = frozenset({KnowledgeKind.TEMPLATE, KnowledgeKind.CONTRACT_LINK, KnowledgeKind.OFFER})
"""Kinds whose body is the text itself."""
LINK_IS_THE_POINT: Final = frozenset({KnowledgeKind.CASE_STUDY, KnowledgeKind.TUTORIAL})
"""Kinds whose text goes out with the address of the page; a price takes it along only within one segment."""
MAX_PLAIN_BODY: Final = 306
"""A body without a ``Text:`` line is texted as it is up to two segments; longer ones are pages, not texts."""

_TEXT_LINE: Final = re.compile(r"^Text:[ \t]*(?P<text>\S.*)\Z", re.MULTILINE | re.DOTALL)


def sms_template(item: KnowledgeItem) -> str | None:
    """Return the text of an item as a template, or None when it has nothing a customer may read in an SMS."""
    if item.internal:
        return None
    if item.kind in TEXT_KINDS:
        return item.body
    sentence = _text_line(item.body)
    if sentence is None and item.price is not None:
        sentence = _price_line(item.price, item.language)
    if sentence is None and item.kind is not KnowledgeKind.PRICE:
        sentence = item.body if _is_plain(item.body) else escape_braces(item.title) if item.url else None
    return None if sentence is None else _with_link(sentence, item)


@lru_cache(maxsize=4096)
def _text_line(body: str) -> str | None:
    found = _TEXT_LINE.search(body)
    return " ".join(found["text"].split()) if found else None


def _is_plain(body: str) -> bool:
    return len(body) <= MAX_PLAIN_BODY and "\n" not in body.strip()


def _price_line(price: Price, language: str) -> str:
    money = write_money(price.amount, price.currency, language) or f"{price.amount} {price.currency}"
    name = f"{price.product} {price.plan}" if price.plan else price.product
    minimum = "" if price.min_quantity is None else f" (>= {write_number(price.min_quantity, language)})"
    return escape_braces(f"{name}: {money} / {price.per}{minimum}")


def _with_link(sentence: str, item: KnowledgeItem) -> str:
    """Put the address behind the statements, so that a question stays last."""
    if item.url is None or item.url in sentence or "{" in item.url or "}" in item.url:
        return sentence
    text = FilledText(sentence)
    spans = text.sentences()
    statements = text.pick([s for s in spans if not text.is_question(s)]).text
    questions = text.pick([s for s in spans if text.is_question(s)]).text
    linked = " ".join(filter(None, (statements, item.url, questions)))
    if item.kind in LINK_IS_THE_POINT or count_segments(linked).segments <= 1:
        return linked
    return sentence
