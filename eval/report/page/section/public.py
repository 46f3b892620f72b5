"""Public tasks: our vector on rows that others have published numbers for."""

from collections.abc import Mapping
from typing import Any

from eval.report.page.block import Block, Cell, Note, Section, Table, words
from eval.report.page.cell import ends_of, figure_cell
from eval.report.page.reading import Report
from eval.report.page.scale import UNIT, scale_of
from eval.report.page.wording import capital, metric_words


def public_section(report: Report) -> Section:
    """Return our figures of each public set, and beside them what was published."""
    return Section(
        id="public",
        title="Public tasks, beside published numbers",
        intro=(
            f"{capital(report.about('probe') or 'A linear layer on the frozen search vector')}. Published numbers are "
            "for orientation: their networks were trained whole on the set."
        ),
        blocks=[_table(report, set_name) for set_name in report.sets_of("probe")]
        or [Note(text=f"Not evaluated: {report.reason('probe')}.", is_missing=True)],
    )


def _table(report: Report, set_name: str) -> Block:
    measured = [
        (name, metric, report.figure("probe", set_name, name, metric))
        for name in report.studied
        for metric in report.metrics("probe", set_name, [name])
    ]
    published = _published(report, set_name)
    axis = scale_of([*ends_of(f for _, _, f in measured), *(number["value"] for number in published)], within=UNIT)
    rows = [
        [words(name, note=_learnt(report, set_name, name)), words(metric_words(metric)), _cell(figure, name, axis)]
        for name, metric, figure in measured
    ]
    rows += [
        [words(n["model"], note=n["source"]), words(metric_words(n["metric"])), _cell(n, n["model"], axis, n["note"])]
        for n in published
    ]
    return Table(caption=f"{set_name}; axis {axis.words}", columns=("System", "Figure", "Value"), rows=rows)


def _published(report: Report, set_name: str) -> list[Mapping[str, Any]]:
    return next((f for n in report.studied if (f := report.detail("probe", set_name, n, "published"))), [])


def _learnt(report: Report, set_name: str, name: str) -> str:
    learnt = report.detail("probe", set_name, name, "encoder_learnt_from_it")
    return "its encoder learnt from the set's training rows" if learnt else "frozen vector"


def _cell(figure: Mapping[str, Any], name: str, axis: Any, note: str = "") -> Cell:
    return figure_cell(figure, name, scale=axis, note=note)
