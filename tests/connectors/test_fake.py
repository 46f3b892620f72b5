"""The fake does what it is told, in order, and then behaves."""

from datetime import UTC, datetime

from copilot.connectors.base import Event
from copilot.connectors.fake import FakeSendLayer

AT = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)


def event(number: int) -> Event:
    return Event(id=f"msg_{number}", type="decision.made", occurred_at=AT, body=b"{}")


def test_it_fails_as_often_as_told_and_then_delivers() -> None:
    fake = FakeSendLayer()
    fake.fail(2)
    fake.hang_up()
    fake.reject()
    outcomes = [fake.deliver(event(1), attempted_at=AT).outcome for _ in range(5)]
    assert outcomes == ["retry", "retry", "retry", "rejected", "delivered"]
    assert len(fake.attempts) == 5
    assert [taken.id for taken in fake.delivered] == ["msg_1"]


def test_it_remembers_the_latest_thousand_only() -> None:
    fake = FakeSendLayer()
    for number in range(1_001):
        fake.deliver(event(number), attempted_at=AT)
    assert [fake.attempts[0].event.id, fake.attempts[-1].event.id, len(fake.attempts)] == ["msg_1", "msg_1000", 1_000]


def test_closing_is_noted() -> None:
    fake = FakeSendLayer()
    fake.close()
    assert fake.is_closed
