"""A trained peer: features of its own library under linear heads."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from copilot.scoring.base import ReplyInput
from eval.peer.lesson import Lesson, inputs_of
from eval.peer.linear import LinearReader, Recipe, fit_reader
from eval.peer.shelf import Shelf
from eval.prediction import Prediction


class Features(Protocol):
    """How a peer sees turns."""

    def transform(self, turns: Sequence[ReplyInput]) -> Any:
        """Return features (n, width), dense or sparse; a row does not depend on its neighbours."""
        ...


class TrainedPeer:
    """Reads turns through its features and linear heads."""

    def __init__(self, name: str, about: str, features: Features, reader: LinearReader) -> None:
        self._name = name
        self.about = about
        self._features = features
        self._reader = reader

    @property
    def name(self) -> str:
        """Return name and version."""
        return self._name

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        """Return one prediction a turn, in order."""
        if not turns:
            return []
        predictions = self._reader.verdicts.read(self._reader.probabilities(self._features.transform(turns)))
        if advance is not None:
            for _ in predictions:
                advance()
        return predictions


def train_peer(
    name: str,
    about: str,
    features: Features,
    recipe: Recipe,
    lesson: Lesson,
    shelf: Shelf,
    *,
    advance: Callable[[], None] | None = None,
) -> TrainedPeer:
    """Return a peer fitted on the lesson, or as it was fitted on the same lesson before.

    Args:
        name: With a version, which any change of features or recipe must raise: the shelf knows a peer by it.
        about: One sentence for the report.
        features: How it sees turns.
        recipe: Which linear models it fits.
        lesson: What it learns from.
        shelf: Where it is kept.
        advance: Called after each head that is fitted.
    """

    def fit() -> LinearReader:
        train, calibration = (features.transform(inputs_of(part)) for part in (lesson.train, lesson.calibration))
        return fit_reader(lesson, train, calibration, recipe, advance=advance)

    return TrainedPeer(name, about, features, shelf.get(f"{name} {lesson.revision}", fit))
