"""Every intent that is reported, against every intent of the label."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from copilot.training.dataset import Turn
from eval.choice import INTENTS
from eval.metric.labelling import LabelCounts
from eval.prediction import Prediction
from eval.result import not_evaluated
from eval.task.base import RowTask, Statistic, Statistics


class MultiLabelTask(RowTask):
    """The intent lists as served."""

    name = "multi_label"
    about = (
        "the list of intents as reported, on all rows: nothing is right out of scope, and a row that accepts another "
        "primary is still measured by its own list"
    )
    set_names = ("public_written", "public_real", "held_out_writers")

    def statistics(self, turns: Sequence[Turn], predictions: Sequence[Prediction]) -> Statistics:
        """Return micro-F1 and macro-F1; a row without an answer, where others have one, counts as an empty list."""
        if all(prediction.intents is None for prediction in predictions):
            return {"micro_f1": not_evaluated("this system does not list intents", n=len(turns))}
        counts = LabelCounts.of(
            _matrix([turn.intents or () for turn in turns]), _matrix([p.intents or () for p in predictions])
        )
        return {
            "micro_f1": Statistic(compute=counts.micro_f1, n=len(turns)),
            "macro_f1": Statistic(compute=counts.macro_f1, n=len(turns)),
        }


def _matrix(lists: Sequence[Sequence[str]]) -> NDArray[np.bool_]:
    return np.array([[intent in listed for intent in INTENTS] for listed in lists], dtype=bool)
