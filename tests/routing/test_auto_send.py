"""Nothing is sent by itself until somebody allowed it, and then only within bounds."""

from typing import Any

import pytest

from copilot.domain.decision import Action, Decision
from copilot.domain.label import Intent
from copilot.routing.decide import decide
from copilot.routing.policy_model import AutoSend, Policy, TimeWindow

GOOD: dict[str, Any] = {"intents": ["product_question"], "purchase": 33, "hits": [0.8], "auto_sends_today": 0}


@pytest.fixture(scope="module")
def allowing(policy: Policy) -> Policy:
    window = TimeWindow(start="09:00", end="18:00")
    auto_send = AutoSend(enabled=True, window=window, daily_cap=2, disclosure="Automatic answer.")
    return policy.model_copy(update={"auto_send": auto_send})


def test_general_question_with_a_hit_may_leave_when_allowed(make_context: Any, allowing: Policy) -> None:
    decision = decide(make_context(**GOOD), allowing)
    assert (decision.action, decision.auto_send) == (Action.SEND_MATERIAL, True)


@pytest.mark.parametrize("intent", list(Intent))
def test_shipped_policy_sends_nothing_by_itself(intent: Intent, make_context: Any, policy: Policy) -> None:
    decision = decide(make_context(**{**GOOD, "intents": [intent.value]}), policy)
    assert decision.action != Action.SEND_MATERIAL
    assert not decision.auto_send


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"hits": []}, "does_not_apply"),
        ({"hits": None}, "not_evaluated"),
        ({"degraded": ["knowledge"]}, "not_evaluated"),
        ({"purchase": None}, "not_evaluated"),
        ({"urgency": None}, "not_evaluated"),
        ({"sentiment": None}, "not_evaluated"),
        ({"timezone": None}, "not_evaluated"),
        ({"timezone": "Mars/Base"}, "not_evaluated"),
        ({"auto_sends_today": None}, "not_evaluated"),
        ({"auto_sends_today": 2}, "does_not_apply"),
        ({"probability": 0.85}, "does_not_apply"),
        ({"sentiment": "negative"}, "does_not_apply"),
        ({"urgency": "now"}, "does_not_apply"),
        ({"received_at": "2026-11-23T14:59:59Z"}, "does_not_apply"),
        ({"received_at": "2026-11-24T00:00:00Z"}, "does_not_apply"),
        ({"intents": ["product_question", "competitor"]}, "does_not_apply"),
    ],
)
def test_without_a_condition_a_rep_approves(change: Any, state: str, make_context: Any, allowing: Policy) -> None:
    decision = decide(make_context(**{**GOOD, **change}), allowing)
    assert decision.action == Action.SUGGEST_TO_REP
    assert _material(decision).state == state


def test_internal_item_is_never_sent(make_context: Any, allowing: Policy) -> None:
    context = make_context(**GOOD)
    hits = tuple(hit.model_copy(update={"internal": True}) for hit in context.hits)
    decision = decide(context.model_copy(update={"hits": hits}), allowing)
    assert decision.action == Action.SUGGEST_TO_REP


def _material(decision: Decision) -> Any:
    return next(reason for reason in decision.reasons if reason.rule == "material_answer")
