"""Every figure of the report, for those who want them all."""

from eval.report.page.block import Block, Heading, Note, Section, Table, words
from eval.report.page.cell import figure_cell
from eval.report.page.reading import Report
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
        blocks += [
            Table(
                caption=f"{task} on {set_name}",
                columns=("Figure", *names),
                rows=[
                    [
                        words(metric),
                        *(figure_cell(report.figure(task, set_name, name, metric), name) for name in names),
                    ]
                    for metric in report.metrics(task, set_name, names)
                ],
            )
            for set_name in report.sets_of(task)
        ]
    return Section(
        id="every",
        title="Every figure",
        intro="By their names in the JSON file, each with its 95 % interval, and as k of n where it is a count.",
        blocks=blocks or [Note(text="Not evaluated: no task was measured.", is_missing=True)],
    )
