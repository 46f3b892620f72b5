"""The purchase signal: whether those who would buy come first."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from copilot.domain.label import PURCHASE_VALUE, PurchaseSignal
from copilot.training.dataset import Turn
from eval.metric.ranking import auroc, precision_at_top, spearman
from eval.prediction import Prediction
from eval.result import Figure
from eval.task.base import RowTask, Statistic, Statistics
from eval.tone import tone_of

_TENTH: Final = 0.1
_STRONG: Final = PurchaseSignal.STRONG.value
_WARM: Final = (PurchaseSignal.MODERATE.value, PurchaseSignal.STRONG.value)


class PurchaseTask(RowTask):
    """Four ordered labels, ranked by probability and by the served score."""

    name = "purchase"
    about = (
        "auroc_strong: P(strong) of strong rows against all others; auroc_warm: P(moderate) + P(strong) of moderate or "
        "strong ones; spearman: the served score 0 … 100 with the order none, weak, moderate, strong; the top tenth is "
        "by the served score"
    )
    set_names = ("public_written", "public_real", "held_out_writers")
    needs_intents = False

    def statistics(self, turns: Sequence[Turn], predictions: Sequence[Prediction]) -> Statistics:
        """Return how well buyers are ranked, and the F1 of the labels."""
        tone = tone_of("purchase", turns, predictions)
        if isinstance(tone, Figure):
            return {"auroc_strong": tone}
        n, order = len(tone.truth), tone.truth.astype(np.float64)
        score = tone.expected(PURCHASE_VALUE)
        strong, warm = tone.is_truth(_STRONG), tone.is_truth(*_WARM)
        strong_chance = tone.probability[:, tone.labels.index(_STRONG)]
        warm_chance = tone.probability[:, [tone.labels.index(label) for label in _WARM]].sum(axis=1)
        return {
            "auroc_strong": Statistic(compute=lambda rows: auroc(strong_chance[rows], strong[rows]), n=n),
            "auroc_warm": Statistic(compute=lambda rows: auroc(warm_chance[rows], warm[rows]), n=n),
            "spearman": Statistic(compute=lambda rows: spearman(score[rows], order[rows]), n=n),
            "strong_in_top_tenth": Statistic(
                compute=lambda rows: precision_at_top(score[rows], strong[rows], share=_TENTH), n=n
            ),
            "warm_in_top_tenth": Statistic(
                compute=lambda rows: precision_at_top(score[rows], warm[rows], share=_TENTH), n=n
            ),
            "macro_f1": tone.macro_f1(),
        }
