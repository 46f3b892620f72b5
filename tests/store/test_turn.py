"""Turns: replies settle into one, a dead worker loses nothing, an outdated outcome is refused."""

from datetime import timedelta
from typing import Any

import pytest

from copilot.domain.analysis import Analysis, ConsentFinding, Degradation, LanguageScore
from copilot.errors import NotFoundError, TurnChangedError
from copilot.store.entry import OutboxEvent, TurnOutcome

SETTLE, LEASE = timedelta(seconds=3), timedelta(seconds=30)


def test_replies_within_the_settle_window_become_one_turn(desk: Any) -> None:
    first = desk.receive(settle=SETTLE)
    desk.clock.advance(timedelta(seconds=2))
    second = desk.receive(settle=SETTLE)
    assert first.turn_id == second.turn_id
    with desk.store.read() as tx:
        assert tx.turns.due() == []
        assert tx.turns.next_due_at() == desk.clock.now() + SETTLE
        assert [reply.id for reply in tx.messages.of_turn(first.turn_id)] == [first.reply.id, second.reply.id]
    desk.clock.advance(SETTLE)
    with desk.store.read() as tx:
        assert tx.turns.due() == [first.turn_id]


def test_burst_that_never_pauses_is_scored_all_the_same(desk: Any) -> None:
    for _ in range(20):
        turn_id = desk.receive(settle=SETTLE).turn_id
        desk.clock.advance(timedelta(seconds=2))
    with desk.store.read() as tx:
        assert tx.turns.due() == [turn_id]


def test_reply_after_the_decision_opens_a_new_turn(desk: Any) -> None:
    first = desk.receive()
    desk.decide(first)
    assert desk.receive().turn_id != first.turn_id


def test_turn_is_leased_to_one_worker(desk: Any) -> None:
    received = desk.receive()
    with desk.store.transaction() as tx:
        turn = tx.turns.lease(received.turn_id, LEASE)
        assert (turn.state, turn.attempts) == ("leased", 1)
        assert tx.turns.lease(received.turn_id, LEASE) is None
        assert tx.turns.lease_next(LEASE) is None


def test_lease_of_a_dead_worker_runs_out(desk: Any) -> None:
    received = desk.receive()
    with desk.store.transaction() as tx:
        tx.turns.lease_next(LEASE)
    desk.clock.advance(LEASE)
    with desk.store.transaction() as tx:
        turn = tx.turns.lease_next(LEASE)
        assert (turn.id, turn.attempts) == (received.turn_id, 2)
        with pytest.raises(TurnChangedError):
            tx.finish_turn(turn.id, 1, desk.outcome(desk.decision(received)))


def test_unsettled_and_unknown_turns_cannot_be_leased(desk: Any) -> None:
    received = desk.receive(settle=SETTLE)
    with desk.store.transaction() as tx:
        assert tx.turns.lease(received.turn_id, LEASE) is None
        assert tx.turns.lease("trn_none", LEASE) is None
        tx.turns.settle_now(received.turn_id)
        assert tx.turns.lease(received.turn_id, LEASE) is not None


def test_outcome_is_refused_when_a_reply_joined_meanwhile(desk: Any) -> None:
    received = desk.receive()
    with desk.store.transaction() as tx:
        turn = tx.turns.lease_next(LEASE)
    joined = desk.receive()
    assert joined.turn_id == turn.id
    with pytest.raises(TurnChangedError), desk.store.transaction() as tx:
        tx.finish_turn(turn.id, turn.attempts, desk.outcome(desk.decision(received)))
    with desk.store.transaction() as tx:
        assert tx.decisions.of_turn(turn.id) is None
        assert tx.outbox.stats().pending == 0
        again = tx.turns.lease_next(LEASE)
        tx.finish_turn(again.id, again.attempts, desk.outcome(desk.decision(joined)))


def test_outcome_is_stored_whole(desk: Any) -> None:
    received = desk.receive()
    drafts = (desk.suggestion("one"), desk.suggestion("two"))
    analysis = Analysis(
        id=received.reply.id,
        primary=None,
        abstained=True,
        abstain_reason="ambiguous",
        intents=(),
        top=(),
        sentiment=None,
        emotion=None,
        urgency=None,
        purchase=None,
        language=LanguageScore(code="en", probability=0.9),
        consent=ConsentFinding(),
        slots=(),
        not_evaluated=(),
    )
    outcome = TurnOutcome(
        decision=desk.decision(received, suggestion_id=drafts[0].id),
        decision_context='{"b": 1, "a": 2}',
        suggestions=drafts,
        events=(OutboxEvent(type="decision.made", payload=b'{"x":1}'),),
        analysis=analysis,
        vector=b"\x00\x01",
        hits=(),
        degraded=(Degradation(part="knowledge", reason="down"),),
    )
    with desk.store.transaction() as tx:
        turn = tx.turns.lease_next(LEASE)
        stored = tx.finish_turn(turn.id, turn.attempts, outcome)
    with desk.store.read() as tx:
        turn = tx.turns.get(received.turn_id)
        assert (turn.state, turn.decided_at) == ("decided", desk.clock.now())
        assert (turn.analysis, turn.vector, turn.hits) == (analysis, b"\x00\x01", ())
        assert (turn.decision_context, turn.degraded) == ('{"b": 1, "a": 2}', outcome.degraded)
        assert stored.decision == outcome.decision
        assert stored.body == outcome.decision.model_dump_json()
        assert tx.decisions.get(stored.id) == tx.decisions.of_turn(turn.id) == stored
        assert tx.decisions.of_reply(received.reply.id) == stored
        assert tx.decisions.suggestions(stored.id) == list(drafts)
    with desk.store.transaction() as tx:
        [event] = tx.outbox.lease(10, LEASE)
        assert (event.payload, event.decision_id) == (b'{"x":1}', stored.id)
        assert event.conversation_id == received.conversation.id


def test_failed_turn_is_tried_again_when_told(desk: Any) -> None:
    received = desk.receive()
    with desk.store.transaction() as tx:
        turn = tx.turns.lease_next(LEASE)
        tx.turns.fail(turn.id, turn.attempts, "ModelUnavailableError", desk.clock.now() + LEASE)
        assert tx.turns.due() == []
    desk.clock.advance(LEASE)
    with desk.store.transaction() as tx:
        turn = tx.turns.lease_next(LEASE)
        assert (turn.id, turn.attempts, turn.error) == (received.turn_id, 2, "ModelUnavailableError")


def test_turn_that_failed_for_good_does_not_block_the_next(desk: Any) -> None:
    first = desk.receive()
    with desk.store.transaction() as tx:
        turn = tx.turns.lease_next(LEASE)
        tx.turns.fail(turn.id, turn.attempts, "ModelUnavailableError", None)
        assert tx.turns.get(turn.id).state == "failed"
        assert tx.turns.next_due_at() is None
    assert desk.receive().turn_id != first.turn_id


def test_failing_an_outdated_lease_changes_nothing(desk: Any) -> None:
    desk.receive()
    with desk.store.transaction() as tx:
        turn = tx.turns.lease_next(LEASE)
    desk.receive()
    with desk.store.transaction() as tx:
        tx.turns.fail(turn.id, turn.attempts, "ModelUnavailableError", None)
        assert tx.turns.get(turn.id).state == "settling"


def test_turns_are_taken_in_the_order_they_fell_due(desk: Any) -> None:
    first = desk.receive(sender="+15550101")
    desk.clock.advance(timedelta(seconds=1))
    second = desk.receive(sender="+15550102")
    with desk.store.transaction() as tx:
        assert [tx.turns.lease_next(LEASE).id for _ in range(2)] == [first.turn_id, second.turn_id]


def test_unknown_turn_is_not_found(desk: Any) -> None:
    with desk.store.read() as tx, pytest.raises(NotFoundError):
        tx.turns.get("trn_none")
    outcome = desk.outcome(desk.decision(desk.receive()))
    with pytest.raises(NotFoundError), desk.store.transaction() as tx:
        tx.finish_turn("trn_none", 1, outcome)
