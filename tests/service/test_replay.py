"""Replay: the same context under the same policy gives the same bytes; a change shows."""

from pathlib import Path
from typing import Any

import pytest

from copilot.asset import asset_folder
from copilot.errors import ConflictError, NotFoundError
from copilot.routing.policy import load_policy
from copilot.service.replay import replay_decision

TEXTS = (
    "how much for 20 seats?",
    "where do i sign",
    "STOP",
    "HELP",
    "YES",
    "START",
    "intent:opt_out leave it",
    "intent:opt_out=0.6 leave it",
    "intent:complaint this is terrible",
    "not now, call me in march",
    "thanks",
    "blorp",
)


def test_every_decision_of_a_conversation_replays_to_the_same_bytes(desk: Any) -> None:
    desk.send("Did the trial go well?")
    for text in TEXTS:
        decision = desk.receive(text)
        assert decision is not None
        replay = replay_decision(desk.copilot.store, desk.copilot.policy, decision.id)
        assert replay.is_same, (text, replay.stored, replay.replayed)


def test_scoring_again_gives_the_same_numbers(desk: Any) -> None:
    desk.send("Did the trial go well?")
    decision = desk.receive("yes, how much?")
    replay = replay_decision(desk.copilot.store, desk.copilot.policy, decision.id, desk.copilot.scorer)
    assert replay.largest_difference == 0
    assert replay.has_same_action


def test_another_policy_is_detected(desk: Any, tmp_path: Path) -> None:
    decision = desk.receive("where do i sign")
    shipped = next(asset_folder("policies").glob("*.yaml")).read_text()
    changed = tmp_path / "policy.yaml"
    assert "golden_window_minutes: 5" in shipped
    changed.write_text(shipped.replace("golden_window_minutes: 5", "golden_window_minutes: 9"))
    replay = replay_decision(desk.copilot.store, load_policy(changed), decision.id)
    assert not replay.is_same
    assert replay.has_same_action


def test_an_unknown_decision_is_not_found(desk: Any) -> None:
    with pytest.raises(NotFoundError):
        replay_decision(desk.copilot.store, desk.copilot.policy, "dec_none")


def test_an_erased_decision_cannot_be_replayed(desk: Any) -> None:
    decision = desk.receive()
    store = desk.copilot.store
    store.erase(store.subject_of("+15550100"), actor="a test")
    with pytest.raises((ConflictError, NotFoundError)):
        replay_decision(store, desk.copilot.policy, decision.id)
