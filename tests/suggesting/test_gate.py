import pytest

from copilot.domain.decision import Action
from copilot.suggesting.gate import check_draft

FACTS = (
    "20 x Workspace comes to 4,800 USD, 12 percent less: https://example.com/a?b=1",
    "Your term runs until 28 February 2027",
    "Booking.com",
)


def rules(text: str, action: Action = Action.SUGGEST_TO_REP, facts: tuple[str, ...] = FACTS) -> list[str]:
    return [refusal.rule for refusal in check_draft(text, facts, action)]


@pytest.mark.parametrize(
    "text",
    [
        "20 x Workspace comes to $4,800.",
        "It is 4800 for 20.",
        "4.800,00 USD",
        "12% less. See https://example.com/a?b=1.",
        "Until February 28.",
        "We do it for Booking.com too",
        "Any [quantity] of it",
        "Fifteen minutes are enough",
    ],
)
def test_what_the_facts_say_passes(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (" ", "empty"),
        ("a" * 1601, "too_long"),
        ("Hi {first_name}", "unfilled_slot"),
        ("Hi {{ first_name }}", "unfilled_slot"),
        ("See https://example.com/a", "unknown_address"),
        ("See www.evil.example", "unknown_address"),
        ("See evil.co.uk/x", "unknown_address"),
        ("Only 4,700 USD", "unknown_number"),
        ("Only ٤٧ USD", "unknown_number"),
        ("20% off", "unknown_percentage"),
        ("20 por ciento", "unknown_percentage"),
        ("On 20 February", "unknown_day"),
        ("Am 28. März", "unknown_day"),
        ("Shall we say Tuesday?", "unknown_day"),
    ],
)
def test_what_nobody_said_is_refused(text: str, rule: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize(
    ("text", "kept_by"),
    [
        ("Someone will call you in five minutes.", {Action.NOTIFY_SPECIALIST}),
        ("I'll call you back right away.", {Action.NOTIFY_SPECIALIST}),
        ("I'm getting the right person for this now.", {Action.NOTIFY_SPECIALIST}),
        ("I'm passing this on to a colleague.", {Action.HAND_TO_SUPPORT, Action.NOTIFY_SPECIALIST}),
        ("Paso su mensaje a la persona responsable.", {Action.HAND_TO_SUPPORT, Action.NOTIFY_SPECIALIST}),
        ("I'll get back to you later.", {Action.SCHEDULE_FOLLOW_UP}),
    ],
)
def test_a_promise_needs_the_action_that_keeps_it(text: str, kept_by: set[Action]) -> None:
    for action in Action:
        assert ("promise" in rules(text, action, (text,))) == (action not in kept_by)


def test_a_refusal_never_repeats_the_text() -> None:
    for refusal in check_draft("Dana pays 77 at evil.example on Friday {x}", (), Action.SUGGEST_TO_REP):
        assert "Dana" not in refusal.detail
        assert "77" not in refusal.detail
