"""Choose thresholds for stated costs, and say what the choice is worth."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from copilot.domain.decision import Action
from copilot.errors import InvalidInputError
from copilot.routing.policy_model import Policy, Thresholds
from eval.decision.harm import Costs, Harm, harm_of
from eval.decision.row import DecisionRow
from eval.tune.case_table import TUNED, CaseTable, FloatArray
from eval.tune.curve import PER, Point, cost_curves
from eval.tune.resample import mean_interval
from eval.tune.search import WHOLE_SCORES, Search
from eval.tune.validate import HeldOut, cross_validate

Verdict = Literal["unchanged", "cheaper", "dearer", "not_significant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuned:
    """The choice, its price beside the present one's, and what that was computed on."""

    policy: Policy
    """What was started from."""
    thresholds: Thresholds
    """Chosen on all rows."""
    costs: Costs
    rows: int
    hot: int
    """Hot ones among them."""
    hot_share: float | None
    """Of the traffic that the costs are for, 0 … 1; None: as among the rows."""
    present_cost: float
    """Currency per 1,000 replies, by the present thresholds."""
    present_low: float
    present_high: float
    held_out_cost: float
    """By thresholds chosen without the row they decide."""
    difference: float
    """``held_out_cost - present_cost``; below 0 is cheaper."""
    low: float
    """Lower end of its 95 % interval, rows resampled in pairs."""
    high: float
    same_rows_cost: float
    """By the chosen thresholds on the rows they were chosen by: too good to be true, shown for comparison."""
    present_harms: dict[Harm, float]
    """Events on the rows."""
    held_out_harms: dict[Harm, float]
    """The same for the held-out decisions, mean over the repeats."""
    spread: dict[str, tuple[float, float]]
    """Threshold → lowest and highest value that a fold chose."""
    curves: dict[str, list[Point]]

    @property
    def changed(self) -> tuple[str, ...]:
        """Return the thresholds that move."""
        return tuple(n for n in TUNED if getattr(self.thresholds, n) != getattr(self.policy.thresholds, n))

    @property
    def verdict(self) -> Verdict:
        """Return what the held-out rows say."""
        if not self.changed:
            return "unchanged"
        if self.high < 0:
            return "cheaper"
        return "dearer" if self.low > 0 else "not_significant"


def choose(
    table: CaseTable,
    policy: Policy,
    costs: Costs,
    *,
    folds: int,
    seed: int,
    hot_share: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Tuned:
    """Search the thresholds on all rows, and price the search on held-out ones.

    Args:
        table: Every row in every case.
        policy: What to start from.
        costs: Of each harm.
        folds: Parts of a cross-validation.
        seed: Of folds and resampling.
        hot_share: Of the traffic, between 0 and 1; None: as among the rows.
        progress: Called with (searches done, searches in all).

    Raises:
        InvalidInputError: The share is none, or the rows say nothing: too few, no hot one, or only hot ones.
    """
    if hot_share is not None and not 0 < hot_share < 1:
        raise InvalidInputError("--hot-share must lie between 0 and 1, such as 0.05")
    _check_rows(table.rows, folds)
    base, rows = policy.thresholds, np.arange(len(table.rows))
    prices = table.costs(costs) * _weights(table.rows, hot_share)[:, np.newaxis]
    chosen = Search(table, prices, base).best(rows)
    held = cross_validate(table, prices, base, folds=folds, seed=seed, progress=progress)
    present = prices[rows, table.cases(base)]
    ends = mean_interval(np.stack([present, held.costs - present], axis=1), seed=seed)
    (present_low, low), (present_high, high) = (PER * end for end in ends)
    return Tuned(
        policy=policy,
        thresholds=chosen,
        costs=costs,
        rows=len(rows),
        hot=sum(row.is_hot for row in table.rows),
        hot_share=hot_share,
        present_cost=PER * float(present.mean()),
        present_low=float(present_low),
        present_high=float(present_high),
        held_out_cost=PER * float(held.costs.mean()),
        difference=PER * float((held.costs - present).mean()),
        low=float(low),
        high=float(high),
        same_rows_cost=PER * float(prices[rows, table.cases(chosen)].mean()),
        present_harms=_harms(table.rows, table.decided(base)),
        held_out_harms=_held_out_harms(table, held),
        spread={name: _range([getattr(t, name) for t in held.chosen]) for name in TUNED},
        curves=cost_curves(table, prices, chosen, base, values=WHOLE_SCORES.tolist(), seed=seed),
    )


_MIN_ROWS_A_FOLD: Final = 2


def _check_rows(rows: Sequence[DecisionRow], folds: int) -> None:
    least = _MIN_ROWS_A_FOLD * folds
    if len(rows) < least:
        raise InvalidInputError(f"{least} rows that are not disputed are the least for {folds} folds; got {len(rows)}")
    hot = sum(row.is_hot for row in rows)
    if hot == 0:
        raise InvalidInputError("no row is hot, so no threshold could be too high; label some with is_hot: true")
    if hot == len(rows):
        raise InvalidInputError("every row is hot, so no threshold could be too low; label ordinary replies too")


def _weights(rows: Sequence[DecisionRow], hot_share: float | None) -> FloatArray:
    """Return each row's weight (n,), mean 1, that gives hot rows their share of the traffic."""
    is_hot = np.array([row.is_hot for row in rows])
    present = is_hot.mean()
    share = present if hot_share is None else hot_share
    weights: FloatArray = np.where(is_hot, share / present, (1 - share) / (1 - present))
    return weights


def _harms(rows: Sequence[DecisionRow], actions: Sequence[Action]) -> dict[Harm, float]:
    counts = Counter(harm_of(row, action) for row, action in zip(rows, actions, strict=True))
    return {harm: float(counts[harm]) for harm in Harm}


def _held_out_harms(table: CaseTable, held: HeldOut) -> dict[Harm, float]:
    total = Counter[Harm]()
    for cases in held.cases:
        actions = [choices[case] for choices, case in zip(table.actions, cases, strict=True)]
        total.update(_harms(table.rows, actions))
    return {harm: total[harm] / len(held.cases) for harm in Harm}


def _range(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values)
