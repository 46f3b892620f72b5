"""A call that hangs costs its caller the deadline, and the next callers nothing."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from copilot.errors import KnowledgeUnavailableError
from copilot.retrieval.deadline import DeadlineWorker

AT_ONCE = timedelta(milliseconds=1)
LONG = timedelta(seconds=30)


@pytest.fixture
def worker() -> Iterator[DeadlineWorker]:
    made = DeadlineWorker("test")
    yield made
    made.close(LONG)


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    made = threading.Event()
    yield made
    made.set()


def hang(worker: DeadlineWorker, work: Callable[[], object]) -> None:
    """Leave the worker in a call that is overdue. On a slow machine a call may be dropped unbegun: try again."""
    while worker.is_idle(timedelta(0)):
        with pytest.raises(KnowledgeUnavailableError, match="did not answer"):
            worker.call(work, timedelta(milliseconds=20))


def test_results_and_exceptions_come_through(worker: DeadlineWorker) -> None:
    assert worker.call(lambda: 7, LONG) == 7
    with pytest.raises(ZeroDivisionError):
        worker.call(lambda: 1 // 0, LONG)


def test_a_timeout_of_the_work_itself_is_not_taken_for_the_deadline(worker: DeadlineWorker) -> None:
    def work() -> None:
        raise TimeoutError("of the work")

    with pytest.raises(TimeoutError, match="of the work"):
        worker.call(work, LONG)
    assert worker.call(lambda: 1, LONG) == 1


def test_a_hung_call_ends_for_its_caller_and_later_ones_fail_at_once(
    worker: DeadlineWorker, gate: threading.Event
) -> None:
    hang(worker, gate.wait)
    with pytest.raises(KnowledgeUnavailableError, match="overdue"):
        worker.call(lambda: 1, LONG)


def test_it_works_again_when_the_hung_call_comes_back(worker: DeadlineWorker, gate: threading.Event) -> None:
    ended = threading.Event()

    def work() -> None:
        gate.wait()
        ended.set()

    hang(worker, work)
    gate.set()
    assert ended.wait(30)
    assert worker.is_idle(LONG)
    assert worker.call(lambda: 5, LONG) == 5


def test_a_call_whose_caller_left_before_it_began_is_dropped(worker: DeadlineWorker, gate: threading.Event) -> None:
    running, ran = threading.Event(), threading.Event()

    def first() -> None:
        running.set()
        gate.wait()

    other = threading.Thread(target=lambda: worker.call(first, LONG))
    other.start()
    assert running.wait(30)
    with pytest.raises(KnowledgeUnavailableError, match="did not answer"):
        worker.call(ran.set, AT_ONCE)
    gate.set()
    other.join(30)
    assert worker.call(lambda: True, LONG)
    assert not ran.is_set()


def test_closing_does_not_wait_for_a_hung_call(gate: threading.Event) -> None:
    worker = DeadlineWorker("test")
    hang(worker, gate.wait)
    assert not worker.close(AT_ONCE)
    with pytest.raises(KnowledgeUnavailableError, match="closed"):
        worker.call(lambda: 1, LONG)


def test_a_worker_never_used_starts_no_thread() -> None:
    before = threading.active_count()
    assert DeadlineWorker("test").close(LONG)
    assert threading.active_count() == before
