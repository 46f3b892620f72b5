"""What became of a reply or a decision, read back for the send layer and the CLI."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from copilot.domain.suggestion import Suggestion
from copilot.errors import NotFoundError
from copilot.store.row import DecisionRow, MessageRow, TurnRow
from copilot.store.store import Store

DecisionState = Literal["open", "claimed", "expired", "superseded"]


@dataclass(frozen=True, slots=True)
class ReplyReport:
    """A stored reply with all that was made of it."""

    reply: MessageRow
    turn: TurnRow | None
    decision: DecisionRow | None
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class DecisionReport:
    """A stored decision with its state now."""

    row: DecisionRow
    state: DecisionState
    suggestions: tuple[Suggestion, ...]


def report_reply(store: Store, reply_id: str) -> ReplyReport:
    """Read one reply back.

    Raises:
        NotFoundError: No reply has this id.
    """
    with store.read() as tx:
        reply = tx.messages.get(reply_id)
        if reply.direction != "inbound":
            raise NotFoundError("no reply has this id")
        turn = None if reply.turn_id is None else tx.turns.get(reply.turn_id)
        decision = tx.decisions.of_reply(reply_id)
        suggestions = () if decision is None else tuple(tx.decisions.suggestions(decision.decision.id or ""))
    return ReplyReport(reply, turn, decision, suggestions)


def report_decision(store: Store, decision_id: str, now: datetime) -> DecisionReport:
    """Read one decision back.

    Raises:
        NotFoundError: No decision has this id.
    """
    with store.read() as tx:
        row = tx.decisions.get(decision_id)
        suggestions = tuple(tx.decisions.suggestions(decision_id))
    return DecisionReport(row, _state_of(row, now), suggestions)


def _state_of(row: DecisionRow, now: datetime) -> DecisionState:
    if row.claim_id is not None:
        return "claimed"
    if row.superseded_by is not None:
        return "superseded"
    return "expired" if now >= row.expires_at else "open"
