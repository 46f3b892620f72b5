"""What a task is: a version, the sets it reads, and how it turns one system's predictions into figures."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from copilot.training.dataset import Turn
from eval.bench import Bench
from eval.interval import Indices, bootstrap, bootstrap_around, paired, proportion
from eval.prediction import Prediction
from eval.result import Figure, TaskResult, not_evaluated
from eval.row_set import RowSet
from eval.system import System


class Task(Protocol):
    """One thing that is measured."""

    @property
    def name(self) -> str:
        """Return its name, a word of the report."""
        ...

    @property
    def version(self) -> int:
        """Return its version; figures of different versions are not compared."""
        ...

    @property
    def about(self) -> str:
        """Return one sentence: what its figures mean."""
        ...

    @property
    def set_names(self) -> tuple[str, ...]:
        """Return the sets it is measured on."""
        ...

    def measure(self, bench: Bench, system: System, set_name: str) -> TaskResult:
        """Return one system's figures on one set."""
        ...


def set_names_of(task: Task, *, only: Collection[str] | None = None, own: Sequence[str] = ()) -> list[str]:
    """Return the sets that a task is measured on.

    Args:
        task: The task.
        only: Of its sets these; all when ``None``.
        own: An evaluator's sets, for a task that takes any rows.
    """
    names = dict.fromkeys([*task.set_names, *(own if getattr(task, "takes_any_rows", False) else ())])
    return [name for name in names if only is None or name in only]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """A figure before its interval: a function of rows, so that it can be resampled and paired."""

    compute: Callable[[Indices], float]
    """Row numbers, with repeats → value; NaN where those rows cannot say."""
    n: int
    """Rows; chosen by their labels alone, two systems' statistics of one name are computed on the same ones."""
    hits: NDArray[np.bool_] | None = None
    """(n,) where it is a share of hits: then its interval is exact."""
    lower_is_better: bool = False
    only_rises: bool = False
    """Noise can only raise it (a calibration error), so its interval is moved onto its value."""
    is_comparable: bool = True
    """False where the system's own answers choose the rows, so that another's figure is of other rows."""

    def on_all_rows(self) -> float:
        """Return its value on each row once; NaN without rows."""
        return self.compute(np.arange(self.n, dtype=np.intp)) if self.n else float("nan")


Statistics = Mapping[str, Statistic | Figure]
"""By metric; a ``Figure`` where there is nothing to resample, such as one that was not evaluated."""


def share(hits: NDArray[np.bool_], *, lower_is_better: bool = False, is_comparable: bool = True) -> Statistic:
    """Return the statistic "share of hits" of rows (n,)."""
    return Statistic(
        compute=lambda rows: float(hits[rows].mean()) if len(rows) else float("nan"),
        n=len(hits),
        hits=hits,
        lower_is_better=lower_is_better,
        is_comparable=is_comparable,
    )


def figure_of(statistic: Statistic | Figure, bench: Bench) -> Figure:
    """Return a statistic's value on all rows with its interval."""
    if isinstance(statistic, Figure):
        return statistic
    if statistic.hits is not None:
        return proportion(int(statistic.hits.sum()), statistic.n)
    value = statistic.on_all_rows()
    if not np.isfinite(value):
        return not_evaluated("these rows do not hold what it compares", n=statistic.n)
    if statistic.only_rises:
        low, high = bootstrap_around(value, statistic.compute, statistic.n, resamples=bench.resamples, seed=bench.seed)
    else:
        low, high = bootstrap(statistic.compute, statistic.n, resamples=bench.resamples, seed=bench.seed)
    return Figure(value=value, low=low, high=high, n=statistic.n)


def difference_of(left: Statistic, right: Statistic, bench: Bench) -> Figure:
    """Return left − right of the same rows, with the interval of the pairs."""
    value, low, high = paired(left.compute, right.compute, left.n, resamples=bench.resamples, seed=bench.seed)
    return Figure(value=value, low=low, high=high, n=left.n)


class RowTask(ABC):
    """A task whose figures are statistics of one set's predictions; what most tasks are."""

    name: str
    version: int = 1
    about: str
    set_names: tuple[str, ...]
    needs_intents: bool = True
    """Whether it only reads rows whose intents somebody judged."""
    takes_any_rows: bool = True
    """Whether an evaluator's own rows can be measured too."""

    @abstractmethod
    def statistics(self, turns: Sequence[Turn], predictions: Sequence[Prediction]) -> Statistics:
        """Return every figure of a set as a statistic."""

    def detail(self, rows: RowSet, predictions: Sequence[Prediction]) -> Mapping[str, Any]:
        """Return what a report draws beside the figures."""
        return {}

    def predictions(self, bench: Bench, system: System, set_name: str) -> Sequence[Prediction]:
        """Return what is measured: the system's predictions on the whole set."""
        return bench.predict(system, set_name)

    def judged(self, bench: Bench, system: System, set_name: str) -> tuple[RowSet, Sequence[Prediction]]:
        """Return the rows it reads, with the system's predictions on them."""
        rows = bench.rows(set_name)
        pairs = zip(rows.turns, self.predictions(bench, system, set_name), strict=True)
        kept = [(turn, answer) for turn, answer in pairs if turn.intents is not None or not self.needs_intents]
        return replace(rows, turns=tuple(turn for turn, _ in kept)), [answer for _, answer in kept]

    def measure(self, bench: Bench, system: System, set_name: str) -> TaskResult:
        """Return one system's figures on one set."""
        rows, predictions = self.judged(bench, system, set_name)
        if not rows.turns:
            return TaskResult(figures={self.name: not_evaluated("nobody judged these rows for it")})
        statistics = self.statistics(rows.turns, predictions)
        return TaskResult(
            figures={metric: figure_of(statistic, bench) for metric, statistic in statistics.items()},
            detail=self.detail(rows, predictions),
        )
