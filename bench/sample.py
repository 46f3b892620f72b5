"""Real turns of the training set, in a fixed order: what both stacks are asked."""

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
ROWS: Final = ROOT / "copilot" / "training" / "data" / "replies_train" / "data.jsonl"
SEED: Final = 20261123
STAGES: Final = ("lead", "qualification", "proposal", "closing", "renewal")
INDUSTRIES: Final = ("software", "property", "retail", "fitness", "finance", "telecom", "education")


@dataclass(frozen=True, slots=True)
class Turn:
    """One reply with the message it answers, and its first intent."""

    text: str
    context: str | None
    intent: str

    @property
    def joined(self) -> str:
        """Return context and reply as the one string that the plain stack encodes."""
        return self.text if self.context is None else f"{self.context} {self.text}"


def read_turns(count: int) -> list[Turn]:
    """Return ``count`` turns, shuffled with a fixed seed so that lengths and contexts mix as they come in."""
    rows = [json.loads(line) for line in ROWS.read_text("utf-8").splitlines()]
    turns = [Turn(row["text"], row["context"], row["intents"][0]) for row in rows if row["intents"]]
    random.Random(SEED).shuffle(turns)
    return turns[:count]


def intent_body(turns: list[Turn]) -> bytes:
    """Return a body that both ``POST /v1/intent`` and the plain app read."""
    return _json({"replies": [{"text": turn.text, "context": turn.context} for turn in turns]})


def suggest_body(turn: Turn, number: int) -> bytes:
    """Return a body of ``POST /v1/suggest``; stage and industry go round with the number."""
    messages = [{"id": "m1", "direction": "inbound", "text": turn.text, "at": "2026-11-23T15:04:05Z"}]
    if turn.context is not None:
        sent = {
            "id": "m0",
            "direction": "outbound",
            "text": turn.context,
            "at": "2026-11-23T15:00:00Z",
            "sent_by": "rep",
        }
        messages.insert(0, sent)
    conversation = {
        "id": f"c{number}",
        "stage": STAGES[number % len(STAGES)],
        "industry": INDUSTRIES[number % len(INDUSTRIES)],
        "contact": {"first_name": "Dana", "company": "Northwind", "timezone": "America/Chicago"},
        "messages": messages,
    }
    return _json({"conversation": conversation})


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode()
