"""A thread of its own for calls that may hang, so that the caller never waits longer than it said."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as WaitTimeoutError
from datetime import timedelta
from queue import SimpleQueue
from typing import Any, TypeVar

from copilot.errors import KnowledgeUnavailableError

T = TypeVar("T")


class DeadlineWorker:
    """Runs one call at a time. While a call is overdue, further calls fail at once instead of queueing behind it.

    The thread is a daemon and not of an executor: an executor would wait for a hung call when the process ends.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._queue: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._recovered = threading.Condition(self._lock)
        self._overdue: Future[Any] | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def call(self, work: Callable[[], T], deadline: timedelta) -> T:
        """Run ``work`` on the thread and return its result; its exceptions come through.

        Raises:
            KnowledgeUnavailableError: It did not end in time, an earlier call is overdue, or the worker is closed.
                A call that had not begun is dropped; one that had goes on alone, and its result is lost.
        """
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise KnowledgeUnavailableError("the knowledge index is closed")
            if self._overdue is not None:
                raise KnowledgeUnavailableError("the knowledge index is still busy with a call that is overdue")
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._queue.put((future, work))
        try:
            return future.result(deadline.total_seconds())
        except WaitTimeoutError:
            # The same type may come from the work itself: a finished future decides which it was.
            with self._lock:
                if not future.done() and not future.cancel():
                    self._overdue = future
            if future.done() and not future.cancelled():
                return future.result()
            raise KnowledgeUnavailableError(
                f"the knowledge index did not answer within {deadline.total_seconds():g} s"
            ) from None

    def is_idle(self, deadline: timedelta) -> bool:
        """Wait until no call is overdue; return False when one still is at the deadline."""
        with self._recovered:
            return self._recovered.wait_for(lambda: self._overdue is None, deadline.total_seconds())

    def close(self, deadline: timedelta) -> bool:
        """Let queued calls end and stop; return False when a hung call kept the thread beyond the deadline."""
        with self._lock:
            self._closed = True
            thread = self._thread
            self._queue.put(None)
        if thread is None:
            return True
        thread.join(deadline.total_seconds())
        return not thread.is_alive()

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            future, work = job
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = work()
            except BaseException as error:  # the waiter must hear of it, whatever it is
                self._finish(future, error=error)
            else:
                self._finish(future, result=result)

    def _finish(self, future: Future[Any], *, result: object = None, error: BaseException | None = None) -> None:
        with self._lock:
            if self._overdue is future:
                self._overdue = None
                self._recovered.notify_all()
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)
