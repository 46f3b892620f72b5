"""Deliver: outbox rows go to the send layer, each at least once with a stable id, with retries and a dead letter."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from copilot.clock import Clock
from copilot.connectors.base import Event, SendLayer
from copilot.connectors.retry import next_attempt
from copilot.service.loop import IDLE_S, BackgroundLoop
from copilot.store.row import OutboxRow
from copilot.store.store import Store

_log = logging.getLogger(__name__)

_BATCH = 8
"""Rows in flight at once: a slow receiver holds up only so many."""
_LEASE = timedelta(seconds=120)
"""Longer than the longest delivery; a crash gives the row back after it."""


class OutboxDispatcher:
    """Carries outbox rows to the send layer from a background thread."""

    def __init__(self, store: Store, send_layer: SendLayer, clock: Clock) -> None:
        self._store = store
        self._send_layer = send_layer
        self._clock = clock
        self._loop = BackgroundLoop("dispatcher", self.deliver_due, _LEASE.total_seconds())
        self._workers = ThreadPoolExecutor(_BATCH, thread_name_prefix="deliver")

    def start(self) -> None:
        """Start delivering in the background."""
        self._loop.start()

    def wake(self) -> None:
        """Look again now: an event was stored."""
        self._loop.wake()

    def stop(self) -> None:
        """Finish the deliveries in hand and stop."""
        self._loop.stop()
        self._workers.shutdown(wait=True, cancel_futures=True)
        self._send_layer.close()

    def deliver_due(self) -> float:
        """Deliver everything that is due now; return the seconds until it is worth looking again."""
        while not self._loop.is_stopping:
            with self._store.read() as tx:
                due_at = tx.outbox.next_due_at()
            now = self._clock.now()
            if due_at is None or due_at > now:
                return IDLE_S if due_at is None else min(IDLE_S, (due_at - now).total_seconds())
            with self._store.transaction() as tx:
                rows = tx.outbox.lease(_BATCH, _LEASE)
            if not rows:
                return IDLE_S
            list(self._workers.map(self._deliver, rows))
        return 0

    def _deliver(self, row: OutboxRow) -> None:
        now = self._clock.now()
        event = Event(id=row.id, type=row.type, occurred_at=row.created_at, body=row.payload)
        delivery = self._send_layer.deliver(event, attempted_at=now)
        again = next_attempt(row.attempts, self._clock.now(), retry_after_s=delivery.retry_after_s)
        with self._store.transaction() as tx:
            if delivery.outcome == "delivered":
                tx.outbox.delivered(row.id, row.attempts, delivery.status, delivery.detail)
            elif delivery.outcome == "retry" and again is not None:
                tx.outbox.retry(row.id, row.attempts, again, delivery.status, delivery.detail)
            else:
                _log.error("event %s goes to the dead letters: %s", row.id, delivery.detail)
                tx.outbox.dead(row.id, row.attempts, delivery.status, delivery.detail)
