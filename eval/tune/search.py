"""Find the thresholds that cost least on given rows: exhaustive, over whole purchase scores."""

from typing import Final

import numpy as np

from copilot.routing.policy_model import Thresholds
from eval.tune.case_table import TUNED, CaseTable, FloatArray, IntArray

WHOLE_SCORES: Final = np.arange(0.0, 101.0)
"""Thresholds tried, besides those of the policy itself. A finer grid would tell apart what the rows cannot."""
_SAME: Final = 1e-6
"""Currency; sums of the same costs in another order differ by less."""


class Search:
    """Expected costs of every combination of thresholds, for any selection of rows."""

    def __init__(self, table: CaseTable, costs: FloatArray, base: Thresholds) -> None:
        """Sort the rows by score.

        Args:
            table: Every row in every case.
            costs: (n, 6) what they cost.
            base: The present thresholds.
        """
        self.base = base
        self._start = np.array([getattr(base, name) for name in TUNED])
        self.grid = np.union1d(WHOLE_SCORES, self._start)
        self._order = np.argsort(table.scores, kind="stable")
        self._scores = table.scores[self._order]
        self._costs = costs[self._order]

    def surface(self, selected: IntArray) -> FloatArray:
        """Return the summed cost of the selected rows for every (social, hot, strong) of the grid, (g, g, g).

        Infinite where ``purchase_hot`` would be above ``purchase_strong``. ``selected`` holds row numbers; a number
        given twice counts twice.
        """
        weights = np.bincount(selected, minlength=len(self._order))[self._order]
        # prefix[k, social, level]: cost of the k lowest-scored rows if all were in that case
        prefix = np.zeros((len(self._order) + 1, 2, 3))
        np.cumsum((self._costs * weights[:, np.newaxis]).reshape(-1, 2, 3), axis=0, out=prefix[1:])
        reached, missed = prefix[:, 1], prefix[:, 0] - prefix[:, 1]
        below = np.searchsorted(self._scores, self.grid, side="left")
        both = np.minimum(below[:, None], below[None, :])
        # Start with every row strong and social; each threshold then takes the rows below it one level down. What that
        # costs depends on ``social`` and one other threshold at a time, so two planes add up to the whole.
        start = reached[-1, 2] + missed[below, 2][:, None]
        by_hot = (reached[:, 0] - reached[:, 1])[below] + (missed[:, 0] - missed[:, 1])[both]
        by_strong = start + (reached[:, 1] - reached[:, 2])[below] + (missed[:, 1] - missed[:, 2])[both]
        total: FloatArray = by_hot[:, :, np.newaxis] + by_strong[:, np.newaxis, :]
        total[:, self.grid[:, np.newaxis] > self.grid[np.newaxis, :]] = np.inf
        return total

    def best(self, selected: IntArray) -> Thresholds:
        """Return the cheapest thresholds; of equals those nearest to the present ones: nothing moves for nothing."""
        surface = self.surface(selected)
        tied = np.argwhere(surface <= surface.min() + _SAME)
        nearest = tied[np.argmin(np.abs(self.grid[tied] - self._start).sum(axis=1))]
        return self.base.model_copy(update=dict(zip(TUNED, self.grid[nearest].tolist(), strict=True)))
