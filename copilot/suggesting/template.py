"""The default suggester: library items and fixed lines with their slots filled, the same bytes for the same input."""

from collections.abc import Iterable

from copilot.domain.decision import Action
from copilot.domain.suggestion import Cost, Suggestion, SuggestionKind
from copilot.suggesting.base import DraftContext
from copilot.suggesting.draft import Draft, DraftWriter
from copilot.suggesting.gate import check_draft
from copilot.suggesting.plan import PLAN_OF_MODE, Plan
from copilot.suggesting.situation import Mode, read_situation
from copilot.text.segment import count_segments

MANY_SEGMENTS = 2
"""A draft of more segments says so in its reason: each is paid for, and long texts are read less."""


class TemplateSuggester:
    """Writes drafts from templates."""

    def __init__(
        self, segment_price: float | None = None, currency: str | None = None, *, default_timezone: str = "UTC"
    ) -> None:
        """Take the price of one segment, in ``currency``, and the zone of a contact whose own zone nobody knows."""
        self._segment_price = segment_price
        self._currency = currency
        self._default_timezone = default_timezone

    def suggest(self, context: DraftContext) -> list[Suggestion]:
        """Return up to three distinct drafts that the action allows, the best first."""
        situation = read_situation(context)
        if situation.mode is Mode.NONE:
            return []
        writer = DraftWriter(context, situation, self._default_timezone)
        chosen = _choose(PLAN_OF_MODE[situation.mode](context, situation, writer))
        return [self._finish(f"s{i}", kind, draft) for i, (kind, draft) in enumerate(chosen, start=1)]

    def _finish(self, suggestion_id: str, kind: SuggestionKind, draft: Draft) -> Suggestion:
        size = count_segments(draft.filled.text)
        cost = None
        if self._segment_price is not None and self._currency is not None:
            cost = Cost(amount=round(self._segment_price * size.segments, 6), currency=self._currency)
        return Suggestion(
            id=suggestion_id,
            kind=kind,
            text=draft.filled.text,
            sources=draft.sources,
            blanks=draft.filled.blanks,
            segments=size.segments,
            encoding=size.encoding,
            cost=cost,
            why=f"{draft.why} ({size.segments} segments)" if size.segments > MANY_SEGMENTS else draft.why,
            drafted_by="template",
        )


def _choose(plan: Plan) -> list[tuple[SuggestionKind, Draft]]:
    action = plan.situation.action
    answer = _first_good(plan.answers(), action, set())
    if answer is None:
        return []
    chosen: list[tuple[SuggestionKind, Draft]] = [("answer", answer)]
    taken = {_wording(answer)}
    advance = _first_good(plan.advances(answer), action, taken)
    if advance is not None:
        chosen.append(("advance", advance))
        taken.add(_wording(advance))
    one_segment = (d for d in plan.shorts(answer) if count_segments(d.filled.text).segments == 1)
    short = _first_good(one_segment, action, taken)
    if short is not None:
        chosen.append(("short", short))
    return chosen


def _first_good(drafts: Iterable[Draft], action: Action, taken: set[str]) -> Draft | None:
    for draft in drafts:
        if _wording(draft) not in taken and not check_draft(draft.filled.text, draft.facts, action):
            return draft
    return None


def _wording(draft: Draft) -> str:
    return " ".join(draft.filled.text.casefold().split())
