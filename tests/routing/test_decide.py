"""What every decision keeps, whatever the turn."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copilot.domain.consent import ConsentState
from copilot.domain.decision import Action, Decision
from copilot.domain.label import Emotion, Intent, Sentiment, Urgency
from copilot.routing.base import DecisionContext
from copilot.routing.decide import decide
from copilot.routing.policy_model import Policy
from copilot.routing.rule_name import RuleName
from copilot.routing.rules import RULES

QUIET = {Action.SUPPRESS, Action.SEND_NOTICE, Action.NO_REPLY, Action.HOLD_FOR_REVIEW}
"""What may happen to somebody who is opted out."""
moments = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)).map(lambda moment: moment.isoformat() + "+00:00")
sketches = st.fixed_dictionaries(
    {"intents": st.lists(st.sampled_from([intent.value for intent in Intent]), min_size=1, max_size=4, unique=True)},
    optional={
        "opening": st.booleans(),
        "model": st.sampled_from(["up", "up", "down"]),
        "abstained": st.sampled_from(
            [None, None, None, "low_confidence", "ambiguous", "out_of_scope", "unsupported_language"]
        ),
        "consent": st.sampled_from([None, None, None, "opt_out/keyword", "opt_in/keyword", "help/phrase"]),
        "possible_opt_out": st.booleans(),
        "purchase": st.none() | st.floats(0, 100),
        "urgency": st.none() | st.sampled_from([label.value for label in Urgency]),
        "emotion": st.none() | st.sampled_from([label.value for label in Emotion]),
        "sentiment": st.none() | st.sampled_from([label.value for label in Sentiment]),
        "probability": st.floats(0.5, 1),
        "stage": st.none() | st.sampled_from(["lead", "qualification", "proposal", "closing", "renewal"]),
        "timezone": st.none()
        | st.sampled_from(["UTC", "America/Chicago", "Pacific/Kiritimati"])
        | st.text(max_size=20),
        "signal": st.sampled_from(["contract_final_review", "renewal_window", "ticket_solved"]),
        "signal_at": st.none() | moments,
        "consent_state": st.sampled_from(["unknown", "opted_in", "opted_out"]),
        "consent_state_before": st.none() | st.sampled_from(["unknown", "opted_in", "opted_out"]),
        "provider_answered": st.booleans(),
        "media_only": st.booleans(),
        "hits": st.none() | st.lists(st.floats(0, 1), max_size=3),
        "received_at": moments,
        "when": st.lists(st.tuples(moments, moments), max_size=3),
        "degraded": st.lists(st.sampled_from(["model", "knowledge"]), max_size=1),
    },
)
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@many
@given(sketch=sketches)
def test_any_turn_gets_one_action_that_can_be_carried_out(sketch: Any, make_context: Any, policy: Policy) -> None:
    context = make_context(**sketch)
    decision = decide(context, policy)
    assert 0 <= decision.priority <= 100
    assert decision.auto_send is False
    assert decision.action != Action.SEND_MATERIAL
    assert decision.preconditions.expires_at > context.received_at
    assert (decision.action == Action.SCHEDULE_FOLLOW_UP) == (decision.follow_up_at is not None)
    if decision.follow_up_at:
        assert decision.follow_up_at > context.received_at
        assert decision.preconditions.expires_at > decision.follow_up_at
    if decision.action == Action.NOTIFY_SPECIALIST:
        assert decision.deadline_at == context.received_at + timedelta(minutes=5)
    if decision.action == Action.SEND_NOTICE:
        assert decision.notice_text
    if decision.notice_text:
        assert decision.action in {Action.SUPPRESS, Action.SEND_NOTICE}


@many
@given(sketch=sketches)
def test_same_context_gives_same_bytes_also_after_being_stored(sketch: Any, make_context: Any, policy: Policy) -> None:
    context = make_context(**sketch)
    first = decide(context, policy).model_dump_json()
    assert decide(context, policy).model_dump_json() == first
    stored = DecisionContext.model_validate_json(context.model_dump_json())
    assert decide(stored, policy).model_dump_json() == first


@many
@given(sketch=sketches)
def test_outcome_of_every_rule_is_kept_in_order(sketch: Any, make_context: Any, policy: Policy) -> None:
    reasons = decide(make_context(**sketch), policy).reasons
    assert [reason.rule for reason in reasons] == [name.value for name in RuleName]
    assert all(reason.detail for reason in reasons)


@many
@given(sketch=sketches)
def test_reasons_never_contain_what_a_customer_or_caller_wrote(
    sketch: Any, make_context: Any, policy: Policy, secret: str
) -> None:
    written = decide(make_context(**sketch), policy).model_dump_json().lower()
    assert secret.lower() not in written
    assert "zelda" not in written


@many
@given(sketch=sketches)
def test_opt_out_beats_everything(sketch: Any, make_context: Any, policy: Policy) -> None:
    context = make_context(**{**sketch, "opening": False, "consent": "opt_out/keyword", "consent_state": "opted_out"})
    decision = decide(context, policy)
    assert decision.action == Action.SUPPRESS
    assert decision.priority == 100


@many
@given(sketch=sketches)
def test_opted_out_contact_hears_nothing_but_fixed_notices(sketch: Any, make_context: Any, policy: Policy) -> None:
    decision = decide(make_context(**{**sketch, "consent_state": "opted_out"}), policy)
    assert decision.action in QUIET


@many
@given(sketch=sketches)
def test_text_that_no_model_read_reaches_a_human(sketch: Any, make_context: Any, policy: Policy) -> None:
    decision = decide(make_context(**{**sketch, "model": "down", "opening": False, "consent": None}), policy)
    assert decision.action == Action.HOLD_FOR_REVIEW
    intent_rules = {"purchase_ready", "service_intent", "social", "objection", "wrong_person", "abstained", "follow_up"}
    states = {reason.rule: reason.state for reason in decision.reasons}
    assert {states[rule] for rule in intent_rules} == {"not_evaluated"}
    assert states["opt_out_event"] == "not_evaluated"


def test_rules_stand_in_the_order_of_their_names() -> None:
    assert [rule.name for rule in RULES] == list(RuleName)


def test_every_rule_says_what_it_is_for() -> None:
    assert all(rule.summary.strip() for rule in RULES)


def test_last_rule_always_applies(make_context: Any, policy: Policy) -> None:
    assert RULES[-1].evaluate(make_context(opening=True), policy).reason.state == "applies"


@pytest.mark.parametrize("head", ["purchase", "urgency"])
def test_missing_head_is_not_evaluated_and_never_a_no(head: str, make_context: Any, policy: Policy) -> None:
    rules = {"purchase": "hot_question", "urgency": "meeting_change"}
    intents = {"purchase": ["pricing_question"], "urgency": ["meeting_change"]}
    decision = decide(make_context(intents=intents[head], **{head: None}), policy)
    reason = _reason(decision, rules[head])
    assert reason.state == "not_evaluated"
    assert "not judged" in reason.detail
    assert decision.action == Action.SUGGEST_TO_REP


def test_unjudged_urgency_counts_as_soon(make_context: Any, policy: Policy) -> None:
    soon, unknown = (decide(make_context(intents=["complaint"], urgency=value), policy) for value in ("soon", None))
    assert soon.priority == unknown.priority


def test_deadline_of_a_buyer_is_five_minutes_after_the_reply(make_context: Any, policy: Policy) -> None:
    context = make_context(intents=["purchase_ready"], purchase=95)
    assert decide(context, policy).deadline_at == datetime(2026, 11, 23, 15, 9, 5, tzinfo=UTC)


def test_stop_is_confirmed_once_within_five_minutes(make_context: Any, policy: Policy) -> None:
    context = make_context(intents=["opt_out"], consent="opt_out/keyword")
    decision = decide(context, policy)
    assert decision.notice_text == policy.notices.opt_out
    assert decision.deadline_at == context.received_at + timedelta(minutes=5)
    assert decision.preconditions.expires_at == decision.deadline_at


@pytest.mark.parametrize("known", [{"provider_answered": True}, {"consent_state_before": ConsentState.OPTED_OUT}])
def test_stop_that_was_confirmed_already_gets_no_second_notice(known: Any, make_context: Any, policy: Policy) -> None:
    decision = decide(make_context(intents=["opt_out"], consent="opt_out/keyword", **known), policy)
    assert (decision.action, decision.notice_text, decision.deadline_at) == (Action.SUPPRESS, None, None)


def test_reasons_carry_value_and_threshold(make_context: Any, policy: Policy) -> None:
    reason = _reason(decide(make_context(intents=["pricing_question"], purchase=71), policy), "hot_question")
    assert (reason.state, reason.value, reason.threshold) == ("applies", 71.0, 60.0)
    assert reason.detail == "pricing_question with purchase score 71, 60 or more"


def test_decision_names_the_policy_it_was_made_with(make_context: Any, policy: Policy) -> None:
    preconditions = decide(make_context(intents=["gratitude"]), policy).preconditions
    assert preconditions.versions.policy == "default@2026.11.1"
    assert (preconditions.last_inbound_id, preconditions.consent_version) == ("r1", 3)


@pytest.mark.parametrize("received_at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
@pytest.mark.parametrize("intent", ["not_now", "needs_approval", "purchase_ready", "complaint"])
def test_ends_of_the_calendar_do_not_raise(received_at: str, intent: str, make_context: Any, policy: Policy) -> None:
    whens = [(received_at, received_at)]
    assert decide(make_context(intents=[intent], received_at=received_at, when=whens), policy).reasons


def _reason(decision: Decision, rule: str) -> Any:
    return next(reason for reason in decision.reasons if reason.rule == rule)
