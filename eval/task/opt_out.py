"""Opt-outs: who is stopped, by which tier, and who is stopped who never asked for it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from copilot.domain.label import Intent
from copilot.training.dataset import OPT_OUT_WRITERS, Turn
from eval.bench import Bench
from eval.consent_fit import refitted_on, without_own_rows
from eval.prediction import OptOutTier, Prediction
from eval.result import Figure, TaskResult, not_evaluated
from eval.system import System
from eval.task.base import RowTask, Statistics, share

TIERS: Final = get_args(OptOutTier)
_STOPLESS: Final = "this system stops nobody"
_LABEL: Final = Intent.OPT_OUT.value

Flags = NDArray[np.bool_]


class OptOutTask(RowTask):
    """What the service acts on, every tier together, and what it holds for a person."""

    name = "opt_out"
    about = (
        "stopped: opt-outs on which a tier acts, then by tier; named: opt-outs whose likeliest primary is opt_out; "
        "false_stops: rows without an opt-out (the look-alikes of t06 and t15) that are stopped, rows that a reader "
        "took for one left out; a writer who helped to fit the two consent thresholds of a model is measured with "
        "thresholds fitted again, on the same scores, without that writer and with the other opt-out writer instead "
        "where the model did not learn from it"
    )
    set_names = ("public_written", "held_out_writers", *(f"opt_out_{writer}" for writer in OPT_OUT_WRITERS))

    def predictions(self, bench: Bench, system: System, set_name: str) -> Sequence[Prediction]:
        """Return the predictions, with consent thresholds that know none of these rows."""
        fair = without_own_rows(bench, system, set_name)
        if fair is system:
            return bench.predict(system, set_name)
        rows = bench.rows(set_name)
        return bench.predict_turns(fair, rows.inputs, f"{set_name} (consent thresholds fitted again)")

    def measure(self, bench: Bench, system: System, set_name: str) -> TaskResult:
        """Return the figures, and where thresholds were fitted again, on whom."""
        result = super().measure(bench, system, set_name)
        fitted = refitted_on(system, bench.rows(set_name))
        return TaskResult(figures=result.figures, detail={"thresholds_fitted_on": list(fitted)} if fitted else {})

    def statistics(self, turns: Sequence[Turn], predictions: Sequence[Prediction]) -> Statistics:
        """Return counts of stops on the rows that want one and on those that do not."""
        wanted = np.array([_LABEL in (turn.intents or ()) for turn in turns], dtype=bool)
        open_to_doubt = np.array([_LABEL in turn.accept for turn in turns], dtype=bool)
        other = ~wanted & ~open_to_doubt
        named: Statistics = {"named": _named(predictions, wanted)}
        if all(prediction.opts_out is None for prediction in predictions):
            return {"stopped": not_evaluated(_STOPLESS, n=int(wanted.sum())), **named}
        stopped = np.array([bool(prediction.opts_out) for prediction in predictions], dtype=bool)
        return {
            "stopped": share(stopped[wanted]),
            **by_tier(predictions, stopped, wanted),
            **named,
            "false_stops": share(stopped[other], lower_is_better=True),
            **_held(predictions, stopped, wanted, other),
        }


def by_tier(predictions: Sequence[Prediction], stopped: Flags, wanted: Flags) -> Statistics:
    """Return how many of the wanted stops each tier makes."""
    if all(prediction.opt_out_tier is None for prediction in predictions):
        reason = "no stop names its tier"
        return {f"stopped_by_{tier}": not_evaluated(reason, n=int(wanted.sum())) for tier in TIERS}
    tiers = np.array([prediction.opt_out_tier or "" for prediction in predictions])
    return {f"stopped_by_{tier}": share((stopped & (tiers == tier))[wanted]) for tier in TIERS}


def _named(predictions: Sequence[Prediction], wanted: Flags) -> Any:
    if not any(prediction.primary for prediction in predictions):
        return not_evaluated("this system does not name a primary intent", n=int(wanted.sum()))
    return share(np.array([prediction.best == _LABEL for prediction in predictions], dtype=bool)[wanted])


def _held(predictions: Sequence[Prediction], stopped: Flags, wanted: Flags, other: Flags) -> Statistics:
    if all(prediction.held is None for prediction in predictions):
        silent: Mapping[str, Figure] = {
            name: not_evaluated("this system holds nothing for a person")
            for name in ("stopped_or_held", "held_needlessly")
        }
        return silent
    held = np.array([bool(prediction.held) for prediction in predictions], dtype=bool)
    return {
        "stopped_or_held": share((stopped | held)[wanted]),
        "held_needlessly": share((held & ~stopped)[other], lower_is_better=True),
    }
