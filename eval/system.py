"""Whatever is measured: it reads turns and answers each with a prediction."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from copilot.domain.analysis import Analysis
from copilot.domain.label import Intent
from copilot.scoring.analyse import analyse_turn
from copilot.scoring.artefact import load_artefact
from copilot.scoring.base import FloatArray, ReplyInput
from copilot.scoring.calibration import softmax
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

    def embed(self, text: str) -> FloatArray:
        """Return the unit search vector (dimension,) of a text."""
        return self._encoder.embed(text)
