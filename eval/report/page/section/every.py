"""Every figure of the report, for those who want them all."""

from collections.abc import Sequence

from eval.report.page.block import Block, Heading, Note, Section, Table, words
from eval.report.page.cell import figure_cell
from eval.report.page.reading import Report
from eval.report.page.unmeasured import measured_of, unmeasured_notes
from eval.report.page.wording import capital, task_words


def every_section(report: Report) -> Section:
    """Return a table for each task and set, a column for each system."""
    blocks: list[Block] = []
    names = report.names()
    for task in report.tasks:
        blocks += [
            Heading(text=f"{capital(task_words(task))} ({task}, version {report.version(task)})"),
            Note(text=capital(report.about(task)) + "."),
        ]
        for set_name in report.sets_of(task):
            measured = measured_of(report, task, set_name, names)
            blocks += [_table(report, task, set_name, measured)] if measured else []
            blocks += unmeasured_notes(report, task, set_name, names)
    return Section(
        id="every",
        title="Every figure",
        intro="By their names in the JSON file, each with its 95 % interval, and as k of n where it is a count.",
        blocks=blocks or [Note(text="Not evaluated: no task was measured.", is_missing=True)],
    )


def _table(report: Report, task: str, set_name: str, names: Sequence[str]) -> Table:
    return Table(
        caption=f"{task} on {set_name}",
        columns=("Figure", *names),
        rows=[
            [words(metric), *(figure_cell(report.figure(task, set_name, name, metric), name) for name in names)]
            for metric in report.metrics(task, set_name, names)
        ],
    )
