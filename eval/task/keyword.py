"""Bare keywords: the one thing that must never depend on a model."""

from collections.abc import Sequence

import numpy as np

from copilot.training.dataset import Turn
from eval.prediction import Prediction
from eval.result import not_evaluated
from eval.task.base import RowTask, Statistics, share
from eval.task.opt_out import by_tier


class KeywordTask(RowTask):
    """Every opt-out keyword as people type it."""

    name = "keyword"
    about = "bare opt-out keywords that are stopped, and by which tier; what intent they are given is not asked"
    set_names = ("bare_keywords",)
    takes_any_rows = False

    def statistics(self, turns: Sequence[Turn], predictions: Sequence[Prediction]) -> Statistics:
        """Return the stops, and those of each tier."""
        if all(prediction.opts_out is None for prediction in predictions):
            return {"stopped": not_evaluated("this system stops nobody", n=len(turns))}
        stopped = np.array([bool(prediction.opts_out) for prediction in predictions], dtype=bool)
        return {"stopped": share(stopped), **by_tier(predictions, stopped, np.ones(len(turns), dtype=bool))}
