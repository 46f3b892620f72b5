"""An evaluator's file of labelled or unlabelled turns, whole: all of its rows, or all that is wrong with it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from copilot.errors import InvalidInputError
from copilot.training.dataset import HEADS, TONE_HEADS, Turn
from eval.own.csv_file import read_csv
from eval.own.fault import Fault, FaultList
from eval.own.jsonl_file import read_jsonl
from eval.own.line import read_lines
from eval.own.record import FIELDS
from eval.row_set import RowSet

_READERS: Final = {".jsonl": read_jsonl, ".ndjson": read_jsonl, ".csv": read_csv, ".tsv": read_csv}
_REVISION_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class RowFile:
    """What a file holds."""

    name: str
    turns: tuple[Turn, ...]
    revision: str
    """First digits of the SHA-256 of its bytes."""
    left_out: tuple[Fault, ...] = ()
    """What is wrong with rows that were left out because the caller asked for it."""

    @property
    def rows_left_out(self) -> int:
        """Return how many rows were left out."""
        return len({fault.line for fault in self.left_out})

    def as_row_set(self, *, may_quote: bool = False) -> RowSet:
        """Return the rows as the benchmark takes them, under the file's name.

        Args:
            may_quote: Whether a report may show texts: they are somebody's customers.
        """
        left_out = f"; {self.rows_left_out} bad rows left out" if self.left_out else ""
        about = f"rows of {self.name}, brought by the evaluator (file {self.revision}{left_out})"
        return RowSet(
            name=self.name, about=about, origin="as the evaluator says", turns=self.turns, may_quote=may_quote
        )


def read_rows(
    path: Path,
    columns: Mapping[str, str] | None = None,
    *,
    fields: Sequence[str] = FIELDS,
    leave_out_bad: bool = False,
) -> RowFile:
    """Read a JSONL (``.jsonl``, ``.ndjson``) or CSV (``.csv``, ``.tsv``) file of turns, in its order.

    Args:
        path: The file.
        columns: Field → column or key, where it differs from the field's name; see ``parse_columns``.
        fields: What is read; other fields are passed over.
        leave_out_bad: Keep the good rows of a file with bad ones, and say which were left out.

    Raises:
        InvalidInputError: It cannot be read, holds no rows, or rows are wrong: every one is named by line, id and field
            (the first 20 in full, the others counted), never by its words.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InvalidInputError(f"{path.name}: no kind of file that is read here; use {', '.join(_READERS)}")
    content, lines = read_lines(path)
    faults = FaultList(path.name)
    rows = _without_repeats(reader(lines, columns or {}, fields, faults.faults, path.name), faults.faults)
    faults.faults.sort(key=lambda fault: fault.line)
    if not leave_out_bad:
        faults.raise_if_any()
    if not rows:
        faults.raise_if_any()
        raise InvalidInputError(f"{path.name} holds no rows")
    revision = hashlib.sha256(content).hexdigest()[:_REVISION_DIGITS]
    return RowFile(path.name, tuple(rows), revision, tuple(faults.faults))


def empty_classes(turns: Sequence[Turn]) -> dict[str, tuple[str, ...]]:
    """Return head → labels that no row carries, or ``("not judged",)`` for a head that nobody judged.

    The primary head stands for the intents.
    """
    judged = [turn for turn in turns if turn.intents is not None]
    given = {"primary": {turn.primary for turn in judged}}
    given |= {head: {turn.tones[head] for turn in turns if head in turn.tones} for head in TONE_HEADS}
    empty = {head: tuple(label for label in HEADS[head] if label not in labels) for head, labels in given.items()}
    return {head: labels if given[head] else ("not judged",) for head, labels in empty.items() if labels}


def describe_empty(turns: Sequence[Turn]) -> list[str]:
    """Return a sentence for each head that is short of a class: what then cannot be measured."""
    sentences = []
    for head, labels in empty_classes(turns).items():
        if labels == ("not judged",):
            sentences.append(f"{head}: no row was judged, so nothing of it is evaluated")
        else:
            sentences.append(f"{head}: no row carries {', '.join(labels)}; figures of these classes are not evaluated")
    return sentences


def _without_repeats(rows: Sequence[tuple[int, Turn]], faults: list[Fault]) -> list[Turn]:
    first: dict[str, int] = {}
    kept = []
    for line, turn in rows:
        if turn.id in first:
            message = f"stands in line {first[turn.id]} already"
            faults.append(Fault(line, turn.id, "id", "duplicate_id", message))
            continue
        first[turn.id] = line
        kept.append(turn)
    return kept
