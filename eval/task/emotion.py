"""Emotion: the strongest one in a reply, usually none."""

from collections.abc import Sequence

from copilot.training.dataset import Turn
from eval.prediction import Prediction
from eval.result import Figure
from eval.task.base import RowTask, Statistics, share
from eval.tone import tone_of


class EmotionTask(RowTask):
    """Eight labels, most rows none."""

    name = "emotion"
    about = "mean F1 over the emotions that occur, and accuracy, on the rows where it was judged"
    set_names = ("public_written", "public_real", "held_out_writers")
    needs_intents = False

    def statistics(self, turns: Sequence[Turn], predictions: Sequence[Prediction]) -> Statistics:
        """Return the F1 of the labels, which rare ones dominate, and the accuracy, which "none" dominates."""
        tone = tone_of("emotion", turns, predictions)
        if isinstance(tone, Figure):
            return {"macro_f1": tone}
        return {"macro_f1": tone.macro_f1(), "accuracy": share(tone.chosen == tone.truth)}
