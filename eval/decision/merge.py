"""Join two blind readings of the same turns: ``python -m eval.decision.merge TEXTS READER_A READER_B > data.jsonl``."""

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from copilot.domain.decision import Action
from copilot.errors import CopilotError, InvalidInputError
from eval.decision.row import AT_ONCE, DecisionRow

_SOURCE: Final = "d01"
"""The one writer of the shipped rows."""


def merge_readings(text: Mapping[str, Any], readings: Sequence[Mapping[str, Any]]) -> DecisionRow:
    """Return the row that readings of one turn make.

    Accepted is what every reader accepts, in the order of their summed places; where they share no action, the row is
    disputed. Hot is what every reader calls hot, where an accepted action puts a person on it at once.
    """
    named = [_with_offer([Action(action) for action in reading["actions"]]) for reading in readings]
    shared = set.intersection(*map(set, named))
    actions = sorted(shared, key=lambda action: (sum(names.index(action) for names in named), named[0].index(action)))
    return DecisionRow.model_validate(
        {
            "source": _SOURCE,
            **text,
            "actions": actions,
            "is_hot": all(reading["is_hot"] for reading in readings) and bool(shared & AT_ONCE),
            "readers": named,
            "readers_hot": [reading["is_hot"] for reading in readings],
        }
    )


def _with_offer(actions: list[Action]) -> list[Action]:
    """Return what a reader accepts; who would send material also accepts that a rep sends it."""
    if Action.SEND_MATERIAL in actions and Action.SUGGEST_TO_REP not in actions:
        return [*actions, Action.SUGGEST_TO_REP]
    return actions


def merge_files(texts: Path, readers: Sequence[Path]) -> list[DecisionRow]:
    """Return the rows of a file of turns and one file of readings for each reader.

    Raises:
        InvalidInputError: A file does not read exactly the turns.
    """
    turns = _by_id(texts)
    readings = [_by_id(path) for path in readers]
    for path, found in zip(readers, readings, strict=True):
        if apart := sorted(set(turns) ^ set(found)):
            raise InvalidInputError(f"{path.name} does not read the turns of {texts.name}: {', '.join(apart[:5])}")
    return [merge_readings(text, [found[name] for found in readings]) for name, text in turns.items()]


def _by_id(path: Path) -> dict[str, dict[str, Any]]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    if repeated := [name for name, count in Counter(row["id"] for row in rows).items() if count > 1]:
        raise InvalidInputError(f"{path.name} holds {repeated[0]} twice")
    return {row["id"]: row for row in rows}


def main(arguments: Sequence[str]) -> int:
    """Print the merged rows."""
    texts, *readers = map(Path, arguments)
    try:
        rows = merge_files(texts, readers)
    except CopilotError as error:
        print(error.message, file=sys.stderr)
        return 2
    for row in rows:
        content = row.model_dump(mode="json", exclude_defaults=True)
        print(json.dumps({"id": row.id, "context": row.context, **content}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
