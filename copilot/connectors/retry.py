"""When to try a delivery again, and when to give up. Pure."""

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

SCHEDULE = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Wait before each attempt, from the one before: the example of Standard Webhooks 1.0.0, three days in all."""

JITTER = 0.2
"""Share of a wait that may be added, so that what failed together does not come back together."""

LONGEST_WAIT = max(SCHEDULE)
"""A receiver may not put us off for longer."""

_SECONDS = re.compile(r"[0-9]+", re.ASCII)


def next_attempt(
    attempts: int,
    now: datetime,
    *,
    retry_after_s: float | None = None,
    jitter: Callable[[], float] = random.random,
) -> datetime | None:
    """Return when to try again, or None to give up: the event is a dead letter then.

    Args:
        attempts: How many were made; 0 for an event never tried.
        now: When the last one ended.
        retry_after_s: The receiver's wish in seconds. It can put the attempt off, never bring it forward: a receiver
            that always says one second would use up all attempts in ten.
        jitter: Draws from 0 (inclusive) to 1.
    """
    if attempts >= len(SCHEDULE):
        return None
    wished = min(timedelta(seconds=retry_after_s or 0), LONGEST_WAIT)
    return now + max(SCHEDULE[attempts], wished) * (1 + JITTER * jitter())


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """Read a ``Retry-After`` header (RFC 9110, section 10.2.3): seconds or an HTTP date.

    Returns:
        Seconds from now, 0 to ``LONGEST_WAIT``; None when the header is absent or cannot be read.
    """
    if value is None:
        return None
    text = value.strip()
    if _SECONDS.fullmatch(text):
        # Twelve digits are beyond the cap already, and int() refuses to read thousands of them.
        return min(float(text[:12]), LONGEST_WAIT.total_seconds())
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT.total_seconds())
