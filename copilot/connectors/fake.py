"""A send layer in memory: takes everything, remembers the latest, and fails when told to."""

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime

from copilot.connectors.base import Delivery, Event

_KEPT = 1_000
"""Deliveries that are remembered, so that a long run does not fill the memory."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call of ``deliver`` and how it ended."""

    event: Event
    at: datetime
    delivery: Delivery


class FakeSendLayer:
    """Chosen by ``COPILOT_SEND_LAYER=fake``; nothing leaves the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._attempts: deque[Attempt] = deque(maxlen=_KEPT)
        self._script: deque[Delivery] = deque()
        self._is_gone = False
        self.is_closed = False

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """Every attempt, oldest first, whatever became of it."""
        with self._lock:
            return tuple(self._attempts)

    @property
    def delivered(self) -> tuple[Event, ...]:
        """Events that were taken, oldest first; a repeat is there twice."""
        return tuple(attempt.event for attempt in self.attempts if attempt.delivery.outcome == "delivered")

    def fail(self, times: int = 1, *, status: int = 503, retry_after_s: float | None = None) -> None:
        """Answer the next attempts with an HTTP error."""
        self._plan(times, Delivery("retry", status, f"HTTP {status}", retry_after_s))

    def hang_up(self, times: int = 1) -> None:
        """Break the connection of the next attempts without an answer."""
        self._plan(times, Delivery("retry", None, "RemoteProtocolError"))

    def reject(self, times: int = 1) -> None:
        """Refuse the next attempts for good."""
        self._plan(times, Delivery("rejected", None, "the event's id or time cannot be signed"))

    def say_gone(self) -> None:
        """Answer 410 from now on: no more events are wanted."""
        with self._lock:
            self._is_gone = True

    def deliver(self, event: Event, *, attempted_at: datetime) -> Delivery:
        """Take the event, or do what was asked for this attempt."""
        with self._lock:
            delivery = self._next()
            self._attempts.append(Attempt(event, attempted_at, delivery))
            return delivery

    def close(self) -> None:
        """Note that the owner is done."""
        self.is_closed = True

    def _plan(self, times: int, delivery: Delivery) -> None:
        with self._lock:
            self._script.extend([delivery] * times)

    def _next(self) -> Delivery:
        if self._is_gone:
            return Delivery("disabled", 410, "HTTP 410")
        return self._script.popleft() if self._script else Delivery("delivered", 204, "HTTP 204")
