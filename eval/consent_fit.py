"""Consent thresholds that know nothing of the writer they are measured on."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np

from copilot.domain.label import Intent
from copilot.scoring.base import ReplyInput
from copilot.training.calibrate import fit_consent
from copilot.training.dataset import OPT_OUT_WRITERS, TRAINING_TURNS, look_alikes, read_turns
from eval.bench import Bench
from eval.row_set import RowSet
from eval.system import System, writers_of


@runtime_checkable
class ConsentFitted(Protocol):
    """A system whose opt-out tier cuts a score at fitted thresholds."""

    def opt_out_scores(self, turns: Sequence[ReplyInput]) -> list[float]:
        """Return the opt-out probability of each turn."""
        ...

    def with_consent(self, *, act_threshold: float, review_threshold: float) -> System:
        """Return the same system with other thresholds."""
        ...


def refitted_on(system: System, rows: RowSet) -> tuple[str, ...]:
    """Return the writers that thresholds for these rows are fitted on; none where the system's own know no row."""
    writers = writers_of(system)
    measured = {turn.source for turn in rows.turns}
    fitted = set(writers.get("calibration", ()))
    if not isinstance(system, ConsentFitted) or not measured & fitted:
        return ()
    fresh = {writer for writer in OPT_OUT_WRITERS if writer not in writers.get("train", ())}
    return tuple(sorted((fitted | fresh) - measured))


def without_own_rows(bench: Bench, system: System, set_name: str) -> System:
    """Return the system, with thresholds fitted again where its own were fitted on rows of the set."""
    fitted_on = refitted_on(system, bench.rows(set_name))
    if not fitted_on or not isinstance(system, ConsentFitted):
        return system
    fair: System = bench.once(("consent", system.name, *fitted_on), lambda: _refit(system, fitted_on))
    return fair


def _refit(system: ConsentFitted, fitted_on: Sequence[str]) -> System:
    turns = [turn for turn in read_turns(TRAINING_TURNS) if turn.intents is not None and turn.source in fitted_on]
    scores = np.array(system.opt_out_scores([ReplyInput(turn.text, turn.context) for turn in turns]))
    wanted = np.array([Intent.OPT_OUT.value in (turn.intents or ()) for turn in turns], dtype=bool)
    act, review = fit_consent(scores, wanted, is_look_alike=look_alikes(turns))
    return system.with_consent(act_threshold=act, review_threshold=review)
