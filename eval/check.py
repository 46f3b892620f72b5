"""What a system answers is checked before anything is computed from it."""

import math
from collections.abc import Iterator, Mapping, Sequence
from numbers import Real
from typing import Any, Final

from copilot.errors import InvalidInputError
from copilot.training.dataset import HEADS, OUT_OF_SCOPE
from eval.prediction import Prediction

_TABLES: Final = {"primary": HEADS["applies"], **{head: HEADS[head] for head in ("sentiment", "emotion", "urgency")}}
_TABLES["purchase"] = HEADS["purchase"]
_SUM_TOLERANCE: Final = 0.01
"""By which a table's probabilities may pass 1: 31 numbers of four decimals each."""


def check_predictions(predictions: Sequence[Any], ids: Sequence[str], *, system: str) -> list[Prediction]:
    """Return the predictions when each can be used.

    Raises:
        InvalidInputError: Not one prediction a row; or one that is no ``Prediction``, names an unknown label, or holds
            a number that is not finite or not 0 … 1. Names the system and the first such row.
    """
    if len(predictions) != len(ids):
        raise InvalidInputError(f"{system} answered {len(ids)} rows with {len(predictions)} predictions")
    for row_id, prediction in zip(ids, predictions, strict=True):
        for fault in _faults(prediction):
            raise InvalidInputError(f"{system}, row {row_id}: {fault}")
    return list(predictions)


def _faults(prediction: Any) -> Iterator[str]:
    if not isinstance(prediction, Prediction):
        yield f"the answer is a {type(prediction).__name__}, not a Prediction"
        return
    for head, labels in _TABLES.items():
        yield from _table_faults(head, getattr(prediction, head), labels, prediction.has_probabilities)
    if prediction.out_of_scope is not None:
        yield from _number_faults(OUT_OF_SCOPE, prediction.out_of_scope, prediction.has_probabilities)
    for intent in prediction.intents or ():
        if intent not in HEADS["applies"]:
            yield f"unknown intent {str(intent)[:40]!r}"


def _table_faults(
    head: str, table: Mapping[str, float] | None, labels: Sequence[str], has_probabilities: bool
) -> Iterator[str]:
    if table is None:
        return
    for label, value in table.items():
        if label not in labels:
            yield f"{head}: unknown label {str(label)[:40]!r}"
        yield from _number_faults(f"{head}: {label}", value, has_probabilities or head != "primary")
    if (has_probabilities or head != "primary") and sum(table.values()) > 1 + _SUM_TOLERANCE:
        yield f"{head}: the probabilities sum to more than 1"


def _number_faults(what: str, value: Any, is_probability: bool) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, Real):
        yield f"{what}: not a number"
    elif not math.isfinite(value):
        yield f"{what}: not a finite number"
    elif is_probability and not 0 <= float(value) <= 1:
        yield f"{what}: {value:g} is not between 0 and 1"
