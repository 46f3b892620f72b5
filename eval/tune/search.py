"""Find the thresholds that cost least on given rows: exhaustive, over whole purchase scores."""

from typing import Final

import numpy as np

from copilot.routing.policy_model import Thresholds
from eval.tune.case_table import CASES, TUNED, CaseTable, FloatArray, IntArray

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
        # prefix[k, c]: cost of the k lowest-scored rows if all were in case c
        prefix = np.zeros((len(self._order) + 1, CASES))
        np.cumsum(self._costs * weights[:, np.newaxis], axis=0, out=prefix[1:])
        grid, n = self.grid, len(self._order)
        below = np.searchsorted(self._scores, grid, side="left")
        social, hot, strong = below[:, None, None], below[None, :, None], below[None, None, :]
        total = np.zeros((len(grid),) * 3)
        for case in range(CASES):
            is_social, level = divmod(case, 3)
            low = np.maximum(social if is_social else 0, (0, hot, strong)[level])
            high = np.minimum(n if is_social else social, (hot, strong, n)[level])
            column = prefix[:, case]
            total += column[np.maximum(high, low)] - column[low]
        total[:, grid[:, None] > grid[None, :]] = np.inf
        return total

    def best(self, selected: IntArray) -> Thresholds:
        """Return the cheapest thresholds; of equals those nearest to the present ones: nothing moves for nothing."""
        surface = self.surface(selected)
        tied = np.argwhere(surface <= surface.min() + _SAME)
        nearest = tied[np.argmin(np.abs(self.grid[tied] - self._start).sum(axis=1))]
        return self.base.model_copy(update=dict(zip(TUNED, self.grid[nearest].tolist(), strict=True)))
