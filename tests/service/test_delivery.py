"""Delivery: at least once, with a stable id, until it is taken or given up."""

from datetime import timedelta
from typing import Any

import pytest

from copilot.connectors.retry import SCHEDULE
from copilot.service.delivery import OutboxDispatcher

LONG = timedelta(days=2)
"""Longer than any wait between two attempts."""


@pytest.fixture
def desk(open_desk: Any) -> Any:
    """A service with a send layer in memory."""
    return open_desk(send_layer="fake")


def deliver(desk: Any, after: timedelta = timedelta(0)) -> None:
    desk.clock.advance(after)
    dispatcher: OutboxDispatcher = desk.copilot.dispatcher
    dispatcher.deliver_due()


def outbox(desk: Any) -> tuple[int, int]:
    with desk.copilot.store.read() as tx:
        stats = tx.outbox.stats()
    return stats.pending, stats.dead


def test_a_decision_is_delivered_once(desk: Any) -> None:
    decision = desk.receive()
    deliver(desk)
    deliver(desk, LONG)
    [event] = desk.copilot.send_layer.delivered
    assert event.type == "decision.made"
    assert decision.id.encode() in event.body
    assert outbox(desk) == (0, 0)


def test_events_of_one_conversation_arrive_in_order(desk: Any) -> None:
    decisions = [desk.receive(f"how much for {number}?") for number in range(5)]
    deliver(desk)
    bodies = [event.body for event in desk.copilot.send_layer.delivered]
    assert [decision.id.encode() in body for decision, body in zip(decisions, bodies, strict=True)] == [True] * 5


@pytest.mark.parametrize("how", ["fail", "hang_up"])
def test_a_refusal_is_tried_again_with_the_same_id_and_bytes(desk: Any, how: str) -> None:
    getattr(desk.copilot.send_layer, how)(2)
    desk.receive()
    deliver(desk)
    deliver(desk)
    assert len(desk.copilot.send_layer.attempts) == 1, "not before its time"
    for _ in range(2):
        deliver(desk, LONG)
    attempts = desk.copilot.send_layer.attempts
    assert [attempt.delivery.outcome for attempt in attempts] == ["retry", "retry", "delivered"]
    assert len({(attempt.event.id, attempt.event.body) for attempt in attempts}) == 1
    assert outbox(desk) == (0, 0)


def test_after_the_last_attempt_it_is_a_dead_letter_that_can_be_replayed(desk: Any) -> None:
    desk.copilot.send_layer.fail(len(SCHEDULE))
    desk.receive()
    for _ in range(len(SCHEDULE) + 2):
        deliver(desk, LONG)
    assert len(desk.copilot.send_layer.attempts) == len(SCHEDULE)
    assert outbox(desk) == (0, 1)
    with desk.copilot.store.transaction() as tx:
        [dead] = tx.outbox.dead_letters()
        tx.outbox.replay(dead.id)
    deliver(desk)
    assert [event.id for event in desk.copilot.send_layer.delivered] == [dead.id]
    assert outbox(desk) == (0, 0)


def test_what_will_never_be_taken_is_given_up_at_once(desk: Any) -> None:
    desk.copilot.send_layer.reject()
    desk.receive()
    deliver(desk)
    assert outbox(desk) == (0, 1)


def test_an_event_that_fails_does_not_hold_up_a_stop(desk: Any) -> None:
    desk.copilot.send_layer.fail(1)
    desk.receive()
    deliver(desk)
    stop = desk.receive("STOP")
    deliver(desk)
    [event] = desk.copilot.send_layer.delivered
    assert stop.id.encode() in event.body


def test_what_a_dead_process_was_delivering_is_delivered_after_the_next_start(open_desk: Any) -> None:
    desk = open_desk(send_layer="fake")
    desk.receive()
    with desk.copilot.store.transaction() as tx:
        [leased] = tx.outbox.lease(8, timedelta(seconds=120))
    desk = open_desk(send_layer="fake")
    deliver(desk)
    assert [event.id for event in desk.copilot.send_layer.delivered] == [leased.id]


def test_without_a_send_layer_events_wait(open_desk: Any) -> None:
    desk = open_desk()
    desk.receive()
    assert desk.copilot.dispatcher is None
    assert outbox(desk) == (1, 0)
