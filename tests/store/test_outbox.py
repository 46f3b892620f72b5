"""The outbox: at least once, roughly in order, and nothing lost by a crash."""

from datetime import timedelta
from typing import Any

import pytest

from copilot.errors import ConflictError, NotFoundError
from copilot.store.entry import OutboxEvent
from copilot.store.row import OutboxStats

LEASE = timedelta(seconds=30)


def enqueue(desk: Any, event_id: str | None = None, **values: Any) -> Any:
    with desk.store.transaction() as tx:
        return tx.outbox.enqueue(OutboxEvent(**{"type": "decision.made", "payload": b"{}", "id": event_id, **values}))


def lease(desk: Any, limit: int = 10) -> list[Any]:
    with desk.store.transaction() as tx:
        return tx.outbox.lease(limit, LEASE)


def lease_ids(desk: Any) -> list[str]:
    return [event.id for event in lease(desk)]


def test_event_keeps_its_bytes_and_its_id(desk: Any) -> None:
    payload = b'{"b": 1,  "a": "\xc3\xa9"}'
    made = enqueue(desk, payload=payload)
    [event] = lease(desk)
    assert made.id.startswith("msg_")
    assert (event.id, event.payload, event.state, event.attempts) == (made.id, payload, "leased", 1)


def test_events_are_leased_in_order_and_once(desk: Any) -> None:
    for event_id in ("e1", "e2", "e3"):
        enqueue(desk, event_id)
    assert [event.id for event in lease(desk, 2)] == ["e1", "e2"]
    assert lease_ids(desk) == ["e3"]
    assert lease_ids(desk) == []


def test_crashed_delivery_is_leased_again(desk: Any) -> None:
    enqueue(desk, "e1")
    lease(desk)
    desk.clock.advance(LEASE)
    [event] = lease(desk)
    assert (event.id, event.attempts) == ("e1", 2)
    with desk.store.transaction() as tx:
        assert not tx.outbox.delivered("e1", 1, 200)
        assert tx.outbox.get("e1").state == "leased"
        assert tx.outbox.delivered("e1", 2, 200)


def test_delivered_event_is_done(desk: Any) -> None:
    enqueue(desk, "e1")
    [event] = lease(desk)
    with desk.store.transaction() as tx:
        assert tx.outbox.delivered("e1", event.attempts, 204, "ok")
        stored = tx.outbox.get("e1")
        assert tx.outbox.next_due_at() is None
    assert (stored.state, stored.last_status, stored.delivered_at) == ("delivered", 204, desk.clock.now())
    desk.clock.advance(timedelta(days=1))
    assert lease(desk) == []


def test_retry_waits_until_its_time(desk: Any) -> None:
    enqueue(desk, "e1")
    [event] = lease(desk)
    later = desk.clock.now() + timedelta(minutes=5)
    with desk.store.transaction() as tx:
        assert tx.outbox.retry("e1", event.attempts, later, 503, "busy")
        assert tx.outbox.next_due_at() == later
    assert lease(desk) == []
    desk.clock.advance(timedelta(minutes=5))
    [event] = lease(desk)
    assert (event.attempts, event.last_status, event.last_detail) == (2, 503, "busy")


def test_event_waits_while_an_earlier_one_of_its_conversation_is_in_flight(desk: Any) -> None:
    enqueue(desk, "e1", conversation_id="c1")
    assert lease_ids(desk) == ["e1"]
    enqueue(desk, "e2", conversation_id="c1")
    enqueue(desk, "other", conversation_id="c2")
    assert lease_ids(desk) == ["other"]
    with desk.store.transaction() as tx:
        tx.outbox.delivered("e1", 1, 200)
    assert lease_ids(desk) == ["e2"]


def test_event_does_not_wait_for_the_retries_of_an_earlier_one(desk: Any) -> None:
    enqueue(desk, "e1", conversation_id="c1")
    lease(desk)
    with desk.store.transaction() as tx:
        tx.outbox.retry("e1", 1, desk.clock.now() + timedelta(hours=5), 503, "busy")
    enqueue(desk, "stop", conversation_id="c1")
    assert lease_ids(desk) == ["stop"]


def test_expired_event_becomes_a_dead_letter(desk: Any) -> None:
    enqueue(desk, "e1", expires_at=desk.clock.now() + timedelta(minutes=1))
    desk.clock.advance(timedelta(minutes=1))
    assert lease(desk) == []
    with desk.store.read() as tx:
        [event] = tx.outbox.dead_letters()
    assert (event.id, event.last_detail) == ("e1", "expired")


def test_dead_letters_are_listed_in_pages_and_replayed(desk: Any) -> None:
    for event_id in ("e1", "e2", "e3"):
        enqueue(desk, event_id)
    with desk.store.transaction() as tx:
        for event in tx.outbox.lease(10, LEASE):
            assert tx.outbox.dead(event.id, event.attempts, 410, "gone")
        first = tx.outbox.dead_letters(limit=2)
        assert [event.id for event in first] == ["e1", "e2"]
        assert [event.id for event in tx.outbox.dead_letters(after_seq=first[-1].seq)] == ["e3"]
        assert tx.outbox.replay("e2").state == "pending"
        assert [event.id for event in tx.outbox.lease(10, LEASE)] == ["e2"]
        assert tx.outbox.replay_all() == 2
        assert tx.outbox.dead_letters() == []
    assert lease_ids(desk) == ["e1", "e3"]


def test_only_a_dead_letter_can_be_replayed(desk: Any) -> None:
    enqueue(desk, "e1")
    with desk.store.transaction() as tx:
        with pytest.raises(ConflictError):
            tx.outbox.replay("e1")
        with pytest.raises(NotFoundError):
            tx.outbox.replay("none")


def test_stats_count_what_waits_and_what_is_dead(desk: Any) -> None:
    with desk.store.read() as tx:
        assert tx.outbox.stats() == OutboxStats(pending=0, dead=0, oldest_pending_at=None)
    since = desk.clock.now()
    for event_id in ("e1", "e2", "e3"):
        enqueue(desk, event_id)
        desk.clock.advance(timedelta(seconds=1))
    with desk.store.transaction() as tx:
        tx.outbox.lease(2, LEASE)
        tx.outbox.dead("e2", 1, None, "no answer")
        assert tx.outbox.stats() == OutboxStats(pending=2, dead=1, oldest_pending_at=since)
