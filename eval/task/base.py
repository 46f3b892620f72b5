"""What a task is: a version, the sets it reads, and how it turns one system's predictions into figures."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from copilot.training.dataset import Turn
from eval.bench import Bench
from eval.interval import Indices, bootstrap, bootstrap_around, proportion
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """A figure before its interval: a function of rows, so that it can be resampled and paired."""

    compute: Callable[[Indices], float]
    """Row numbers, with repeats → value; NaN where those rows cannot say."""
    n: int
    """Rows, chosen by their labels alone: two systems' statistics of one name are computed on the same rows."""
    hits: NDArray[np.bool_] | None = None
    """(n,) where it is a share of hits: then its interval is exact."""
    lower_is_better: bool = False
    only_rises: bool = False
    """Noise can only raise it (a calibration error), so its interval is moved onto its value."""


Statistics = Mapping[str, Statistic | Figure]
"""By metric; a ``Figure`` where there is nothing to resample, such as one that was not evaluated."""


def share(hits: NDArray[np.bool_], *, lower_is_better: bool = False) -> Statistic:
    """Return the statistic "share of hits" of rows (n,)."""
    return Statistic(
        compute=lambda rows: float(hits[rows].mean()) if len(rows) else float("nan"),
        n=len(hits),
        hits=hits,
        lower_is_better=lower_is_better,
    )


def figure_of(statistic: Statistic | Figure, bench: Bench) -> Figure:
    """Return a statistic's value on all rows with its interval."""
    if isinstance(statistic, Figure):
        return statistic
    if statistic.hits is not None:
        return proportion(int(statistic.hits.sum()), statistic.n)
    value = statistic.compute(np.arange(statistic.n, dtype=np.intp)) if statistic.n else float("nan")
    if not np.isfinite(value):
        return not_evaluated("these rows do not hold what it compares", n=statistic.n)
    if statistic.only_rises:
        low, high = bootstrap_around(value, statistic.compute, statistic.n, resamples=bench.resamples, seed=bench.seed)
    else:
        low, high = bootstrap(statistic.compute, statistic.n, resamples=bench.resamples, seed=bench.seed)
    return Figure(value=value, low=low, high=high, n=statistic.n)


class RowTask(ABC):
    """A task whose figures are statistics of one set's predictions; what most tasks are."""

    name: str
    version: int = 1
    about: str
    set_names: tuple[str, ...]

    @abstractmethod
    def statistics(self, turns: Sequence[Turn], predictions: Sequence[Prediction]) -> Statistics:
        """Return every figure of a set as a statistic."""

    def detail(self, rows: RowSet, predictions: Sequence[Prediction]) -> Mapping[str, Any]:
        """Return what a report draws beside the figures."""
        return {}

    def predictions(self, bench: Bench, system: System, set_name: str) -> Sequence[Prediction]:
        """Return what is measured: the system's predictions on the set."""
        return bench.predict(system, set_name)

    def measure(self, bench: Bench, system: System, set_name: str) -> TaskResult:
        """Return one system's figures on one set."""
        rows = bench.rows(set_name)
        predictions = self.predictions(bench, system, set_name)
        statistics = self.statistics(rows.turns, predictions)
        return TaskResult(
            figures={metric: figure_of(statistic, bench) for metric, statistic in statistics.items()},
            detail=self.detail(rows, predictions),
        )
