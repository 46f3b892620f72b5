"""Two systems on the same rows: what differs, and whether chance would do as much."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from eval.bench import Bench
from eval.held_out import learnt_from
from eval.interval import paired
from eval.system import System
from eval.task.base import RowTask, Statistic, Statistics, Task, set_names_of

ComparisonVerdict = Literal["better", "worse", "no difference shown"]
Metric = tuple[str, str]
"""(task, metric)."""

HEADLINES: Final[tuple[Metric, ...]] = (
    ("primary", "macro_f1"),
    ("multi_label", "micro_f1"),
    ("abstention", "auroc"),
    ("opt_out", "stopped"),
    ("purchase", "auroc_strong"),
)
"""What systems are compared by. Few on purpose: of forty comparisons of equals, one would look worse by chance."""

BESIDE_PEERS: Final[tuple[Metric, ...]] = tuple(metric for metric in HEADLINES if metric != ("opt_out", "stopped"))
"""Against peers without stops: one that stops everybody would win, so floors judge ours on both errors instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A paired difference: ``system`` − ``against`` on the same rows."""

    task: str
    set_name: str
    metric: str
    system: str
    against: str
    value: float
    """Of ``system``."""
    difference: float
    low: float
    high: float
    """Ends of the 95 % interval, both systems computed on the same resampled rows."""
    n: int
    lower_is_better: bool = False

    @property
    def verdict(self) -> ComparisonVerdict:
        """Return "better" or "worse" only where the interval leaves zero out."""
        low, high = (-self.high, -self.low) if self.lower_is_better else (self.low, self.high)
        if low > 0:
            return "better"
        return "worse" if high < 0 else "no difference shown"


def compare_systems(
    bench: Bench,
    system: System,
    against: System,
    *,
    tasks: Iterable[Task],
    set_names: Collection[str] | None = None,
    own_sets: Sequence[str] = (),
    metrics: Sequence[Metric] | None = HEADLINES,
) -> list[Comparison]:
    """Return the paired differences of two systems, on every set that neither learnt from.

    Args:
        bench: The rows and predictions.
        system: Whose gain is asked for.
        against: What it is compared with.
        tasks: Those that compute their figures from rows can be compared; the others are left out.
        set_names: Only these sets.
        own_sets: An evaluator's sets, beside those of the tasks.
        metrics: Only these; every one when ``None``.
    """
    found = []
    for task in tasks:
        if not isinstance(task, RowTask):
            continue
        for set_name in set_names_of(task, only=set_names, own=own_sets):
            rows = bench.rows(set_name)
            if rows.reason is None and not learnt_from(system, rows) and not learnt_from(against, rows):
                found += _compare_on(bench, task, set_name, system, against, metrics)
    return found


def _compare_on(
    bench: Bench, task: RowTask, set_name: str, system: System, against: System, metrics: Sequence[Metric] | None
) -> list[Comparison]:
    ours, theirs = _statistics(bench, task, system, set_name), _statistics(bench, task, against, set_name)
    found = []
    for metric, mine in ours.items():
        other = theirs.get(metric)
        if not isinstance(mine, Statistic) or not isinstance(other, Statistic) or not mine.is_comparable or not mine.n:
            continue
        if metrics is not None and (task.name, metric) not in metrics:
            continue
        difference, low, high = paired(mine.compute, other.compute, mine.n, resamples=bench.resamples, seed=bench.seed)
        found.append(
            Comparison(
                task=task.name,
                set_name=set_name,
                metric=metric,
                system=system.name,
                against=against.name,
                value=mine.on_all_rows(),
                difference=difference,
                low=low,
                high=high,
                n=mine.n,
                lower_is_better=mine.lower_is_better,
            )
        )
    return [comparison for comparison in found if math.isfinite(comparison.difference)]


def _statistics(bench: Bench, task: RowTask, system: System, set_name: str) -> Statistics:
    rows, predictions = task.judged(bench, system, set_name)
    return task.statistics(rows.turns, predictions) if rows.turns else {}
