"""Decisions with their suggestions, as they were made."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select, update

from copilot.domain.decision import Action, Decision
from copilot.domain.suggestion import Suggestion
from copilot.errors import NotFoundError
from copilot.store.row import DecisionRow, TurnRow
from copilot.store.schema import decisions, messages, suggestions
from copilot.store.session import Session


class DecisionRepository:
    """Decisions by id, by turn and by reply."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, decision_id: str) -> DecisionRow:
        """Return a decision.

        Raises:
            NotFoundError: No decision has this id.
        """
        found = self._one(select(decisions).where(decisions.c.id == decision_id))
        if found is None:
            raise NotFoundError("no decision has this id")
        return found

    def of_turn(self, turn_id: str) -> DecisionRow | None:
        """Return the decision about a turn, or None while there is none."""
        return self._one(select(decisions).where(decisions.c.turn_id == turn_id))

    def of_reply(self, reply_id: str) -> DecisionRow | None:
        """Return the decision about a reply's turn, or None while there is none."""
        turn_id = select(messages.c.turn_id).where(messages.c.id == reply_id).scalar_subquery()
        return self._one(select(decisions).where(decisions.c.turn_id == turn_id))

    def suggestions(self, decision_id: str) -> list[Suggestion]:
        """Return a decision's suggestions, in their order."""
        query = select(suggestions.c.body).where(suggestions.c.decision_id == decision_id)
        bodies = self._session.connection.scalars(query.order_by(suggestions.c.position))
        return [Suggestion.model_validate_json(body) for body in bodies]

    def add(self, turn: TurnRow, decision: Decision, drafts: Sequence[Suggestion]) -> DecisionRow:
        """Store a turn's decision; what was decided before in its conversation and never claimed is superseded.

        Raises:
            ValueError: The decision has no id.
        """
        if decision.id is None:
            raise ValueError("a stored decision needs an id")
        connection = self._session.connection
        stale = update(decisions).where(decisions.c.conversation_id == turn.conversation_id)
        stale = stale.where(decisions.c.claim_id.is_(None), decisions.c.superseded_by.is_(None))
        connection.execute(stale.values(superseded_by=decision.id))
        connection.execute(
            insert(decisions).values(
                id=decision.id,
                turn_id=turn.id,
                conversation_id=turn.conversation_id,
                subject_key=turn.subject_key,
                action=decision.action.value,
                body=decision.model_dump_json(),
                created_at=self._session.now(),
                expires_at=decision.preconditions.expires_at,
            )
        )
        for position, draft in enumerate(drafts):
            values = {"id": draft.id, "decision_id": decision.id, "position": position, "body": draft.model_dump_json()}
            connection.execute(insert(suggestions).values(values))
        return self.get(decision.id)

    def _one(self, query: Any) -> DecisionRow | None:
        row = self._session.connection.execute(query).one_or_none()
        return None if row is None else _decision(row)


def _decision(row: Row[Any]) -> DecisionRow:
    return DecisionRow(
        id=row.id,
        turn_id=row.turn_id,
        conversation_id=row.conversation_id,
        subject_key=row.subject_key,
        action=Action(row.action),
        decision=Decision.model_validate_json(row.body),
        body=row.body,
        created_at=row.created_at,
        expires_at=row.expires_at,
        superseded_by=row.superseded_by,
        claim_id=row.claim_id,
        claimed_at=row.claimed_at,
    )
