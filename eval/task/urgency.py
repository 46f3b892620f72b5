"""Urgency: whether what cannot wait stands out."""

from collections.abc import Sequence

from copilot.domain.label import Urgency
from copilot.training.dataset import Turn
from eval.metric.ranking import auroc
from eval.prediction import Prediction
from eval.result import Figure
from eval.task.base import RowTask, Statistic, Statistics
from eval.tone import tone_of


class UrgencyTask(RowTask):
    """Three labels: none, soon, now."""

    name = "urgency"
    about = "auroc: 1 − P(none) of rows that are urgent now or soon against the others; macro_f1 over the three labels"
    set_names = ("public_written", "public_real", "held_out_writers")
    needs_intents = False

    def statistics(self, turns: Sequence[Turn], predictions: Sequence[Prediction]) -> Statistics:
        """Return how well urgent rows are ranked, and the F1 of the labels."""
        tone = tone_of("urgency", turns, predictions)
        if isinstance(tone, Figure):
            return {"auroc": tone}
        calm = tone.probability[:, tone.labels.index(Urgency.NONE.value)]
        urgent = ~tone.is_truth(Urgency.NONE.value)
        return {
            "auroc": Statistic(compute=lambda rows: auroc(-calm[rows], urgent[rows]), n=len(urgent)),
            "macro_f1": tone.macro_f1(),
        }
