"""Retries follow the schedule, yield to the receiver, and end."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.connectors.retry import JITTER, LONGEST_WAIT, SCHEDULE, next_attempt, parse_retry_after

NOW = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)


def no_jitter() -> float:
    return 0.0


def test_the_waits_are_those_of_standard_webhooks() -> None:
    waits = [next_attempt(made, NOW, jitter=no_jitter) for made in range(10)]
    seconds = [0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]
    assert waits == [NOW + timedelta(seconds=wait) for wait in seconds]


def test_after_the_tenth_attempt_it_is_a_dead_letter() -> None:
    assert [next_attempt(made, NOW) for made in (10, 11, 1000)] == [None, None, None]


def test_a_receiver_can_put_an_attempt_off() -> None:
    assert next_attempt(1, NOW, retry_after_s=90, jitter=no_jitter) == NOW + timedelta(seconds=90)


def test_a_receiver_cannot_bring_an_attempt_forward() -> None:
    assert next_attempt(2, NOW, retry_after_s=1, jitter=no_jitter) == NOW + timedelta(minutes=5)


def test_a_receiver_cannot_put_an_attempt_off_beyond_a_day() -> None:
    assert next_attempt(1, NOW, retry_after_s=1e9, jitter=no_jitter) == NOW + timedelta(hours=24)


@settings(deadline=None)
@given(
    made=st.integers(0, len(SCHEDULE) - 1),
    wish=st.none() | st.floats(0, 1e6),
    drawn=st.floats(0, 1, exclude_max=True),
)
def test_jitter_only_adds_and_only_a_fifth(made: int, wish: float | None, drawn: float) -> None:
    bare = next_attempt(made, NOW, retry_after_s=wish, jitter=no_jitter)
    later = next_attempt(made, NOW, retry_after_s=wish, jitter=lambda: drawn)
    assert bare is not None
    assert later is not None
    assert bare <= later <= NOW + (bare - NOW) * (1 + JITTER)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 7 ", 7),
        ("Mon, 23 Nov 2026 15:05:05 GMT", 60),
        ("Monday, 23-Nov-26 15:05:05 GMT", 60),
        ("Mon, 23 Nov 2026 15:05:05 -0000", 60),
        ("Mon, 23 Nov 2026 15:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_WAIT.total_seconds()),
        ("9" * 5000, LONGEST_WAIT.total_seconds()),
    ],
)
def test_retry_after_is_read_as_seconds_or_date_and_capped(value: str, seconds: float) -> None:
    assert parse_retry_after(value, NOW) == seconds


@pytest.mark.parametrize("value", [None, "", "soon", "-5", "1.5", "١٢", "Mon, 99 Foo 2026 15:05:05 GMT", "\x00"])
def test_retry_after_that_cannot_be_read_is_no_wish(value: str | None) -> None:
    assert parse_retry_after(value, NOW) is None


@settings(deadline=None)
@given(st.text())
def test_no_header_breaks_the_reading(value: str) -> None:
    wish = parse_retry_after(value, NOW)
    assert wish is None or 0 <= wish <= LONGEST_WAIT.total_seconds()
