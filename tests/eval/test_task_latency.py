"""Times come from one clock, turn about; nothing here waits for a real one."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from copilot.scoring.base import ReplyInput
from copilot.scoring.tokens import TurnTokenizer
from eval.prediction import Prediction
from eval.task.latency import SHORT, LatencyTask, time_each, time_turn_about
from tests.eval.builders import bench_of, sure, turn

ROOT = Path(__file__).parents[2]


class Clock:
    """Seconds that only systems spend."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class SlowSystem:
    """Spends a fixed time on every turn, and logs that it was asked."""

    def __init__(self, name: str, clock: Clock, ms: float, log: list[str]) -> None:
        self.name = name
        self._clock, self._ms, self._log = clock, ms, log

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        self._clock.now += self._ms / 1e3 * len(turns)
        self._log.append(self.name)
        return [sure("gratitude") for _ in turns]


def test_each_turn_is_timed_alone() -> None:
    clock = Clock()
    system = SlowSystem("a", clock, 4.0, log := [])
    times = time_each(system, [ReplyInput("a"), ReplyInput("b")], now=clock)
    assert np.allclose(times, [4.0, 4.0])
    assert log == ["a", "a"]


def test_two_systems_are_timed_turn_about() -> None:
    clock = Clock()
    log: list[str] = []
    fast, slow = SlowSystem("fast", clock, 2.0, log), SlowSystem("slow", clock, 18.0, log)
    own, others = time_turn_about(slow, fast, [ReplyInput("a"), ReplyInput("b")], now=clock)
    assert np.allclose(own / others, 9.0)
    assert log == ["fast", "slow", "fast", "slow"]


def test_a_system_that_is_its_own_reference_is_timed_once() -> None:
    clock = Clock()
    log: list[str] = []
    system = SlowSystem("a", clock, 2.0, log)
    own, others = time_turn_about(system, system, [ReplyInput("a")], now=clock)
    assert own is others
    assert log == ["a"]


def test_a_peer_is_not_timed() -> None:
    system = SlowSystem("peer", Clock(), 1.0, [])
    figures = LatencyTask().measure(bench_of([turn("thanks")]), system, "mine").figures
    assert figures["short_p50_ms"].value is None
    assert figures["short_p50_ms"].reason is not None


def test_short_replies_are_about_twelve_word_pieces() -> None:
    tokenizer = TurnTokenizer(ROOT / "models" / "reply-scorer-small" / "tokenizer.json")

    def lengths() -> Iterator[int]:
        for text in SHORT:
            yield len(tokenizer.read_turn(text, None)[0])

    assert all(9 <= length <= 14 for length in lengths())
    assert 11 <= np.mean(list(lengths())) <= 12.5
