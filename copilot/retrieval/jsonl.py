"""Knowledge items as JSON Lines: one object a line."""

import json
from collections.abc import Sequence
from typing import Never

from copilot.domain.knowledge import KnowledgeItem
from copilot.retrieval.row import ReadResult


def read_jsonl(text: str, source: str) -> ReadResult:
    """Read every line; blank ones are skipped."""
    result = ReadResult()
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            values = json.loads(line, object_pairs_hook=_no_repeats, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            column = f", column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
            reason = error.args[0] if isinstance(error, _JsonlError) else f"not a JSON object{column}"
            result.reject(source, number, "", reason)
            continue
        if isinstance(values, dict):
            result.read_row(values, source, number)
        else:
            result.reject(source, number, "", "each line must be a JSON object")
    return result


def write_jsonl(items: Sequence[KnowledgeItem]) -> str:
    """Return one line an item."""
    dumped = (json.dumps(item.model_dump(mode="json"), ensure_ascii=False) for item in items)
    return "".join(line + "\n" for line in dumped)


class _JsonlError(ValueError):
    """JSON that other readers would understand differently."""


def _no_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise _JsonlError("a key comes twice")
    return values


def _no_constant(name: str) -> Never:
    raise _JsonlError("NaN and Infinity are not JSON")
