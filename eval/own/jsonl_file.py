"""Rows of a JSONL file: an object a line, as the record of the label guide."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from copilot.errors import FieldError, InvalidInputError
from copilot.training.dataset import Turn
from eval.own.column import names_of_fields
from eval.own.fault import Fault
from eval.own.line import Line, broken_encoding
from eval.own.record import read_record


def read_jsonl(
    lines: Sequence[Line], columns: Mapping[str, str], fields: Sequence[str], faults: list[Fault], name: str
) -> list[tuple[int, Turn]]:
    """Return the good rows with their line; blank lines are passed over.

    Args:
        lines: Of the file.
        columns: Field → key, where a key differs from the field's name.
        fields: What is read.
        faults: Gets what is wrong.
        name: Of the file.

    Raises:
        InvalidInputError: It is one JSON array, or no row has a key that was mapped.
    """
    first = next((line.text for line in lines if line.text.strip()), "")
    if first.lstrip().startswith("["):
        raise InvalidInputError(f"{name} holds a JSON array: write one object a line")
    rows = []
    seen: set[str] = set()
    for line in lines:
        if not line.text.strip():
            continue
        if line.is_broken:
            faults.append(broken_encoding(line.number))
            continue
        record = _parse(line, faults)
        if record is None:
            continue
        seen.update(record)
        found = names_of_fields(list(record), columns, fields)
        turn = read_record(
            {field: record[key] for field, key in found.items()},
            line.number,
            faults,
            names={**found, **columns},
            default_id=f"line-{line.number}",
        )
        if turn is not None:
            rows.append((line.number, turn))
    absent = [key for key in columns.values() if key not in seen]
    if absent and seen:
        wrong = [FieldError("--columns", "missing", f"no row has the key {key!r}") for key in absent]
        raise InvalidInputError(f"{name} has other keys than --columns says", wrong)
    return rows


class _RepeatedKeyError(ValueError):
    """A key stands twice in one object; which of the two counts is nobody's guess."""


def _parse(line: Line, faults: list[Fault]) -> dict[str, Any] | None:
    def report(code: str, message: str) -> None:
        faults.append(Fault(line.number, None, None, code, message))

    try:
        record = json.loads(line.text, object_pairs_hook=_once)
    except _RepeatedKeyError:
        report("repeated", "a key stands twice in one object")
        return None
    except json.JSONDecodeError as error:
        report("not_json", f"is not JSON: {error.msg} at character {error.colno}")
        return None
    except (ValueError, RecursionError):
        report("not_json", "is not JSON that can be read: a number is too long, or it is nested too deep")
        return None
    if not isinstance(record, dict):
        report("not_an_object", "must be a JSON object")
        return None
    return record


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise _RepeatedKeyError
    return record
