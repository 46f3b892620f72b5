"""Decide again: the same context under the same policy must give the same bytes."""

from dataclasses import dataclass

from copilot.domain.decision import Decision
from copilot.errors import ConflictError, ModelUnavailableError
from copilot.pipeline import join_replies
from copilot.routing.base import DecisionContext
from copilot.routing.decide import decide
from copilot.routing.policy import Policy
from copilot.scoring.base import ReplyInput
from copilot.scoring.scorer import Scorer
from copilot.store.store import Store

TOLERANCE = 0.02
"""Largest difference of a probability between two scorings of one text: int8 sums differ between kinds of processor."""


@dataclass(frozen=True, slots=True)
class Replay:
    """A decision made again, beside the one that was stored."""

    stored: str
    """Exact JSON of the stored decision."""
    replayed: str
    """Exact JSON of the decision made now."""
    largest_difference: float | None = None
    """Of any probability, when the text was scored again; None: it was not."""

    @property
    def is_same(self) -> bool:
        """Whether both decisions are the same, byte for byte."""
        return self.stored == self.replayed

    @property
    def has_same_action(self) -> bool:
        """Whether both decisions do the same, whatever their numbers."""
        return Decision.model_validate_json(self.stored).action == Decision.model_validate_json(self.replayed).action


def replay_decision(store: Store, policy: Policy, decision_id: str, scorer: Scorer | None = None) -> Replay:
    """Decide a stored decision again from its stored context.

    Args:
        store: Where it lies.
        policy: The policy to decide by.
        decision_id: Which one.
        scorer: Scores the text again first; None takes the stored analysis.

    Raises:
        NotFoundError: No decision has this id.
        ConflictError: It was erased, so there is nothing to decide from.
        ModelUnavailableError: It was decided without a model, so there is nothing to compare with.
    """
    with store.read() as tx:
        row = tx.decisions.get(decision_id)
        turn = tx.turns.get(row.turn_id)
        texts = [reply.text for reply in tx.messages.of_turn(turn.id)]
        context_text = tx.messages.context_of_turn(turn.id)
    if turn.decision_context is None:
        raise ConflictError("the context of this decision is gone, so it cannot be decided again")
    context = DecisionContext.model_validate_json(turn.decision_context)
    difference = None
    if scorer is not None:
        stored = context.analysis
        if stored is None or stored.sentiment is None:
            raise ModelUnavailableError("this decision was made without a model")
        reply = ReplyInput(
            join_replies(texts), context_text, stored.id, context.received_at, context.timezone, opted_out=False
        )
        again = scorer.submit([reply]).result()[0].analysis
        old = {score.name: score.probability for score in stored.top}
        new = {score.name: score.probability for score in again.top}
        difference = max((abs(old[name] - new[name]) for name in old.keys() & new.keys()), default=1.0)
        context = context.model_copy(update={"analysis": again.model_copy(update={"consent": stored.consent})})
    decision = decide(context, policy)
    return Replay(row.body, _as_stored(decision, row.decision), difference)


def _as_stored(decision: Decision, stored: Decision) -> str:
    return decision.model_copy(update={"id": stored.id, "suggestion_id": stored.suggestion_id}).model_dump_json()
