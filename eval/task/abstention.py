"""Silence: whether out-of-scope rows stand out, and what answering only the surer rows gains."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from copilot.training.dataset import Turn
from eval.choice import NAMES_NONE, Choices, choices_of
from eval.metric.abstaining import accuracy_at_coverage, area_under_risk, curve_points, recall_at_kept, risk_by_coverage
from eval.metric.ranking import auroc
from eval.prediction import Prediction
from eval.result import not_evaluated
from eval.row_set import RowSet
from eval.task.base import RowTask, Statistic, Statistics, share

KEPT: Final = 0.95
COVERAGE: Final = 0.90
_RULELESS: Final = "this system never abstains"


class AbstentionTask(RowTask):
    """How well a system knows what it should not answer."""

    name = "abstention"
    about = (
        "auroc: P(out of scope), or 1 − P(best) for a system without it, of rows out of scope against rows in scope; "
        "auroc_best: 1 − P(best) alone; oos_recall_at_95: rows out of scope found where 95 % of those in scope are "
        "kept; accuracy_at_90: accuracy on the surest 90 % of rows in scope, by P(best), and the risk–coverage curve "
        "and its area (aurc) over the same order; the rest at the shipped rule, right_among_answered with answered "
        "rows out of scope counted as wrong"
    )
    set_names = ("public_written", "public_real", "held_out_writers")

    def statistics(self, turns: Sequence[Turn], predictions: Sequence[Prediction]) -> Statistics:
        """Return what needs no rule, then what the system's own rule does."""
        choices = choices_of(turns, predictions)
        if choices is None:
            return {"auroc": not_evaluated(NAMES_NONE, n=len(turns))}
        return {**_ruleless(choices), **_at_own_rule(choices)}

    def detail(self, rows: RowSet, predictions: Sequence[Prediction]) -> Mapping[str, Any]:
        """Return the risk–coverage curve of the rows in scope."""
        choices = choices_of(rows.turns, predictions)
        if choices is None:
            return {}
        inside = choices.inside
        return {"risk_coverage": curve_points(risk_by_coverage(choices.confidence[inside], choices.right[inside]))}


def _ruleless(choices: Choices) -> Statistics:
    inside, n = choices.inside, len(choices.inside)
    outside, score, doubt = ~inside, choices.outside, -choices.confidence
    confidence, right = choices.confidence[inside], choices.right[inside]
    return {
        "auroc": Statistic(compute=lambda rows: auroc(score[rows], outside[rows]), n=n),
        "auroc_best": Statistic(compute=lambda rows: auroc(doubt[rows], outside[rows]), n=n),
        "oos_recall_at_95": Statistic(compute=lambda rows: recall_at_kept(score[rows], outside[rows], kept=KEPT), n=n),
        "accuracy_at_90": Statistic(
            compute=lambda rows: accuracy_at_coverage(confidence[rows], right[rows], coverage=COVERAGE), n=len(right)
        ),
        "aurc": Statistic(
            compute=lambda rows: area_under_risk(confidence[rows], right[rows]), n=len(right), lower_is_better=True
        ),
    }


def _at_own_rule(choices: Choices) -> Statistics:
    answered, inside = choices.answered, choices.inside
    if answered is None:
        names = ("in_scope_answered", "out_of_scope_abstained", "right_among_answered")
        return {name: not_evaluated(_RULELESS, n=len(inside)) for name in names}
    return {
        "in_scope_answered": share(answered[inside]),
        "out_of_scope_abstained": share(~answered[~inside]),
        "right_among_answered": share(choices.right[answered], is_comparable=False),
    }
