"""Ending a turn: analysis, decision, suggestions and outbox rows are stored together or not at all."""

from dataclasses import replace

from copilot.store.codec import DEGRADED, HITS
from copilot.store.decision import DecisionRepository
from copilot.store.entry import TurnOutcome
from copilot.store.outbox import OutboxRepository
from copilot.store.row import DecisionRow
from copilot.store.session import Session
from copilot.store.turn import TurnRepository


def finish_turn(session: Session, turn_id: str, attempt: int, outcome: TurnOutcome) -> DecisionRow:
    """Store what was found out about a leased turn.

    Raises:
        NotFoundError: No turn has this id.
        TurnChangedError: Replies joined it, or its lease went to somebody else; nothing was stored.
    """
    turns = TurnRepository(session)
    turns.close(
        turn_id,
        attempt,
        analysis=None if outcome.analysis is None else outcome.analysis.model_dump_json(),
        vector=outcome.vector,
        hits=None if outcome.hits is None else HITS.write(outcome.hits),
        decision_context=outcome.decision_context,
        degraded=DEGRADED.write(outcome.degraded),
    )
    turn = turns.get(turn_id)
    decision = DecisionRepository(session).add(turn, outcome.decision, outcome.suggestions)
    for event in outcome.events:
        named = replace(
            event,
            decision_id=event.decision_id or decision.id,
            conversation_id=event.conversation_id or turn.conversation_id,
            subject_key=event.subject_key or turn.subject_key,
        )
        OutboxRepository(session).enqueue(named)
    return decision
