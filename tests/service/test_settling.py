"""Settling: a turn is decided once, as it is when it is stored, whatever happens while it is scored."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from copilot.domain.decision import Action
from copilot.domain.label import Intent
from copilot.scoring.fake import FakeReplyEncoder
from copilot.suggesting.template import TemplateSuggester
from tests.service.door import Door, build_door

OTHER_OURS = "+15550198"
RETRY = timedelta(seconds=5)


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """Put a door before the model."""
    door = build_door(monkeypatch)
    yield door
    door.open()


def test_a_reply_that_arrives_while_its_turn_is_scored_makes_the_turn_larger(open_desk: Any, door: Door) -> None:
    desk = open_desk(scoring_sessions=1)
    with ThreadPoolExecutor(1) as worker:
        first = desk.take("hello")
        door.shut()
        scoring = worker.submit(desk.copilot.decide, first)
        door.await_arrival()
        second = desk.take("how much?", settle_ms=3000)
        door.open()
        assert scoring.result(timeout=30) is None, "what was scored is no longer the turn"
    desk.step(timedelta(seconds=3))
    decision = desk.decision(first)
    assert decision is not None
    assert decision.turn == (first.stored.reply.id, second.stored.reply.id)
    assert desk.decision(second) == decision
    assert desk.turn(first).analysis.primary is Intent.PRICING_QUESTION


def test_a_stop_that_arrives_while_the_turn_is_scored_wins(open_desk: Any, door: Door) -> None:
    desk = open_desk(scoring_sessions=1)
    with ThreadPoolExecutor(2) as workers:
        first = desk.take("where do i sign")
        door.shut()
        scoring = workers.submit(desk.copilot.decide, first)
        door.await_arrival()
        stop = desk.take("STOP", settle_ms=None)
        deciding = workers.submit(desk.copilot.decide, stop)
        door.open()
        assert scoring.result(timeout=30) is None
        assert deciding.result(timeout=30).action is Action.SUPPRESS
    assert desk.decision(first) == desk.decision(stop)


def test_consent_that_changes_while_a_turn_is_scored_is_seen(open_desk: Any, door: Door) -> None:
    desk = open_desk(scoring_sessions=1)
    with ThreadPoolExecutor(2) as workers:
        first = desk.take("where do i sign")
        door.shut()
        scoring = workers.submit(desk.copilot.decide, first)
        door.await_arrival()
        stop = workers.submit(desk.copilot.decide, desk.take("STOP", recipient=OTHER_OURS))
        door.open()
        assert scoring.result(timeout=30) is None
        assert stop.result(timeout=30).action is Action.SUPPRESS
    desk.step()
    decision = desk.decision(first)
    assert decision is not None
    assert decision.preconditions.consent_version == 1
    assert decision.action is Action.HOLD_FOR_REVIEW


def test_a_turn_whose_scoring_fails_is_held_for_a_person(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeReplyEncoder, "encode", _fail)
    taken = desk.take()
    assert desk.copilot.decide(taken) is None
    for _ in range(2):
        desk.step(RETRY)
    assert desk.decision(taken) is None
    assert desk.turn(taken).error == "RuntimeError"
    desk.step(RETRY)
    decision = desk.decision(taken)
    assert decision is not None
    assert decision.action is Action.HOLD_FOR_REVIEW
    assert [part.part for part in desk.turn(taken).degraded] == ["model"]


def test_a_turn_whose_drafting_fails_is_held_for_a_person(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TemplateSuggester, "suggest", _fail)
    taken = desk.take()
    assert desk.copilot.decide(taken) is None
    for _ in range(3):
        desk.step(RETRY)
    decision = desk.decision(taken)
    assert decision is not None
    assert decision.action is Action.HOLD_FOR_REVIEW


def test_a_turn_that_can_never_be_decided_ends_as_failed_and_wakes_who_waits(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copilot.pipeline.decide", _fail)
    taken = desk.take()
    waiting = desk.copilot.board.watch(taken.stored.turn_id)
    desk.copilot.decide(taken)
    for _ in range(5):
        desk.step(RETRY)
    assert desk.turn(taken).state == "failed"
    assert waiting.done()


def test_a_turn_that_joined_often_is_no_failing_turn(desk: Any) -> None:
    taken = desk.take(settle_ms=3000)
    with desk.copilot.store.transaction() as tx:
        tx._session.connection.exec_driver_sql("UPDATE turns SET attempts = 9")
    desk.step(timedelta(seconds=3))
    assert desk.turn(taken).analysis.primary is Intent.PRICING_QUESTION


def test_a_free_worded_opt_out_and_its_decision_are_stored_together_or_not_at_all(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("copilot.store.store.finish_turn", _fail)
        taken = desk.take("intent:opt_out leave it")
        assert desk.copilot.decide(taken) is None
        assert desk.ledger() == []
    desk.step(RETRY)
    assert [(line.event, line.method) for line in desk.ledger()] == [("opt_out", "model")]
    decision = desk.decision(taken)
    assert decision is not None
    assert decision.preconditions.consent_version == 1


def test_a_free_worded_opt_out_of_somebody_who_stopped_adds_nothing(desk: Any) -> None:
    desk.receive("STOP")
    decision = desk.receive("intent:opt_out leave it")
    assert decision.action is Action.SUPPRESS
    assert decision.notice_text is None
    assert len(desk.ledger()) == 1


def test_what_a_dead_process_had_in_hand_is_decided_after_the_next_start(open_desk: Any) -> None:
    taken = open_desk().take()
    assert taken.turn is not None, "leased, and never decided"
    desk = open_desk()
    desk.step()
    assert desk.decision(taken) is not None


def test_decisions_are_counted_by_action(desk: Any) -> None:
    desk.receive("STOP")
    desk.receive("HELP")
    desk.receive("HELP")
    assert desk.copilot.settler.decided == {"suppress": 1, "send_notice": 2}


def _fail(*arguments: object, **options: object) -> Any:
    raise RuntimeError("broken for a test")
