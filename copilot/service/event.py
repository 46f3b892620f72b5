"""The events that go to the send layer, as Standard Webhooks payloads. Never the customer's text."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from copilot.domain.decision import Decision
from copilot.domain.suggestion import Suggestion
from copilot.store.entry import OutboxEvent

DECISION_MADE: Final = "decision.made"


def decision_made(
    decision: Decision,
    suggestions: Sequence[Suggestion],
    *,
    conversation_id: str,
    reply_id: str,
    occurred_at: datetime,
) -> OutboxEvent:
    """Return the event that carries a whole decision with its chosen suggestion."""
    chosen = next((s for s in suggestions if s.id == decision.suggestion_id), None)
    payload = {
        "type": DECISION_MADE,
        "timestamp": occurred_at.isoformat(),
        "data": {
            "decision": decision.model_dump(mode="json"),
            "conversation_id": conversation_id,
            "reply_id": reply_id,
            "suggestion": None if chosen is None else chosen.model_dump(mode="json"),
        },
    }
    return OutboxEvent(type=DECISION_MADE, payload=json.dumps(payload, separators=(",", ":")).encode())
