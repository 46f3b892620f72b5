import threading
from datetime import timedelta

import numpy as np
import pytest

from copilot.domain.analysis import Analysis
from copilot.errors import DeadlineExceededError, ModelUnavailableError, OverloadedError
from copilot.scoring.analyse import analyse_without_model
from copilot.scoring.base import ReplyInput, ScoredTurn
from copilot.scoring.pool import ScoringPool
from tests.scoring.encoder import Gate

LONG = timedelta(seconds=30)
DIMENSION = 2


class GatedWorker:
    """Scores a turn when its gate opens; "boom" and "die" end in errors."""

    def __init__(self, gate=None):
        self.gate = gate
        self.scored = []

    def score(self, turn, *, explain, is_wanted):
        if self.gate is not None:
            self.gate.wait()
        self.scored.append(turn.text)
        if turn.text == "boom":
            raise ModelUnavailableError("the model failed")
        if turn.text == "die":
            raise SystemExit
        if turn.text == "wanted?":
            assert not is_wanted()
        return ScoredTurn(analyse_without_model(turn, "a test"), None, {"explained": float(explain)})

    def embed(self, text):
        return np.array([len(text), 0], dtype=np.float32)


@pytest.fixture
def build():
    pools = []

    def make(*workers, capacity=100):
        pools.append(ScoringPool(workers, capacity=capacity, dimension=DIMENSION))
        return pools[-1]

    yield make
    for pool in pools:
        for thread in pool._threads:
            assert thread.is_alive() or pool._is_closed
        pool.close()


def turns(*texts):
    return [ReplyInput(text, id=text) for text in texts]


def ids(scored):
    return [turn.analysis.id for turn in scored]


def test_results_come_in_the_order_of_the_turns(build):
    names = [str(number) for number in range(50)]
    assert ids(build(GatedWorker(), GatedWorker()).submit(turns(*names), LONG).result(30)) == names


def test_no_turns_no_wait(build):
    assert build(GatedWorker()).submit([], LONG).result(0) == []


def test_one_turn_gives_a_list_of_one_analysis(build):
    [scored] = build(GatedWorker()).submit(turns("a"), LONG, explain=True).result(30)
    assert isinstance(scored.analysis, Analysis)
    assert scored.durations_ms == {"explained": 1.0}


def test_a_full_queue_refuses_at_once_and_takes_nothing(build):
    gate = Gate()
    pool = build(GatedWorker(gate), capacity=3)
    held = pool.submit(turns("a", "b"), LONG)
    gate.await_arrival()
    with pytest.raises(OverloadedError) as refused:
        pool.submit(turns("c", "d"), LONG)
    assert refused.value.retry_after_s >= 1
    assert pool.in_use == 2
    fits = pool.submit(turns("e"), LONG)
    gate.open(3)
    assert (ids(held.result(30)), ids(fits.result(30))) == (["a", "b"], ["e"])


def test_permits_come_back(build):
    pool = build(GatedWorker(), capacity=2)
    for _ in range(5):
        pool.submit(turns("a", "b"), LONG).result(30)


def test_an_idle_pool_takes_a_job_larger_than_its_queue(build):
    pool = build(GatedWorker(), capacity=2)
    assert len(pool.submit(turns(*"abcdef"), LONG).result(30)) == 6


def test_a_cancelled_job_is_dropped_before_it_is_scored_and_its_permits_return(build):
    gate, worker = Gate(), None
    worker = GatedWorker(gate)
    pool = build(worker, capacity=4)
    first = pool.submit(turns("a"), LONG)
    gate.await_arrival()
    gone = pool.submit(turns("x", "y", "z"), LONG)
    assert gone.cancel()
    assert pool.in_use == 1
    after = pool.submit(turns("b", "c", "d"), LONG)
    gate.open(4)
    assert (ids(first.result(30)), ids(after.result(30))) == (["a"], ["b", "c", "d"])
    assert worker.scored == ["a", "b", "c", "d"]


def test_a_turn_in_work_hears_that_nobody_waits(build):
    gate = Gate()
    pool = build(GatedWorker(gate))
    future = pool.submit(turns("wanted?"), LONG)
    gate.await_arrival()
    future.cancel()
    gate.open()
    gate.open()
    assert ids(pool.submit(turns("next"), LONG).result(30)) == ["next"]


def test_an_error_reaches_the_waiter_and_drops_the_rest_of_the_job(build):
    gate = Gate()
    worker = GatedWorker(gate)
    pool = build(worker)
    future = pool.submit(turns("boom", "never"), LONG)
    gate.open()
    with pytest.raises(ModelUnavailableError, match="failed"):
        future.result(30)
    gate.open()
    assert ids(pool.submit(turns("b"), LONG).result(30)) == ["b"]
    assert worker.scored == ["boom", "b"]


def test_an_error_of_one_job_leaves_another_alone(build):
    pool = build(GatedWorker(), GatedWorker())
    bad, good = pool.submit(turns("boom"), LONG), pool.submit(turns("a", "b"), LONG)
    with pytest.raises(ModelUnavailableError):
        bad.result(30)
    assert ids(good.result(30)) == ["a", "b"]


def test_a_worker_outlives_whatever_kills_a_turn(build):
    pool = build(GatedWorker())
    future = pool.submit(turns("die"), LONG)
    with pytest.raises(SystemExit):
        future.result(30)
    assert ids(pool.submit(turns("a"), LONG).result(30)) == ["a"]
    assert pool.in_use == 0


def test_a_deadline_ends_the_wait_while_every_worker_is_stuck(build):
    gate = Gate()
    worker = GatedWorker(gate)
    pool = build(worker)
    stuck = pool.submit(turns("a"), LONG)
    gate.await_arrival()
    late = pool.submit(turns("x", "y"), timedelta(0))
    with pytest.raises(DeadlineExceededError):
        late.result(30)
    assert pool.in_use == 1
    gate.open()
    assert ids(stuck.result(30)) == ["a"]
    assert worker.scored == ["a"]


def test_a_small_job_does_not_wait_behind_a_large_one(build):
    gate = Gate()
    worker = GatedWorker(gate)
    pool = build(worker, capacity=300)
    large = pool.submit(turns(*(f"L{number}" for number in range(256))), LONG)
    gate.await_arrival()
    small = pool.submit(turns("s"), LONG)
    gate.open(3)
    assert ids(small.result(30)) == ["s"]
    assert not large.done()
    assert worker.scored.index("s") <= 2
    gate.open(300)
    large.result(30)


def test_closing_fails_everybody_who_waits_and_later_callers(build):
    gate = Gate()
    pool = build(GatedWorker(gate))
    running = pool.submit(turns("a"), LONG)
    gate.await_arrival()
    waiting = pool.submit(turns("b"), LONG)
    closing = threading.Thread(target=pool.close)
    closing.start()
    for future in (running, waiting):
        with pytest.raises(ModelUnavailableError, match="shutting down"):
            future.result(30)
    gate.open()
    closing.join(30)
    with pytest.raises(ModelUnavailableError):
        pool.submit(turns("c"), LONG)


def test_embedding_keeps_order_and_shape_for_none_one_and_many(build):
    pool = build(GatedWorker(), GatedWorker(), capacity=40)
    assert pool.embed([]).shape == (0, DIMENSION)
    assert pool.embed(["abc"]).tolist() == [[3.0, 0.0]]
    texts = ["x" * number for number in range(100)]
    assert pool.embed(texts)[:, 0].tolist() == list(range(100))


def test_embedding_waits_for_room_only_until_its_deadline(build):
    gate = Gate()
    pool = build(GatedWorker(gate), capacity=1)
    held = pool.submit(turns("a"), LONG)
    gate.await_arrival()
    with pytest.raises(OverloadedError):
        pool.embed(["text"], timedelta(0))
    gate.open()
    held.result(30)
