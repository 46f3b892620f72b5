"""Making a draft shorter, or putting it behind another: by whole sentences, so no word and no address is ever cut."""

from collections.abc import Iterator, Sequence
from typing import Final

from copilot.domain.knowledge import KnowledgeKind
from copilot.suggesting.draft import Draft
from copilot.text.segment import count_segments

MAX_LED_SEGMENTS: Final = 2
"""An answer and a step in one text may take two segments; a third is never worth its price."""

MIN_QUESTION_WORDS: Final = 4
"""A question of fewer words ("Shall I?") means nothing without the sentence before it."""

_KEEP_STATEMENTS: Final = frozenset({KnowledgeKind.PRICE, KnowledgeKind.OFFER, KnowledgeKind.CONTRACT_LINK})
"""Kinds whose every statement is a condition: only their questions may be left out."""


def condense(draft: Draft) -> Iterator[Draft]:
    """Yield shorter versions that still do the same: they keep the address, and the question where they can."""
    filled, spans = draft.filled, draft.filled.sentences()
    has_url = "://" in filled.text
    ends_with_question = len(spans) > 1 and filled.is_question(spans[-1])
    if ends_with_question and not _holds_conditions(draft):
        shorter = _only(draft, _first_and_question(draft, spans))
        if not has_url or "://" in shorter.filled.text:
            yield shorter
    if has_url:
        yield from (d for d in cut_from_end(draft) if "://" in d.filled.text)


def cut_from_end(draft: Draft) -> Iterator[Draft]:
    """Yield the draft without its last sentence, without its last two, and so on."""
    filled, spans = draft.filled, draft.filled.sentences()
    for kept in range(len(spans) - 1, 0, -1):
        if not filled.is_question(spans[kept]) and _holds_conditions(draft):
            return
        yield _only(draft, spans[:kept])


def lead_in(answer: Draft, step: Draft) -> Draft | None:
    """Return the statements of the answer with the step behind them, or None where that makes no good text."""
    if answer.item is not None and answer.item == step.item:
        return None
    filled = answer.filled
    statements = [span for span in filled.sentences() if not filled.is_question(span)]
    if "://" in step.filled.text:
        statements = [span for span in statements if not filled.text.startswith(("http://", "https://"), span[0])]
    if not statements or answer.language != step.language:
        return None
    led = step.with_lead(answer, statements, f"{step.why}, behind what answers them")
    has_two_links = led.filled.text.count("://") > 1
    is_ready = not led.filled.blanks and count_segments(led.filled.text).segments <= MAX_LED_SEGMENTS
    return led if is_ready and not has_two_links else None


def _first_and_question(draft: Draft, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    start, end = spans[-1]
    if len(draft.filled.text[start:end].split()) < MIN_QUESTION_WORDS:
        return spans[:1]
    return spans[-1:] if draft.item is None and len(spans) == 2 else [spans[0], spans[-1]]


def _only(draft: Draft, spans: Sequence[tuple[int, int]]) -> Draft:
    return draft.only(spans, f"{draft.why}, in fewer words")


def _holds_conditions(draft: Draft) -> bool:
    return draft.item is not None and draft.item.kind in _KEEP_STATEMENTS
