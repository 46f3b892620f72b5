"""The main intent: which labels are taken for which."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, Final

from eval.report.page.block import Block, Heat, HeatRow, Note, Section, Table, words
from eval.report.page.reading import Report
from eval.report.page.wording import set_words

_SHADES: Final = 8
_COMMONEST: Final = 10


def intent_section(report: Report) -> Section:
    """Return the confusion of primaries for each studied system and set."""
    blocks: list[Block] = []
    for set_name in report.sets_of("primary"):
        for system in report.studied:
            confusion = report.detail("primary", set_name, system, "confusion")
            if confusion is None:
                reason = report.reason("primary", set_name, system)
                blocks.append(Note(text=f"{system} on {set_words(set_name)}: not evaluated: {reason}", is_missing=True))
            else:
                where = f"{system}, {set_words(set_name)}"
                blocks += [heat_of(confusion, where), commonest(confusion, where)]
    return Section(
        id="confusion",
        title="What is taken for what",
        intro=(
            "Rows are the labels, columns what the system named as likeliest, answered or not. Blue cells are right, "
            "red ones wrong; the shade is the share of the label's rows, an empty cell means no row."
        ),
        blocks=blocks or [Note(text=f"Not evaluated: {report.reason('primary')}.", is_missing=True)],
    )


def heat_of(confusion: Mapping[str, Any], where: str) -> Heat:
    """Return a confusion matrix with its shades."""
    labels: Sequence[str] = confusion["labels"]
    return Heat(
        caption=f"Confusion matrix: {where}",
        labels=labels,
        rows=[
            HeatRow(label=label, cells=[(n, _shade(n, sum(row), i == j)) for j, n in enumerate(row)])
            for i, (label, row) in enumerate(zip(labels, confusion["matrix"], strict=True))
        ],
    )


def commonest(confusion: Mapping[str, Any], where: str) -> Block:
    """Return the confusions that happen most often, in words."""
    labels, matrix = confusion["labels"], confusion["matrix"]
    wrong = [
        (n, sum(row), labels[i], labels[j]) for i, row in enumerate(matrix) for j, n in enumerate(row) if n and i != j
    ]
    if not wrong:
        return Note(text=f"No confusion at all: {where}.")
    return Table(
        caption=f"Commonest confusions: {where}",
        columns=("Label", "Taken for", "Rows"),
        rows=[
            [words(label), words(taken), words(f"{n} of {of}", is_number=True)]
            for n, of, label, taken in sorted(wrong, key=lambda entry: -entry[0])[:_COMMONEST]
        ],
    )


def _shade(rows: int, of: int, is_right: bool) -> str:
    return f"{'r' if is_right else 'w'}{ceil(_SHADES * rows / of)}" if rows else ""
