"""An analysis of ``POST /v1/intent`` read into a prediction.

Lenient about what is missing, so that a server of the evaluator's own needs to answer no more than it knows.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from copilot.errors import InvalidInputError
from copilot.training.dataset import OUT_OF_SCOPE
from eval.prediction import Prediction


def prediction_from_wire(analysis: object, where: str) -> Prediction:
    """Return the prediction of one analysis.

    ``top`` holds the five likeliest intents, so what is missing to 1 is out of scope or unlisted, and
    P(out of scope) is not known. A server of one's own may list ``out_of_scope`` among them.

    Args:
        analysis: As it came.
        where: Names system and row, for the error.

    Raises:
        InvalidInputError: It has another shape.
    """
    try:
        return _read(_mapping(analysis))
    except (TypeError, KeyError, ValueError) as error:
        kind = type(error).__name__
    raise InvalidInputError(f"{where}: an analysis of another shape than /v1/intent answers ({kind})")


def _read(analysis: Mapping[str, Any]) -> Prediction:
    top = analysis.get("top")
    table = None if top is None else {str(item["name"]): float(item["probability"]) for item in top}
    primary, has_probabilities = analysis.get("primary"), True
    if not table and primary is not None:
        table, has_probabilities = {str(primary): 1.0}, False
    intents, consent = analysis.get("intents"), analysis.get("consent")
    event = None if consent is None else _mapping(consent).get("event")
    return Prediction(
        primary=table or None,
        out_of_scope=None if table is None else table.pop(OUT_OF_SCOPE, None),
        has_probabilities=has_probabilities,
        abstained=analysis.get("abstained"),
        intents=None if intents is None else tuple(str(item["name"]) for item in _list(intents)),
        sentiment=_head(analysis.get("sentiment")),
        emotion=_head(analysis.get("emotion")),
        urgency=_head(analysis.get("urgency")),
        purchase=_head(analysis.get("purchase")),
        opts_out=None if consent is None else event == "opt_out",
        opt_out_tier=None if event is None else _mapping(consent).get("tier"),
        held=analysis.get("possible_opt_out"),
    )


def _head(given: object) -> dict[str, float] | None:
    if given is None:
        return None
    head = _mapping(given)
    probabilities = head.get("probabilities")
    if probabilities is None:
        return {str(head["label"]): 1.0}
    return {str(label): float(p) for label, p in _mapping(probabilities).items()}


def _mapping(given: object) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise TypeError
    return given


def _list(given: object) -> Sequence[Any]:
    if not isinstance(given, list):
        raise TypeError
    return given
