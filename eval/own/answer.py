"""What an evaluator's own system may answer, read into a prediction.

An answer is a dict; every key is optional, and what is missing is "does not say", never zero:

- ``primary``: an intent, ``"out_of_scope"``, or P(is the primary) by intent (``"out_of_scope"`` among them if known)
- ``abstained``: whether it declines to answer
- ``intents``: every intent reported, primary first
- ``sentiment``, ``emotion``, ``urgency``, ``purchase``: a label, or P by label
- ``opts_out``: whether it would stop messages; ``held``: whether it keeps a possible opt-out for a person
"""

from collections.abc import Mapping
from numbers import Real
from typing import Any, Final

from copilot.errors import InvalidInputError
from copilot.training.dataset import OUT_OF_SCOPE, TONE_HEADS
from eval.prediction import Prediction

KEYS: Final = ("primary", "abstained", "intents", *TONE_HEADS, "opts_out", "held")


def prediction_of(answer: object, where: str) -> Prediction:
    """Return the prediction that an answer stands for; labels and numbers are judged later, with those of every system.

    Args:
        answer: What the system gave for one turn.
        where: Names system and row, for the error.

    Raises:
        InvalidInputError: It is no such dict.
    """
    if not isinstance(answer, Mapping):
        raise InvalidInputError(f"{where}: an answer must be a dict, not {type(answer).__name__}")
    unknown = [key for key in answer if key not in KEYS]
    if unknown:
        raise InvalidInputError(f"{where}: an answer has no key {str(unknown[0])[:40]!r}; use {', '.join(KEYS)}")
    given = answer.get("primary")
    table = _table(given, "primary", where)
    outside = None if table is None else table.pop(OUT_OF_SCOPE, None)
    abstained = _flag(answer, "abstained", where)
    if given == OUT_OF_SCOPE and abstained is None:
        abstained = True
    return Prediction(
        primary=table,
        out_of_scope=outside,
        has_probabilities=not isinstance(given, str),
        abstained=abstained,
        intents=_intents(answer.get("intents"), where),
        sentiment=_table(answer.get("sentiment"), "sentiment", where),
        emotion=_table(answer.get("emotion"), "emotion", where),
        urgency=_table(answer.get("urgency"), "urgency", where),
        purchase=_table(answer.get("purchase"), "purchase", where),
        opts_out=_flag(answer, "opts_out", where),
        held=_flag(answer, "held", where),
    )


def _table(given: Any, key: str, where: str) -> dict[str, float] | None:
    if given is None:
        return None
    if isinstance(given, str):
        return {given: 1.0}
    if not isinstance(given, Mapping) or not all(isinstance(label, str) for label in given):
        raise InvalidInputError(f"{where}: {key} must be a label, or a dict from label to probability")
    if not all(isinstance(p, Real) and not isinstance(p, bool) for p in given.values()):
        raise InvalidInputError(f"{where}: {key} has a probability that is no number")
    return {label: float(p) for label, p in given.items()}


def _intents(given: Any, where: str) -> tuple[str, ...] | None:
    if given is None:
        return None
    if isinstance(given, str) or not all(isinstance(label, str) for label in given):
        raise InvalidInputError(f"{where}: intents must be a list of labels, primary first")
    return tuple(given)


def _flag(answer: Mapping[str, Any], key: str, where: str) -> bool | None:
    given = answer.get(key)
    if given is None:
        return None
    if given not in (True, False):  # also numpy's booleans
        raise InvalidInputError(f"{where}: {key} must be true or false")
    return bool(given)
