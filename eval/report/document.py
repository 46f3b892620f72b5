"""The report as JSON: one shape that the table, the page and the gate read."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from copilot.errors import InvalidInputError
from eval.compare import Comparison
from eval.floor import Floor, is_sure, judge
from eval.machine import machine_facts
from eval.result import Figure, TaskResult
from eval.row_set import RowSet
from eval.system import Entrant
from eval.task.base import Task

FORMAT: Final = 2
HEADER: Final = (
    "Rows are written and labelled by machine: two readers, both language models, agree on the primary intent in "
    "95.7 % of the public written rows (kappa 0.956). Real rows stand apart (public_real): human turns, labelled by "
    "machine, agreement 90.7 %, none of them a reply to a sales text."
)
"""Stands first in every report, since it says what the numbers are worth."""
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Measured:
    """What one task found for one system on one set."""

    task: Task
    set_name: str
    system: str
    result: TaskResult


def build_document(
    *,
    entrants: Sequence[Entrant],
    sets: Sequence[RowSet],
    measured: Sequence[Measured],
    floors: Sequence[tuple[str, Floor]],
    comparisons: Sequence[Comparison],
    not_evaluated: Mapping[str, str],
) -> dict[str, Any]:
    """Return the report of a run.

    Args:
        entrants: The systems, in the order of the report.
        sets: Every set that was asked for, missing ones with their reason.
        measured: Results in the order of the report.
        floors: Each with the name of the system it binds.
        comparisons: Paired differences.
        not_evaluated: What could not be measured → why.
    """
    figures = {
        (each.task.name, each.set_name, each.system, metric): figure
        for each in measured
        for metric, figure in each.result.figures.items()
    }
    return {
        "format": FORMAT,
        "header": HEADER,
        "created": datetime.now(UTC).date().isoformat(),
        "machine": machine_facts(),
        "systems": [{"name": e.system.name, "kind": e.kind, "about": e.describe()} for e in entrants],
        "sets": {rows.name: _set(rows) for rows in sets},
        "results": [_result(each) for each in measured],
        "floors": [
            _floor(system, floor, figures.get((floor.task, floor.set_name, system, floor.metric)))
            for system, floor in floors
        ],
        "comparisons": [comparison_entry(comparison) for comparison in comparisons],
        "not_evaluated": dict(not_evaluated),
    }


def write_document(document: Mapping[str, Any], path: Path) -> None:
    """Write a report as JSON, making its folder.

    Raises:
        InvalidInputError: It cannot be written there.
    """
    text = json.dumps(rounded(document), indent=1, ensure_ascii=False, allow_nan=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise InvalidInputError(f"{path} cannot be written: {error.strerror}") from error


def read_document(path: Path) -> dict[str, Any]:
    """Read a report.

    Raises:
        InvalidInputError: It is not there, not a report, or of another format.
    """
    try:
        document = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InvalidInputError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise InvalidInputError(f"{path} is not JSON") from error
    if not isinstance(document, dict) or "floors" not in document or "results" not in document:
        raise InvalidInputError(f"{path} is no report of this benchmark")
    if document.get("format") != FORMAT:
        raise InvalidInputError(f"{path} has format {document.get('format')}; this version reads format {FORMAT}")
    return document


def rounded(value: Any) -> Any:
    """Return a value for JSON, floats with four decimals: more than any interval here supports. NaN becomes null.

    What four decimals would make zero keeps one digit instead.
    """
    if isinstance(value, Mapping):
        return {str(key): rounded(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(inner) for inner in value]
    if not isinstance(value, float):
        return value
    return (round(float(value), _DIGITS) or float(f"{value:.0e}")) if math.isfinite(value) else None


def _set(rows: RowSet) -> dict[str, Any]:
    described = {"about": rows.about, "origin": rows.origin, "rows": len(rows.turns), "revision": rows.revision}
    return described if rows.reason is None else {**described, "reason": rows.reason}


def _result(each: Measured) -> dict[str, Any]:
    return {
        "task": each.task.name,
        "version": each.task.version,
        "about": each.task.about,
        "set": each.set_name,
        "system": each.system,
        "figures": {metric: _figure(figure) for metric, figure in each.result.figures.items()},
        "detail": each.result.detail,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    shown: dict[str, Any] = {"value": figure.value, "low": figure.low, "high": figure.high, "n": figure.n}
    if figure.k is not None:
        shown["k"] = figure.k
    if figure.reason is not None:
        shown["reason"] = figure.reason
    return shown


def _floor(system: str, floor: Floor, figure: Figure | None) -> dict[str, Any]:
    return {
        "task": floor.task,
        "set": floor.set_name,
        "metric": floor.metric,
        "system": system,
        "bound": floor.bound,
        "direction": floor.direction,
        "value": figure.value if figure else None,
        "low": figure.low if figure else None,
        "high": figure.high if figure else None,
        "n": figure.n if figure else 0,
        "verdict": judge(figure, floor),
        "sure": is_sure(figure, floor),
    }


def comparison_entry(comparison: Comparison) -> dict[str, Any]:
    """Return a paired difference as it stands in a report."""
    return {
        "task": comparison.task,
        "set": comparison.set_name,
        "metric": comparison.metric,
        "system": comparison.system,
        "against": comparison.against,
        "value": comparison.value,
        "difference": comparison.difference,
        "low": comparison.low,
        "high": comparison.high,
        "n": comparison.n,
        "verdict": comparison.verdict,
    }
