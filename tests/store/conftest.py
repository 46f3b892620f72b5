"""A store on a file of its own, a clock that moves when told, and short ways to do what the service does."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from copilot.clock import ManualClock
from copilot.domain.analysis import Versions
from copilot.domain.consent import ConsentEvent, ConsentTier
from copilot.domain.decision import Action, Decision, Preconditions
from copilot.domain.suggestion import Suggestion
from copilot.store.engine import open_engine
from copilot.store.entry import ConsentMark, IncomingReply, OutboxEvent, OutgoingMessage, TurnOutcome
from copilot.store.migration import upgrade
from copilot.store.row import DecisionRow, ReceivedReply
from copilot.store.store import Store

START = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
SECRET = b"a key of the tests, 32 bytes long"
CUSTOMER, OURS = "+15550100", "+15550199"


@dataclass
class Desk:
    """The store with what surrounds it."""

    store: Store
    engine: Engine
    clock: ManualClock
    path: Path
    numbers: Iterator[int] = field(default_factory=count)

    def reply(self, **values: Any) -> IncomingReply:
        """Return a reply with defaults for all that a test does not care about."""
        defaults: dict[str, Any] = {
            "provider": "api",
            "message_id": f"SM{next(self.numbers)}",
            "sender": CUSTOMER,
            "recipient": OURS,
            "text": "how much for 20 seats?",
            "fingerprint": "f",
            "settle": timedelta(0),
        }
        return IncomingReply(**{**defaults, **values})

    def receive(self, **values: Any) -> ReceivedReply:
        """Receive a reply in a transaction of its own."""
        with self.store.transaction() as tx:
            return tx.receive(self.reply(**values))

    def stop(self, tier: ConsentTier = ConsentTier.KEYWORD, **values: Any) -> ReceivedReply:
        """Receive an opt-out."""
        mark = ConsentMark(event=ConsentEvent.OPT_OUT, tier=tier, rule="stop")
        return self.receive(**{"text": "STOP", "consent": mark, **values})

    def start(self, **values: Any) -> ReceivedReply:
        """Receive an opt-in."""
        mark = ConsentMark(event=ConsentEvent.OPT_IN, tier=ConsentTier.KEYWORD, rule="start")
        return self.receive(text="START", consent=mark, **values)

    def send(self, **values: Any) -> Any:
        """Record a text we sent."""
        defaults: dict[str, Any] = {
            "provider": "api",
            "message_id": f"OUT{next(self.numbers)}",
            "text": "Did the trial go well?",
            "fingerprint": "f",
            "sent_by": "rep",
            "to": CUSTOMER,
            "sender": OURS,
        }
        with self.store.transaction() as tx:
            return tx.record_outbound(OutgoingMessage(**{**defaults, **values}))

    def decision(self, received: ReceivedReply, **values: Any) -> Decision:
        """Return a decision about a reply that can be claimed for ten minutes."""
        preconditions = Preconditions(
            last_inbound_id=received.reply.id,
            consent_version=received.consent_status.version,
            versions=Versions(model="m", policy="p", labels="2"),
            expires_at=self.clock.now() + timedelta(minutes=10),
        )
        defaults: dict[str, Any] = {
            "id": self.store.new_id("dec"),
            "action": Action.SUGGEST_TO_REP,
            "priority": 50,
            "deadline_at": None,
            "follow_up_at": None,
            "assignee": None,
            "suggestion_id": None,
            "auto_send": False,
            "notice_text": None,
            "turn": (received.reply.id,),
            "reasons": (),
            "preconditions": preconditions,
        }
        return Decision(**{**defaults, **values})

    def suggestion(self, text: str = "20 seats are $480 a month.") -> Suggestion:
        """Return a draft."""
        return Suggestion(
            id=self.store.new_id("sug"),
            kind="answer",
            text=text,
            sources=(),
            blanks=(),
            segments=1,
            encoding="GSM-7",
            why="answers the question",
        )

    def outcome(self, decision: Decision, *drafts: Suggestion, payload: bytes = b"{}") -> TurnOutcome:
        """Return an outcome with one event for the send layer."""
        return TurnOutcome(
            decision=decision,
            decision_context='{"turn":[]}',
            suggestions=drafts,
            events=(OutboxEvent(type="decision.made", payload=payload),),
        )

    def decide(self, received: ReceivedReply, **values: Any) -> DecisionRow:
        """Lease the turn of a reply and store a decision with one suggestion, which it chooses."""
        draft = self.suggestion()
        with self.store.transaction() as tx:
            turn = tx.turns.lease(received.turn_id, timedelta(seconds=30))
            assert turn is not None
            decision = self.decision(received, **{"suggestion_id": draft.id, **values})
            return tx.finish_turn(turn.id, turn.attempts, self.outcome(decision, draft))


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated, empty database file to copy from."""
    path = tmp_path_factory.mktemp("template") / "copilot.db"
    engine = open_engine(path)
    upgrade(engine)
    engine.dispose()
    return path


def _hurry(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA busy_timeout=100")


@pytest.fixture
def desk(migrated: Path, tmp_path: Path) -> Iterator[Desk]:
    """Return an empty store on a file; it waits neither for the disk nor long for a lock."""
    path = Path(shutil.copy(migrated, tmp_path))
    engine = open_engine(path)
    event.listen(engine, "connect", _hurry)
    clock = ManualClock(START)
    store = Store(engine, subject_key=SECRET, clock=clock)
    yield Desk(store=store, engine=engine, clock=clock, path=path)
    store.close()
