"""One row of an evaluator's file, checked field by field; JSONL and CSV meet here."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from copilot.domain.conversation import MAX_TEXT
from copilot.text.normalise import find_lone_surrogate
from copilot.training.dataset import HEADS, OUT_OF_SCOPE, TONE_HEADS, Turn
from eval.own.fault import Fault, unknown_label

FIELDS: Final = ("id", "text", "context", "intents", "accept", *TONE_HEADS, "source", "kind")
"""What a row may carry; only ``text`` is needed. A file's further fields are its owner's business."""
KINDS: Final = ("real", "authored")
UNNAMED_SOURCE: Final = "own"
"""Writer of rows that name none."""
_INTENTS: Final = HEADS["applies"]
_PRIMARIES: Final = HEADS["primary"]
_MAX_ID: Final = 128

Report = Callable[[str, str, str], None]
"""(field, code, message)."""


def read_record(
    record: Mapping[str, Any], line: int, faults: list[Fault], *, names: Mapping[str, str], default_id: str
) -> Turn | None:
    """Return the turn of one row, or None when anything about it is wrong.

    Args:
        record: Values by our field names; a field that is missing or None was not judged.
        line: Where the row starts, from 1.
        faults: Gets every fault of the row.
        names: Field → its name in the file, for the fault.
        default_id: Of a row without one.
    """
    given_id = record.get("id")
    known_id = given_id if isinstance(given_id, str) and 0 < len(given_id) <= _MAX_ID else None
    count = len(faults)

    def report(field: str, code: str, message: str) -> None:
        faults.append(Fault(line, known_id, names.get(field, field), code, message))

    row_id = _read_id(given_id, report) or default_id
    text = _read_text(record.get("text"), "text", report)
    if text is None and record.get("text") is None:
        report("text", "missing", "is missing; a row needs a text")
    elif text is not None and not text.strip():
        report("text", "empty", "is empty")
    context = _read_text(record.get("context"), "context", report)
    intents = _read_intents(record.get("intents"), report)
    accept = _read_accept(record.get("accept"), report)
    tones = {head: label for head in TONE_HEADS if (label := _read_label(record, head, HEADS[head], report))}
    kind = _read_label(record, "kind", KINDS, report) or "real"
    source = _read_text(record.get("source"), "source", report)
    if len(faults) > count:
        return None
    assert text is not None
    return Turn(
        id=row_id,
        context=context if context and context.strip() else None,
        text=text,
        intents=intents,
        source=source or UNNAMED_SOURCE,
        tones=tones,
        accept=accept,
        kind=kind,
    )


def _read_id(given: object, report: Report) -> str | None:
    if given is None:
        return None
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    if not isinstance(given, str):
        report("id", "wrong_type", "must be a string")
        return None
    if not given.strip():
        return None
    if len(given) > _MAX_ID:
        report("id", "too_long", f"has {len(given)} characters; {_MAX_ID} are allowed")
    _refuse_characters(given, "id", report)
    return given.strip()


def _read_text(given: object, field: str, report: Report) -> str | None:
    if given is None:
        return None
    if not isinstance(given, str):
        report(field, "wrong_type", "must be a string")
        return None
    _refuse_characters(given, field, report)
    if len(given) > MAX_TEXT:
        report(field, "too_long", f"has {len(given)} characters; the service reads {MAX_TEXT} at most")
    return given


def _refuse_characters(given: str, field: str, report: Report) -> None:
    if (place := given.find("\0")) >= 0:
        report(field, "nul", f"holds a NUL, at character {place + 1}")
    if (surrogate := find_lone_surrogate(given)) is not None:
        report(field, "surrogate", f"holds half a character (a lone surrogate), at character {surrogate + 1}")


def _read_intents(given: object, report: Report) -> tuple[str, ...] | None:
    """Return the intents, primary first; () is out of scope, None is not judged."""
    labels = _read_labels(given, "intents", _PRIMARIES, report)
    if labels is None:
        return None
    if OUT_OF_SCOPE in labels:
        if len(labels) > 1:
            report("intents", "contradiction", f"{OUT_OF_SCOPE} means none of the intents, so it stands alone")
        return ()
    return labels


def _read_accept(given: object, report: Report) -> tuple[str, ...]:
    if isinstance(given, list):
        given = [OUT_OF_SCOPE if label is None else label for label in given]
    return _read_labels(given, "accept", _PRIMARIES, report) or ()


def _read_labels(given: object, field: str, known: tuple[str, ...], report: Report) -> tuple[str, ...] | None:
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(label, str) for label in given):
        report(field, "wrong_type", "must be a list of labels, primary first")
        return None
    labels = tuple(_normal(label) for label in given)
    for label in labels:
        if label not in known:
            report(field, "unknown_label", unknown_label(label, known))
    if len(set(labels)) != len(labels):
        report(field, "repeated", "names a label twice")
    return labels


def _read_label(record: Mapping[str, Any], field: str, known: tuple[str, ...], report: Report) -> str | None:
    given = record.get(field)
    if given is None:
        return None
    if not isinstance(given, str):
        report(field, "wrong_type", "must be one label")
        return None
    label = _normal(given)
    if label not in known:
        report(field, "unknown_label", unknown_label(label, known))
    return label


def _normal(label: str) -> str:
    """Return a label in our spelling: "Pricing question" is ``pricing_question``."""
    return "_".join(label.strip().lower().replace("-", " ").split())
