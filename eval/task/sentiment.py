"""Sentiment: the feeling a customer expresses."""

from collections.abc import Sequence

from copilot.training.dataset import Turn
from eval.prediction import Prediction
from eval.result import Figure
from eval.task.base import RowTask, Statistics
from eval.tone import tone_of


class SentimentTask(RowTask):
    """Three labels: negative, neutral, positive."""

    name = "sentiment"
    about = "mean F1 over negative, neutral and positive, on the rows where it was judged"
    set_names = ("public_written", "public_real", "held_out_writers")
    needs_intents = False

    def statistics(self, turns: Sequence[Turn], predictions: Sequence[Prediction]) -> Statistics:
        """Return the F1 of the labels."""
        tone = tone_of("sentiment", turns, predictions)
        return {"macro_f1": tone if isinstance(tone, Figure) else tone.macro_f1()}
