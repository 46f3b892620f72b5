"""A few letters find the intent that is meant."""

import pytest

from copilot.domain.label import Intent
from eval.label.guide import GROUPS, MEANINGS, find_intents


def test_the_guide_holds_every_intent_once_in_the_order_of_the_label_set() -> None:
    assert list(MEANINGS) == [intent.value for intent in Intent]
    assert len(GROUPS) == 6


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("pri", "pricing_question"),
        ("opt", "opt_out"),
        ("price", "price_objection"),
        ("disc", "discount_request"),
        ("later", None),
        ("now", "not_now"),
        ("status", "order_status"),
        ("pq", "pricing_question"),
        ("prodq", "product_question"),
        ("prq", "pricing_question"),
        ("mr", "meeting_request"),
        ("cmplt", "complaint"),
        ("zzz", None),
    ],
)
def test_the_likeliest_comes_first(typed: str, first: str | None) -> None:
    assert next(iter(find_intents(typed)), None) == first


def test_a_group_narrows_the_search() -> None:
    assert find_intents("", 0) == ["opt_out", "wrong_person"]
    assert find_intents("r", 4) == ["referral"]
