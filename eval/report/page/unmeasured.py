"""Systems that a task could not measure: one note with its reason, not a column of the same words."""

from collections.abc import Sequence

from eval.report.page.block import Block, Note
from eval.report.page.reading import Report
from eval.report.page.wording import set_words


def measured_of(report: Report, task: str, set_name: str, names: Sequence[str]) -> list[str]:
    """Return those of some systems that have at least one number."""
    return [
        name
        for name in names
        if any(figure["value"] is not None for figure in report.figures(task, set_name, name).values())
    ]


def unmeasured_notes(report: Report, task: str, set_name: str, names: Sequence[str]) -> list[Block]:
    """Return a note for each reason why some of these systems have no number at all."""
    measured = measured_of(report, task, set_name, names)
    by_reason: dict[str, list[str]] = {}
    for name in names:
        if name not in measured:
            by_reason.setdefault(report.reason(task, set_name, name), []).append(name)
    return [
        Note(text=f"{', '.join(silent)} on {set_words(set_name)}: not evaluated: {reason}.", is_missing=True)
        for reason, silent in by_reason.items()
    ]
