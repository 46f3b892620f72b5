"""From probabilities to what a system says: thresholds and the abstain rule, fitted exactly as ours are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copilot.training.calibrate import AbstainRule, fit_abstain, fit_consent, fit_thresholds, withheld
from copilot.training.dataset import HEADS, TONE_HEADS, Turn, applies_matrix, primary_index
from eval.prediction import Prediction

Floats = NDArray[np.float64]

INTENTS: Final = HEADS["applies"]
_OPT_OUT: Final = INTENTS.index("opt_out")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How a trained peer's probabilities are read."""

    thresholds: Floats
    """(31,) least P(applies) by intent."""
    abstain: AbstainRule
    act: float
    """Least P(opt_out applies) that stops messages."""
    review: float
    """Least P(opt_out applies) that is held for a person."""

    def read(self, probabilities: Mapping[str, Floats]) -> list[Prediction]:
        """Return one prediction a row.

        Args:
            probabilities: By head, each (n, labels) in the order of ``HEADS``; ``primary`` and ``applies`` at least.
        """
        hidden = withheld(
            probabilities["primary"],
            out_of_scope_threshold=self.abstain.out_of_scope_threshold,
            tau=self.abstain.tau,
        )
        return [self._read_row(probabilities, row, bool(hidden[row])) for row in range(len(hidden))]

    def _read_row(self, probabilities: Mapping[str, Floats], row: int, abstained: bool) -> Prediction:
        primary, applies = probabilities["primary"][row], probabilities["applies"][row]
        order = np.argsort(-applies, kind="stable")
        intents = [INTENTS[i] for i in order if applies[i] >= self.thresholds[i]]
        if not abstained:
            best = INTENTS[int(primary[:-1].argmax())]
            intents = [best, *(i for i in intents if i != best)]
        risk = float(applies[_OPT_OUT])
        tones = {
            head: dict(zip(HEADS[head], probabilities[head][row].tolist(), strict=True))
            for head in TONE_HEADS
            if head in probabilities
        }
        return Prediction(
            primary=dict(zip(INTENTS, primary[:-1].tolist(), strict=True)),
            out_of_scope=float(primary[-1]),
            abstained=abstained,
            intents=tuple(intents),
            sentiment=tones.get("sentiment"),
            emotion=tones.get("emotion"),
            urgency=tones.get("urgency"),
            purchase=tones.get("purchase"),
            opts_out=risk >= self.act,
            opt_out_tier="model" if risk >= self.act else None,
            held=self.review <= risk < self.act,
        )


def fit_verdicts(probabilities: Mapping[str, Floats], turns: Sequence[Turn]) -> Verdicts:
    """Fit thresholds, the abstain rule and the opt-out tier on turns of writers nobody trained on."""
    applies = applies_matrix(turns)
    thresholds, _ = fit_thresholds(probabilities["applies"], applies)
    act, review = fit_consent(probabilities["applies"][:, _OPT_OUT], applies[:, _OPT_OUT] > 0)
    return Verdicts(
        thresholds=thresholds,
        abstain=fit_abstain(probabilities["primary"], primary_index(turns)),
        act=act,
        review=review,
    )
