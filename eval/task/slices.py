"""Where a system is good and where it is not: accuracy by length, language and context."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from copilot.scoring.language import detect_language
from copilot.training.dataset import Turn
from eval.choice import NAMES_NONE, choices_of
from eval.interval import Indices, proportion
from eval.prediction import Prediction
from eval.result import Figure, not_evaluated
from eval.row_set import RowSet
from eval.task.base import RowTask, Statistics, share

Hits = NDArray[np.bool_]

FEWEST_ROWS: Final = 20
"""Below it a share says nothing: of 19 right of 19, the true share may be 0.82."""

_KEYS: Final[Mapping[str, Callable[[Turn], str]]] = {
    "length": lambda turn: length_of(turn.text),
    "language": lambda turn: detect_language(turn.text).code,
    "context": lambda turn: "with context" if turn.context else "without context",
}
_ORDER: Final = ("1–2 words", "3–8 words", "9+ words", "en", "es", "fr", "de", "pt", "und")
"""Values that have an order of their own; the others follow by name."""


class SlicesTask(RowTask):
    """Accuracy of the likeliest primary on parts of a set."""

    name = "slices"
    version = 1
    about = (
        "accuracy of the likeliest primary over rows in scope, by length, by language (as our detector names it) and "
        f"with or without a context; fewer than {FEWEST_ROWS} rows are too few to say"
    )
    set_names = ("public_written", "public_real", "held_out_writers")

    def statistics(self, turns: Sequence[Turn], predictions: Sequence[Prediction]) -> Statistics:
        """Return the accuracy on all rows in scope, and on each part."""
        inside, right = _right(turns, predictions)
        if inside is None:
            return {"accuracy": not_evaluated(NAMES_NONE, n=len(turns))}
        statistics: dict[str, Any] = {"accuracy": share(right)}
        for name, rows in parts_of(inside).items():
            statistics[name] = share(right[rows]) if len(rows) >= FEWEST_ROWS else _too_few(right[rows])
        return statistics

    def detail(self, rows: RowSet, predictions: Sequence[Prediction]) -> Mapping[str, Any]:
        """Return the parts as a report draws them."""
        inside, right = _right(rows.turns, predictions)
        if inside is None:
            return {}
        return {
            "slices": [
                {"slice": name, "metric": "accuracy", "value": figure.value, "low": figure.low, "high": figure.high}
                | {"n": figure.n, "k": figure.k, "reason": figure.reason}
                for name, part in parts_of(inside).items()
                for figure in [_figure(right[part])]
            ]
        }


def length_of(text: str) -> str:
    """Return the class of a reply's length, in words as white space parts them."""
    words = len(text.split())
    return "1–2 words" if words <= 2 else "3–8 words" if words <= 8 else "9+ words"


def parts_of(turns: Sequence[Turn]) -> dict[str, Indices]:
    """Return the row numbers of each part, ``length: 1–2 words`` and so on."""
    parts = {}
    for key, value_of in _KEYS.items():
        values = [value_of(turn) for turn in turns]
        for value in sorted(set(values), key=lambda v: (_ORDER.index(v) if v in _ORDER else len(_ORDER), v)):
            parts[f"{key}: {value}"] = np.array([i for i, v in enumerate(values) if v == value], dtype=np.intp)
    return parts


def _right(turns: Sequence[Turn], predictions: Sequence[Prediction]) -> tuple[list[Turn] | None, Hits]:
    """Return the rows in scope and which of them are right; no rows where the system names no intents."""
    choices = choices_of(turns, predictions)
    if choices is None:
        return None, np.zeros(0, dtype=np.bool_)
    return [turn for turn in turns if turn.intents], choices.right[choices.inside]


def _figure(right: Hits) -> Figure:
    return proportion(int(right.sum()), len(right)) if len(right) >= FEWEST_ROWS else _too_few(right)


def _too_few(right: Hits) -> Figure:
    return Figure(value=None, n=len(right), k=int(right.sum()), reason=f"too few rows: {len(right)}")
