"""What the policy does with each row in every case that its purchase thresholds can make.

A rule compares the purchase score with a threshold and uses nothing else of it. So a row has six cases, whatever the
thresholds are: below ``social_purchase`` or not, times below ``purchase_hot``, between, or from ``purchase_strong`` on.
Each case is decided once, by the real policy code; the search then only looks up.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copilot.domain.analysis import Analysis
from copilot.domain.decision import Action
from copilot.routing.decide import decide
from copilot.routing.policy_model import Policy, Thresholds
from eval.decision.harm import Costs, cost_of, harm_of
from eval.decision.row import DecisionRow
from eval.decision.simulate import context_of

TUNED: Final = ("social_purchase", "purchase_hot", "purchase_strong")
"""The thresholds that are searched, in the order of the axes. ``auto_send`` is a law of another kind and stays."""
CASES: Final = 6
_MOST: Final = 100.0
"""Highest purchase score and threshold."""

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class CaseTable:
    """Rows with their scores and what follows in each case."""

    rows: tuple[DecisionRow, ...]
    scores: FloatArray
    """(n,) purchase score 0 … 100; infinite where nobody judged it, and then no threshold matters."""
    actions: tuple[tuple[Action, ...], ...]
    """(n, 6): ``case_of`` gives the column."""

    def cases(self, thresholds: Thresholds) -> IntArray:
        """Return each row's case (n,)."""
        return (
            case_of(
                is_social=self.scores >= thresholds.social_purchase,
                is_hot=self.scores >= thresholds.purchase_hot,
                is_strong=self.scores >= thresholds.purchase_strong,
            )
            .astype(np.intp)
            .reshape(-1)
        )

    def decided(self, thresholds: Thresholds) -> list[Action]:
        """Return each row's action."""
        return [actions[case] for actions, case in zip(self.actions, self.cases(thresholds), strict=True)]

    def costs(self, costs: Costs) -> FloatArray:
        """Return what each case of each row costs (n, 6)."""
        prices = [
            [cost_of(harm_of(row, a), costs) for a in acts] for row, acts in zip(self.rows, self.actions, strict=True)
        ]
        return np.array(prices, dtype=np.float64).reshape(len(self.rows), CASES)


def case_of(*, is_social: NDArray[np.bool_], is_hot: NDArray[np.bool_], is_strong: NDArray[np.bool_]) -> IntArray:
    """Return the column 0 … 5 of each row."""
    return 3 * is_social.astype(np.intp) + is_hot.astype(np.intp) + is_strong.astype(np.intp)


def with_thresholds(policy: Policy, thresholds: Thresholds) -> Policy:
    """Return the policy with other thresholds."""
    return policy.model_copy(update={"thresholds": thresholds})


def build_case_table(
    rows: Sequence[DecisionRow],
    analyses: Sequence[Analysis],
    policy: Policy,
    progress: Callable[[int, int], None] | None = None,
) -> CaseTable:
    """Decide every row in each of its cases.

    Args:
        rows: Labelled turns.
        analyses: One for each, in order.
        policy: Everything but the three thresholds.
        progress: Called with (rows done, rows in all).
    """
    scores, actions = [], []
    for done, (row, analysis) in enumerate(zip(rows, analyses, strict=True), start=1):
        score = math.inf if analysis.purchase is None else analysis.purchase.score
        context = context_of(row, analysis)
        actions.append(tuple(decide(context, with_thresholds(policy, t)).action for t in _cases(score, policy)))
        scores.append(score)
        if progress is not None:
            progress(done, len(rows))
    return CaseTable(tuple(rows), np.array(scores, dtype=np.float64), tuple(actions))


def _cases(score: float, policy: Policy) -> list[Thresholds]:
    """Return thresholds that put a score into each case, in column order."""
    reached = min(score, _MOST)
    # A score of 100 reaches every threshold: its other cases are never looked up.
    missed = min(math.nextafter(reached, math.inf), _MOST)
    levels = ((missed, missed), (reached, missed), (reached, reached))
    return [
        policy.thresholds.model_copy(update=dict(zip(TUNED, (social, hot, strong), strict=True)))
        for social in (missed, reached)
        for hot, strong in levels
    ]
