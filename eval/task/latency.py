"""How long a reply takes, beside how right it is; times depend on the machine, ratios far less."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from copilot.scoring.base import ReplyInput
from eval.bench import Bench
from eval.interval import Indices
from eval.result import Figure, TaskResult, not_evaluated
from eval.served import folder_of
from eval.system import System
from eval.task.base import Statistic, figure_of

Times = NDArray[np.float64]
"""Milliseconds (n,)."""

SHORT: Final = (
    "yes please send me all the details today, thanks",
    "how much is it for twelve users a month?",
    "not interested right now, maybe we talk next year",
    "can we please move our call to friday morning?",
    "who is this and what company are you with?",
    "is the blue one still in stock this week?",
    "my boss has to approve that first, sorry about that",
    "the app keeps crashing when i log in at work",
    "that is more than we can spend this year",
    "sounds good to me, so where do i sign?",
    "when does my order finally get here? been waiting",
    "we already use another tool for that kind of thing",
)
"""Replies of some twelve word pieces, the usual length of a text."""

_ROUNDS: Final = 5
"""Times each short reply is timed."""
_WARM: Final = 10
"""Replies read before the clock counts."""
_THREADS: Final = 2
_START_S: Final = 120.0

_FIRST_ANSWER: Final = """
import resource, sys
from pathlib import Path
from copilot.scoring.base import ReplyInput
from eval.system import ArtefactSystem
ArtefactSystem(Path(sys.argv[1])).predict([ReplyInput("how much is it?")])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
"""

_references: WeakKeyDictionary[Bench, System] = WeakKeyDictionary()
"""The first system of ours that was timed on a bench: later ones are timed against it, turn about."""


class LatencyTask:
    """Milliseconds a reply, throughput, memory and start of one system."""

    name = "latency"
    version = 1
    about = (
        "milliseconds for one reply in one thread, tokens to analysis, on some 12 word pieces and on real turns with "
        "context; replies a second in two threads; a fresh process's time to its first answer and its peak memory; "
        "and the ratio to the first system of ours, both timed turn about in this run"
    )
    set_names = ("public_real",)

    def measure(self, bench: Bench, system: System, set_name: str) -> TaskResult:
        """Return times of this machine, with bootstrap intervals over replies."""
        rows = bench.rows(set_name)
        folder = folder_of(system)
        if folder is None or rows.reason is not None:
            reason = rows.reason or "only systems that our service serves are timed: peers run in other ways"
            return TaskResult(figures={"short_p50_ms": not_evaluated(reason)})
        reference = _references.setdefault(bench, system)
        short = [ReplyInput(text) for text in SHORT] * _ROUNDS
        real = rows.inputs
        system.predict(real[:_WARM])
        own, others = time_turn_about(system, reference, short)
        real_ms = time_each(system, real)
        figures = {
            "short_p50_ms": _quantile(own, 0.5, bench),
            "short_p95_ms": _quantile(own, 0.95, bench),
            "real_p50_ms": _quantile(real_ms, 0.5, bench),
            "real_p95_ms": _quantile(real_ms, 0.95, bench),
            "replies_per_second": Figure(value=_throughput(system, [*short, *real]), n=len(short) + len(real)),
            **_first_answer(str(folder)),
        }
        if reference is not system:
            figures["times_first"] = figure_of(_ratio(own, others), bench)
        return TaskResult(figures=figures, detail={"times_first_of": reference.name})


def time_each(system: System, turns: Sequence[ReplyInput], *, now: Callable[[], float] = perf_counter) -> Times:
    """Return the milliseconds (n,) of each turn, read alone."""
    spent = np.zeros(len(turns))
    for i, turn in enumerate(turns):
        started = now()
        system.predict([turn])
        spent[i] = (now() - started) * 1e3
    return spent


def time_turn_about(
    system: System, reference: System, turns: Sequence[ReplyInput], *, now: Callable[[], float] = perf_counter
) -> tuple[Times, Times]:
    """Return the milliseconds of two systems that read each turn one after the other, so that both see one machine."""
    own, others = np.zeros(len(turns)), np.zeros(len(turns))
    for i, turn in enumerate(turns):
        if reference is not system:
            others[i] = time_each(reference, [turn], now=now)[0]
        own[i] = time_each(system, [turn], now=now)[0]
    return own, own if reference is system else others


def _quantile(times: Times, share: float, bench: Bench) -> Figure:
    return figure_of(Statistic(compute=lambda rows: float(np.quantile(times[rows], share)), n=len(times)), bench)


def _ratio(own: Times, others: Times) -> Statistic:
    def compute(rows: Indices) -> float:
        return float(np.median(own[rows]) / np.median(others[rows]))

    return Statistic(compute=compute, n=len(own), lower_is_better=True)


def _throughput(system: System, turns: Sequence[ReplyInput]) -> float:
    halves = [turns[start::_THREADS] for start in range(_THREADS)]
    started = perf_counter()
    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(system.predict, halves))
    return len(turns) / (perf_counter() - started)


def _first_answer(folder: str) -> dict[str, Figure]:
    """Return a fresh process's seconds from its start to its first answer, and its peak memory."""
    started = perf_counter()
    try:
        done = subprocess.run(
            [sys.executable, "-c", _FIRST_ANSWER, folder], capture_output=True, text=True, timeout=_START_S, check=True
        )
        spent = perf_counter() - started
        peak_mb = float(done.stdout) * (1 if sys.platform == "darwin" else 1024) / 1e6
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return {"first_answer_s": not_evaluated(f"a fresh process did not answer: {type(error).__name__}")}
    return {"first_answer_s": Figure(value=spent, n=1), "peak_memory_mb": Figure(value=peak_mb, n=1)}
