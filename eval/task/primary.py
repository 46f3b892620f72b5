"""The primary intent, choosing among the 31, answered or not."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from copilot.training.dataset import Turn
from copilot.training.metric import mean_f1
from eval.choice import INTENTS, NAMES_NONE, Choices, choices_of
from eval.metric.labelling import confusion
from eval.prediction import Prediction
from eval.result import not_evaluated
from eval.row_set import RowSet
from eval.task.base import RowTask, Statistic, Statistics, share

_SHOWN: Final = 25
"""Worst errors listed."""
_NONE_NAMED: Final = "(none)"


class PrimaryTask(RowTask):
    """Likeliest intent against the primary label."""

    name = "primary"
    about = (
        "the likeliest of 31 intents on rows in scope, answered or not; another primary that a reader chose counts as "
        "right"
    )
    set_names = ("public_written", "public_real", "held_out_writers")

    def statistics(self, turns: Sequence[Turn], predictions: Sequence[Prediction]) -> Statistics:
        """Return macro-F1, accuracy and the share whose primary is among the first three."""
        choices = choices_of(turns, predictions)
        if choices is None:
            return {"macro_f1": not_evaluated(NAMES_NONE)}
        inside = choices.inside
        truth, best = choices.truth[inside], choices.best[inside]
        return {
            "macro_f1": Statistic(
                compute=lambda rows: mean_f1(truth[rows], best[rows], len(INTENTS)), n=int(inside.sum())
            ),
            "accuracy": share(choices.right[inside]),
            "top_3": share(choices.in_top[inside]),
        }

    def detail(self, rows: RowSet, predictions: Sequence[Prediction]) -> Mapping[str, Any]:
        """Return the confusion of primaries and the errors made with the most confidence."""
        choices = choices_of(rows.turns, predictions)
        if choices is None:
            return {}
        inside = choices.inside
        counts = confusion(choices.truth[inside], choices.best[inside], len(INTENTS) + 1)
        labels = [*INTENTS, _NONE_NAMED]
        used = np.flatnonzero(counts.sum(axis=0) + counts.sum(axis=1))
        return {
            "confusion": {
                "labels": [labels[i] for i in used],
                "matrix": counts[np.ix_(used, used)].tolist(),
            },
            "worst": worst_of(rows, choices),
        }


def worst_of(rows: RowSet, choices: Choices) -> list[dict[str, Any]]:
    """Return the wrong rows in scope to which a wrong intent got the highest numbers, highest first."""
    wrong = np.flatnonzero(choices.inside & ~choices.right)
    falling = wrong[np.argsort(-choices.confidence[wrong], kind="stable")][:_SHOWN]
    labels = [*INTENTS, _NONE_NAMED]
    return [
        {
            "id": rows.turns[i].id,
            "context": rows.turns[i].context if rows.may_quote else None,
            "text": rows.turns[i].text if rows.may_quote else None,
            "truth": rows.turns[i].primary,
            "given": labels[choices.best[i]],
            "probability": float(choices.confidence[i]),
        }
        for i in falling
    ]
