"""Where callers wait for a turn's decision, each with a deadline of its own."""

import threading
from collections import defaultdict
from concurrent.futures import Future


class DecisionBoard:
    """Wakes whoever waits for a turn. A waiter that gave up is forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, list[Future[None]]] = defaultdict(list)

    def watch(self, turn_id: str) -> Future[None]:
        """Return a future that is done when the turn is decided or has failed. Cancel it to leave."""
        future: Future[None] = Future()
        with self._lock:
            self._waiting[turn_id].append(future)
        future.add_done_callback(lambda done: self._forget(turn_id, done))
        return future

    def publish(self, turn_id: str) -> None:
        """Wake everyone who waits for this turn."""
        with self._lock:
            waiting = self._waiting.pop(turn_id, [])
        for future in waiting:
            if future.set_running_or_notify_cancel():
                future.set_result(None)

    def _forget(self, turn_id: str, future: Future[None]) -> None:
        with self._lock:
            waiting = self._waiting.get(turn_id, [])
            if future in waiting:
                waiting.remove(future)
            if not waiting:
                self._waiting.pop(turn_id, None)
