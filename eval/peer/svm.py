"""Peer: TF-IDF of words and characters under a linear support vector machine."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

from copilot.scoring.base import ReplyInput
from copilot.text.model_text import prepare_model_text
from eval.peer.lesson import Lesson, inputs_of
from eval.peer.linear import Recipe
from eval.peer.shelf import Shelf
from eval.peer.trained import TrainedPeer, train_peer

NAME: Final = "peer: TF-IDF + linear SVM@1"
ABOUT: Final = "words 1–2 and characters 3–5 of reply and context apart, linear SVM, Platt-calibrated (scikit-learn)"

_C: Final = 0.3
"""Macro-F1 of the primary on the calibration writers: 0.697 at 0.1, 0.712 at 0.3, 0.696 at 1."""
_CONTEXT_WEIGHT: Final = 0.5
"""Of the context's fields beside the reply's."""
_SEED: Final = 20261124


class TfidfFeatures:
    """Counts of words and character runs, reply and context in fields of their own."""

    def __init__(self, turns: Sequence[ReplyInput]) -> None:
        """Learn the vocabulary of some turns."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import FeatureUnion

        fields: list[tuple[str, Any]] = []
        weights: dict[str, float] = {}
        for field, read, weight in (("reply", _reply, 1.0), ("context", _context, _CONTEXT_WEIGHT)):
            shared: dict[str, Any] = {"preprocessor": read, "sublinear_tf": True, "min_df": 2}
            # a sign such as "?" or "£" is a word too
            words = TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"(?u)\w+|[^\w\s]", **shared)
            runs = TfidfVectorizer(ngram_range=(3, 5), analyzer="char_wb", **shared)
            fields += [(f"{field} words", words), (f"{field} runs", runs)]
            weights |= {f"{field} words": weight, f"{field} runs": weight}
        self._fields = FeatureUnion(fields, transformer_weights=weights).fit(turns)

    def transform(self, turns: Sequence[ReplyInput]) -> Any:
        """Return sparse features (n, width)."""
        return self._fields.transform(turns).tocsr()


def build_svm_peer(lesson: Lesson, shelf: Shelf, *, advance: Callable[[], None] | None = None) -> TrainedPeer:
    """Return the fitted peer.

    Raises:
        ImportError: scikit-learn is not installed.
    """
    from sklearn.svm import LinearSVC

    def classifier() -> Any:
        return LinearSVC(C=_C, random_state=_SEED)

    features = shelf.get(f"{NAME} vocabulary {lesson.revision}", lambda: TfidfFeatures(inputs_of(lesson.train)))
    recipe = Recipe(choose=classifier, apply=classifier, is_softmax=False)
    return train_peer(NAME, ABOUT, features, recipe, lesson, shelf, advance=advance)


def _reply(turn: ReplyInput) -> str:
    return _prepared(turn.text)


def _context(turn: ReplyInput) -> str:
    return _prepared(turn.context or "")


@lru_cache(maxsize=65_536)  # words and runs read the same field
def _prepared(text: str) -> str:
    return prepare_model_text(text).lower()
