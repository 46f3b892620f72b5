"""What the choice is worth on rows it was not chosen by: repeated cross-validation of the whole search."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from copilot.routing.policy_model import Thresholds
from eval.decision.row import DecisionRow
from eval.tune.case_table import CaseTable, FloatArray, IntArray
from eval.tune.search import Search

REPEATS: Final = 4
"""Partitions averaged over, so that the figure hangs less on one of them."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Each row as decided by thresholds that were chosen without it."""

    costs: FloatArray
    """(n,) mean over the repeats."""
    cases: IntArray
    """(repeats, n) columns of the case table."""
    chosen: tuple[Thresholds, ...]
    """What each fold chose: how far they spread says how firm the choice is."""


def cross_validate(
    table: CaseTable,
    costs: FloatArray,
    base: Thresholds,
    *,
    folds: int,
    seed: int,
    repeats: int = REPEATS,
    progress: Callable[[int, int], None] | None = None,
) -> HeldOut:
    """Choose on all folds but one and decide that one, for each fold of each repeat.

    Args:
        table: Every row in every case.
        costs: (n, 6) what they cost.
        base: Where ties go.
        folds: Parts of a partition, at least 2.
        seed: Of the partitions.
        repeats: Partitions.
        progress: Called with (searches done, searches in all).
    """
    search = Search(table, costs, base)
    rows = np.arange(len(table.rows))
    cases = np.zeros((repeats, len(rows)), dtype=np.intp)
    chosen = []
    for repeat in range(repeats):
        fold_of = _folds(table.rows, folds, np.random.default_rng((seed, repeat)))
        for fold in range(folds):
            thresholds = search.best(rows[fold_of != fold])
            held = fold_of == fold
            cases[repeat, held] = table.cases(thresholds)[held]
            chosen.append(thresholds)
            if progress is not None:
                progress(len(chosen), repeats * folds)
    return HeldOut(costs[rows, cases].mean(axis=0), cases, tuple(chosen))


def _folds(rows: Sequence[DecisionRow], folds: int, rng: np.random.Generator) -> IntArray:
    """Return each row's fold; the same words in the same stage stay together, hot rows are spread evenly."""
    groups: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(rows):
        groups.setdefault(((row.context or "").casefold(), row.text.casefold()), []).append(number)
    numbers = list(groups.values())
    fold_of = np.zeros(len(rows), dtype=np.intp)
    place = 0
    for is_hot in (True, False):
        alike = [group for group in numbers if any(rows[i].is_hot for i in group) is is_hot]
        for index in rng.permutation(len(alike)):
            fold_of[alike[index]] = place % folds
            place += 1
    return fold_of
