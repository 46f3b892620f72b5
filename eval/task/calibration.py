"""Whether "80 % sure" is right eight times in ten."""

from collections.abc import Mapping, Sequence
from typing import Any

from copilot.training.dataset import Turn
from copilot.training.metric import calibration_error
from eval.choice import NAMES_NONE, Choices, choices_of
from eval.metric.reliability import BINS, brier, reliability_bins
from eval.prediction import Prediction
from eval.result import Figure, not_evaluated
from eval.row_set import RowSet
from eval.task.base import RowTask, Statistic, Statistics


class CalibrationTask(RowTask):
    """The probability of the likeliest intent, as it is served first in ``top``."""

    name = "calibration"
    about = (
        f"P(best), the number served first, against whether that intent is the primary, on all rows: out of scope it "
        f"is never right, so a system must keep that chance back; ece over {BINS} bins of equal width, brier of the "
        "same number"
    )
    set_names = ("public_written", "public_real", "held_out_writers")

    def statistics(self, turns: Sequence[Turn], predictions: Sequence[Prediction]) -> Statistics:
        """Return the expected calibration error and the Brier score."""
        choices = _probable(turns, predictions)
        if isinstance(choices, Figure):
            return {"ece": choices, "brier": choices}
        p, right, n = choices.confidence, choices.right, len(turns)
        return {
            "ece": Statistic(
                compute=lambda rows: calibration_error(p[rows], right[rows], bins=BINS),
                n=n,
                lower_is_better=True,
                only_rises=True,
            ),
            "brier": Statistic(compute=lambda rows: brier(p[rows], right[rows]), n=n, lower_is_better=True),
        }

    def detail(self, rows: RowSet, predictions: Sequence[Prediction]) -> Mapping[str, Any]:
        """Return the reliability bins."""
        choices = _probable(rows.turns, predictions)
        if isinstance(choices, Figure):
            return {}
        return {"reliability": reliability_bins(choices.confidence, choices.right)}


def _probable(turns: Sequence[Turn], predictions: Sequence[Prediction]) -> Choices | Figure:
    choices = choices_of(turns, predictions)
    if choices is None:
        return not_evaluated(NAMES_NONE, n=len(turns))
    if not choices.has_probabilities:
        return not_evaluated("this system gives no probabilities", n=len(turns))
    return choices
