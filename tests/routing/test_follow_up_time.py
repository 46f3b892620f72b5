"""Local time, weekends, clock changes and odd dates."""

from datetime import UTC, datetime
from typing import Any

import pytest

from copilot.domain.analysis import WhenValue
from copilot.domain.decision import Action
from copilot.routing.decide import decide
from copilot.routing.policy_model import Policy


def test_ten_local_stays_ten_across_a_clock_change(make_context: Any, policy: Policy) -> None:
    before = make_context(intents=["not_now"], received_at="2027-03-01T18:00:00Z")
    assert decide(before, policy).follow_up_at == datetime(2027, 3, 15, 15, 0, tzinfo=UTC)


def test_default_is_moved_off_a_weekend(make_context: Any, policy: Policy) -> None:
    saturday = make_context(intents=["not_now"], received_at="2026-11-28T18:00:00Z")
    assert decide(saturday, policy).follow_up_at == datetime(2026, 12, 14, 16, 0, tzinfo=UTC)


def test_first_future_date_of_several_is_taken(make_context: Any, policy: Policy) -> None:
    past, future = "2026-11-20T10:00:00-06:00", "2026-12-03T10:00:00-06:00"
    context = make_context(intents=["not_now"], when=[(past, past), (future, future)])
    assert decide(context, policy).follow_up_at == datetime(2026, 12, 3, 16, 0, tzinfo=UTC)


def test_offset_of_the_date_stands_in_for_an_unknown_zone(make_context: Any, policy: Policy) -> None:
    day = ("2026-12-01T00:00:00+01:00", "2026-12-02T00:00:00+01:00")
    context = make_context(intents=["not_now"], timezone=None, when=[day])
    assert decide(context, policy).follow_up_at == datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def test_time_without_an_offset_is_the_contacts(make_context: Any, policy: Policy) -> None:
    context = make_context(intents=["not_now"], when=[("2026-12-01T15:00:00", "2026-12-01T15:00:00")])
    assert decide(context, policy).follow_up_at == datetime(2026, 12, 1, 21, 0, tzinfo=UTC)


@pytest.mark.parametrize("end", ["2020-01-01T00:00:00+00:00", "9999-12-31T23:59:59-12:00"])
def test_date_that_cannot_be_used_falls_to_the_default(end: str, make_context: Any, policy: Policy) -> None:
    decision = decide(make_context(intents=["not_now"], when=[("2019-01-01T00:00:00+00:00", end)]), policy)
    assert decision.action == Action.SCHEDULE_FOLLOW_UP
    assert decision.follow_up_at is not None


def test_slot_of_another_type_is_no_date(make_context: Any, policy: Policy) -> None:
    context = make_context(intents=["not_now"], when=[("2026-12-01T15:00:00Z", "2026-12-01T15:00:00Z")])
    slots = tuple(slot.model_copy(update={"value": "tuesday"}) for slot in context.analysis.slots)
    assert not any(isinstance(slot.value, WhenValue) for slot in slots)
    bare = context.model_copy(update={"analysis": context.analysis.model_copy(update={"slots": slots})})
    assert decide(bare, policy).follow_up_at == datetime(2026, 12, 7, 16, 0, tzinfo=UTC)
