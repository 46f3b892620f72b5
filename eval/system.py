"""Whatever is measured: it reads turns and answers each with a prediction."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from copilot.domain.analysis import Analysis
from copilot.domain.label import Intent
from copilot.scoring.analyse import analyse_turn
from copilot.scoring.artefact import load_artefact
from copilot.scoring.base import FloatArray, ReplyInput
from copilot.scoring.calibration import ConsentRule, calibrate, softmax
from copilot.scoring.onnx import OnnxReplyEncoder
from eval.prediction import Prediction, from_analysis

_INTENTS = [intent.value for intent in Intent]


class System(Protocol):
    """A reader of replies."""

    @property
    def name(self) -> str:
        """Return what the report calls it, with its version."""
        ...

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        """Return one prediction a turn, in order; ``advance`` is called after each, for a progress bar."""
        ...


def writers_of(system: System) -> Mapping[str, Sequence[str]]:
    """Return the writers that took part in a system, by part; empty for one that does not say."""
    writers: Mapping[str, Sequence[str]] = getattr(system, "writers", {})
    return writers


Kind = Literal["ours", "peer", "own"]
"""Ours keep to the floors; peers are shown beside them; an evaluator's own is measured alone."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """A system in a report."""

    system: System
    kind: Kind
    about: str = ""
    """What it is; empty where the system says so itself, and more once it has read."""

    def describe(self) -> str:
        """Return what it is, in one sentence."""
        return self.about or str(getattr(self.system, "about", ""))


class ArtefactSystem:
    """A trained artefact, read in this process exactly as it is served."""

    def __init__(self, folder: Path) -> None:
        """Open an artefact folder.

        Raises:
            ArtefactCorruptError: A file is missing, changed, or not a model.
        """
        artefact = load_artefact(str(folder))
        self._encoder = OnnxReplyEncoder(artefact)
        self._calibration = artefact.calibration
        self.folder: Path = artefact.folder
        self.writers: Mapping[str, Sequence[str]] = artefact.writers
        """Part (``train``, ``calibration``, ``test``) → the writers whose turns took it."""
        self.is_thread_safe: bool = True
        """One session serves several threads, and no turn sees its neighbours."""

    @property
    def name(self) -> str:
        """Return name and version."""
        return self._encoder.model_id

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        """Return one prediction a turn; all 31 probabilities and the mass out of scope."""
        predictions = []
        for turn in turns:
            [encoded] = self._encoder.encode([turn])
            analysis = analyse_turn(turn, encoded, self._calibration, default_timezone="UTC", durations_ms={})
            *inside, outside = softmax(encoded.logits["primary"], self._calibration.temperatures["primary"]).tolist()
            predictions.append(
                from_analysis(analysis, primary=dict(zip(_INTENTS, inside, strict=True)), out_of_scope=outside)
            )
            if advance is not None:
                advance()
        return predictions

    def analyse(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Analysis]:
        """Return one whole analysis a turn, as the service gets it; ``advance`` is called after each."""
        analyses = []
        for turn in turns:
            [encoded] = self._encoder.encode([turn])
            analyses.append(analyse_turn(turn, encoded, self._calibration, default_timezone="UTC"))
            if advance is not None:
                advance()
        return analyses

    def opt_out_scores(self, turns: Sequence[ReplyInput]) -> list[float]:
        """Return the opt-out probability of each turn, not rounded: what the consent thresholds cut."""
        encoded = self._encoder.encode(turns)
        return [calibrate(each.logits, self._calibration).opt_out_probability for each in encoded]

    def with_consent(self, *, act_threshold: float, review_threshold: float) -> "ArtefactSystem":
        """Return the same model with other thresholds of its opt-out tier; the weights are shared."""
        other = copy(self)
        rule = ConsentRule(act_threshold=act_threshold, review_threshold=review_threshold)
        other._calibration = replace(self._calibration, consent=rule)
        return other

    def embed(self, text: str) -> FloatArray:
        """Return the unit search vector (dimension,) of a text."""
        return self._encoder.embed(text)
