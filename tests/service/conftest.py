"""A service whose workers do nothing until a test tells them to, on a clock that moves when told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from copilot.clock import ManualClock
from copilot.domain.decision import Decision
from copilot.service.copilot import Copilot
from copilot.service.inbound import ReplyText, SentText, TakenReply, record_message
from copilot.settings import load_settings

START = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
CUSTOMER, OURS = "+15550100", "+15550199"


@dataclass
class Desk:
    """An opened service with short ways to use it."""

    copilot: Copilot
    clock: ManualClock
    numbers: Iterator[int] = field(default_factory=count)

    def take(self, text: str = "how much for 20 seats?", **values: Any) -> TakenReply:
        """Store a reply that need not settle."""
        body = {"provider": "api", "message_id": f"SM{next(self.numbers)}", "sender": CUSTOMER, "recipient": OURS}
        return self.copilot.take(ReplyText(**{**body, "text": text, "settle_ms": 0, **values}))

    def receive(self, text: str = "how much for 20 seats?", **values: Any) -> Decision | None:
        """Store a reply and decide it if it need not settle."""
        return self.copilot.decide(self.take(text, **values))

    def send(self, text: str, **values: Any) -> None:
        """Record a text that a rep sent."""
        body = {"provider": "api", "message_id": f"OUT{next(self.numbers)}", "to": CUSTOMER, "sender": OURS}
        record_message(self.copilot.store, SentText(**{**body, "text": text, "sent_by": "rep", **values}))

    def step(self, by: timedelta = timedelta(0)) -> None:
        """Let a span pass and have the settler decide what is due."""
        self.clock.advance(by)
        self.copilot.settler.decide_due()

    def turn(self, taken: TakenReply) -> Any:
        """Return a reply's turn."""
        with self.copilot.store.read() as tx:
            return tx.turns.get(taken.stored.turn_id)

    def decision(self, taken: TakenReply) -> Decision | None:
        """Return the decision about a reply."""
        with self.copilot.store.read() as tx:
            row = tx.decisions.of_reply(taken.stored.reply.id)
        return None if row is None else row.decision

    def ledger(self, phone: str = CUSTOMER) -> list[Any]:
        """Return the ledger lines of a number."""
        with self.copilot.store.read() as tx:
            return tx.consent.events_of(tx.subject_of(phone))


OpenDesk = Callable[..., Desk]


@pytest.fixture
def open_desk(data_dir: Path) -> Iterator[OpenDesk]:
    """Return a way to open the service on one data folder; opening it again closes the one before."""
    opened: list[Desk] = []
    clock = ManualClock(START)

    def open_one(**settings: Any) -> Desk:
        while opened:
            opened.pop().copilot.close()
        chosen = {"scorer": "fake", "knowledge": "memory", "starter_knowledge": False, **settings}
        desk = Desk(Copilot(load_settings(data_dir=data_dir, **chosen), clock), clock)
        opened.append(desk)
        return desk

    yield open_one
    for desk in opened:
        desk.copilot.close()


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    """Return an opened service with an empty database."""
    return open_desk()
