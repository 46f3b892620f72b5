"""The pool: a fixed number of workers, a bounded queue, and no caller that waits for ever."""

import heapq
import itertools
import math
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError
from datetime import timedelta
from typing import Any, Final, Protocol

import numpy as np

from copilot.errors import DeadlineExceededError, ModelUnavailableError, OverloadedError
from copilot.scoring.base import FloatArray, ReplyInput, ScoredTurn

_SLICE: Final = 32
"""Texts embedded as one job: knowledge upkeep takes its turn between replies."""
_SMOOTHING: Final = 0.1
"""Weight of the newest turn in the mean time of a turn."""
_GUESS_S: Final = 0.01


class TurnWorker(Protocol):
    """What one worker thread works with."""

    def score(self, turn: ReplyInput, *, explain: bool, is_wanted: Callable[[], bool]) -> ScoredTurn:
        """Score one turn; long work asks ``is_wanted`` now and then and may stop early."""
        ...

    def embed(self, text: str) -> FloatArray:
        """Return the search vector (dimension,) of one text."""
        ...


_Task = Callable[[TurnWorker, Callable[[], bool]], Any]
"""Work of one turn: gets the worker and asks whether anybody still waits for it."""


class _Job:
    """Tasks of one caller, the future it waits on, and how many of its tasks still hold a permit."""

    def __init__(self, tasks: Sequence[_Task], expires_at: float) -> None:
        self.waiting = deque(enumerate(tasks))
        self.results: list[Any] = [None] * len(tasks)
        self.left = len(tasks)
        self.expires_at = expires_at
        self.future: Future[list[Any]] = Future()
        self.is_settled = False

    def is_wanted(self) -> bool:
        return not (self.is_settled or self.future.cancelled())


class ScoringPool:
    """Scores turns on a fixed number of threads, taking turns between callers so that no big job starves a small one.

    A turn holds a permit from ``submit`` until it is scored or dropped. A cancelled, failed or overdue job's waiting
    turns
    are dropped at once; a turn already being scored finishes, unheard.
    """

    def __init__(
        self,
        workers: Sequence[TurnWorker],
        *,
        capacity: int,
        dimension: int,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start one thread a worker.

        Args:
            workers: Each is used by one thread only.
            capacity: Turns that may wait or be scored at once. An idle pool takes one larger job.
            dimension: Length of a search vector.
            now: Seconds on a clock that never goes back.
        """
        self._capacity = capacity
        self._dimension = dimension
        self._now = now
        self._lock = threading.Lock()
        self._work = threading.Condition(self._lock)
        self._room = threading.Condition(self._lock)
        self._overdue = threading.Condition(self._lock)
        self._ready: deque[_Job] = deque()
        self._jobs: set[_Job] = set()
        self._deadlines: list[tuple[float, int, weakref.ref[_Job]]] = []  # a settled job is not kept for its deadline
        self._order = itertools.count()
        self._in_use = 0
        self._mean_s = _GUESS_S
        self._is_closed = False
        self._threads = [
            threading.Thread(target=self._run, args=(worker,), name=f"scoring-{number}", daemon=True)
            for number, worker in enumerate(workers)
        ]
        self._threads.append(threading.Thread(target=self._watch, name="scoring-deadlines", daemon=True))
        for thread in self._threads:
            thread.start()

    @property
    def in_use(self) -> int:
        """Return how many turns wait or are being scored."""
        with self._lock:
            return self._in_use

    @property
    def capacity(self) -> int:
        """Return how many turns may wait or be scored at once."""
        return self._capacity

    def submit(
        self, turns: Sequence[ReplyInput], deadline: timedelta = timedelta(seconds=10), explain: bool = False
    ) -> Future[list[ScoredTurn]]:
        """Queue turns as one job; its results come in their order.

        The future carries the first error of a turn, or DeadlineExceededError when the deadline passes first. Cancel it
        when the caller has gone.

        Raises:
            OverloadedError: There is no room for all of them; none was taken.
            ModelUnavailableError: The pool is closed.
        """
        job = _Job([_scoring(turn, explain) for turn in turns], self._now() + deadline.total_seconds())
        with self._lock:
            self._refuse_if_closed()
            if not self._has_room(job.left):
                raise OverloadedError("too many turns are waiting to be scored; try again soon", self._retry_after_s())
            self._admit(job)
        return self._hand_out(job)

    def embed(self, texts: Sequence[str], deadline: timedelta = timedelta(seconds=60)) -> FloatArray:
        """Return the unit search vectors (n, dimension) of texts, in order, through the same workers.

        Waits for room, a slice of texts at a time.

        Raises:
            OverloadedError: No room came free in time.
            DeadlineExceededError: The deadline, which counts for all texts, passed.
            ModelUnavailableError: The pool is closed, or the model failed.
        """
        expires_at = self._now() + deadline.total_seconds()
        rows: list[FloatArray] = []
        for start in range(0, len(texts), _SLICE):
            tasks = [_embedding(text) for text in texts[start : start + _SLICE]]
            job = _Job(tasks, expires_at)
            with self._lock:
                self._wait_for_room(len(tasks), expires_at)
                self._admit(job)
            rows.extend(self._hand_out(job).result())
        return np.stack(rows) if rows else np.zeros((0, self._dimension), dtype=np.float32)

    def close(self) -> None:
        """Fail every waiting job and end the threads; a turn being scored is waited for."""
        with self._lock:
            self._is_closed = True
            jobs = list(self._jobs)
            for condition in (self._work, self._room, self._overdue):
                condition.notify_all()
        for job in jobs:
            self._fail(job, ModelUnavailableError("the scorer is shutting down"))
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join()

    def _has_room(self, count: int) -> bool:
        return self._in_use + count <= self._capacity or self._in_use == 0

    def _wait_for_room(self, count: int, expires_at: float) -> None:
        left_s = max(0.0, expires_at - self._now())
        if not self._room.wait_for(lambda: self._is_closed or self._has_room(count), left_s):
            raise OverloadedError("too many turns are waiting to be scored; try again soon", self._retry_after_s())
        self._refuse_if_closed()

    def _refuse_if_closed(self) -> None:
        if self._is_closed:
            raise ModelUnavailableError("the scorer is shutting down")

    def _retry_after_s(self) -> int:
        workers = len(self._threads) - 1
        return max(1, math.ceil(self._in_use * self._mean_s / workers))

    def _admit(self, job: _Job) -> None:
        self._in_use += job.left
        self._jobs.add(job)
        self._ready.append(job)
        heapq.heappush(self._deadlines, (job.expires_at, next(self._order), weakref.ref(job)))
        self._work.notify(job.left)
        self._overdue.notify()

    def _hand_out(self, job: _Job) -> Future[list[Any]]:
        if job.left == 0:
            self._settle(job, lambda: job.future.set_result([]))
        job.future.add_done_callback(lambda future: self._drop(job) if future.cancelled() else None)
        return job.future

    def _run(self, worker: TurnWorker) -> None:
        while (taken := self._take()) is not None:
            job, index, task = taken
            started = self._now()
            error: BaseException | None = None
            try:
                job.results[index] = task(worker, job.is_wanted)
            except BaseException as raised:  # whatever it is, the waiter hears of it and this thread goes on
                error = raised
            with self._lock:
                self._mean_s += _SMOOTHING * (self._now() - started - self._mean_s)
                self._release(1)
                job.left -= 1
                is_last = job.left == 0
            if error is not None:
                self._fail(job, error)
            elif is_last:
                self._settle(job, _success(job))
            del taken, job, task, error  # an idle thread holds no caller's text

    def _take(self) -> tuple[_Job, int, _Task] | None:
        with self._lock:
            while True:
                if self._is_closed:
                    return None
                while self._ready:
                    job = self._ready.popleft()
                    if not job.waiting:
                        continue
                    index, task = job.waiting.popleft()
                    if job.waiting:
                        self._ready.append(job)
                    return job, index, task
                self._work.wait()

    def _watch(self) -> None:
        while True:
            with self._lock:
                if self._is_closed:
                    return
                if not self._deadlines:
                    self._overdue.wait()
                    continue
                left_s = self._deadlines[0][0] - self._now()
                if left_s > 0:
                    self._overdue.wait(left_s)
                    continue
                job = heapq.heappop(self._deadlines)[2]()
            if job is not None:
                self._fail(job, DeadlineExceededError("scoring did not end before its deadline"))
            del job

    def _fail(self, job: _Job, error: BaseException) -> None:
        self._settle(job, lambda: job.future.set_exception(error))

    def _drop(self, job: _Job) -> None:
        self._settle(job, lambda: None)

    def _settle(self, job: _Job, answer: Callable[[], None]) -> None:
        """End a job once: return the permits of what still waits, then tell the waiter, outside the lock."""
        with self._lock:
            if job.is_settled:
                return
            job.is_settled = True
            self._jobs.discard(job)
            self._release(len(job.waiting))
            job.left -= len(job.waiting)
            job.waiting.clear()
        try:
            answer()
        except InvalidStateError:  # cancelled in the same moment
            return

    def _release(self, count: int) -> None:
        self._in_use -= count
        self._room.notify_all()


def _success(job: _Job) -> Callable[[], None]:
    return lambda: job.future.set_result(job.results)


def _scoring(turn: ReplyInput, explain: bool) -> _Task:
    return lambda worker, is_wanted: worker.score(turn, explain=explain, is_wanted=is_wanted)


def _embedding(text: str) -> _Task:
    return lambda worker, _: worker.embed(text)
