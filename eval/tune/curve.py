"""How the expected cost moves with one threshold while the others stay."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from copilot.routing.policy_model import Thresholds
from eval.tune.case_table import TUNED, CaseTable, FloatArray
from eval.tune.resample import mean_interval

PER = 1000
"""Replies that a cost is stated for."""


@dataclass(frozen=True, slots=True)
class Point:
    """One threshold's value and what it costs, on the rows it was chosen by."""

    value: float
    """Purchase score."""
    cost: float
    """Currency per 1,000 replies."""
    difference: float
    """To the present thresholds, currency per 1,000 replies; below 0 is cheaper."""
    low: float
    """Lower end of the difference's 95 % interval."""
    high: float


def cost_curves(
    table: CaseTable, costs: FloatArray, chosen: Thresholds, base: Thresholds, *, values: Iterable[float], seed: int
) -> dict[str, list[Point]]:
    """Return a curve for each threshold; the present and the chosen value are among its points.

    Values that would put ``purchase_hot`` above ``purchase_strong`` are left out.
    """
    rows = np.arange(len(table.rows))
    present = costs[rows, table.cases(base)]
    spread = sorted(set(values))
    curves = {}
    for name in TUNED:
        moved = [
            chosen.model_copy(update={name: value})
            for value in sorted({*spread, getattr(chosen, name), getattr(base, name)})
        ]
        allowed = [thresholds for thresholds in moved if thresholds.purchase_hot <= thresholds.purchase_strong]
        spent = np.stack([costs[rows, table.cases(thresholds)] for thresholds in allowed], axis=1)
        differences = spent - present[:, np.newaxis]
        low, high = mean_interval(differences, seed=seed)
        curves[name] = [
            Point(getattr(thresholds, name), *(PER * float(number) for number in numbers))
            for thresholds, *numbers in zip(
                allowed, spent.mean(axis=0), differences.mean(axis=0), low, high, strict=True
            )
        ]
    return curves
