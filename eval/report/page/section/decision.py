"""Decisions: what the shipped policy does with what a system reads."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from eval.report.page.block import Block, Cell, Heading, Note, Section, Table, words
from eval.report.page.cell import figure_cell
from eval.report.page.reading import Report
from eval.report.page.scale import UNIT
from eval.report.page.section.intent import heat_of
from eval.report.page.section.part import part_table
from eval.report.page.unmeasured import measured_of, unmeasured_notes
from eval.report.page.wording import capital, metric_words, set_words

_COST: Final = "cost_per_1000"


def decision_section(report: Report) -> Section:
    """Return harms with their cost, actions wanted and taken, and accuracy by stage."""
    blocks: list[Block] = []
    for set_name in report.sets_of("decision"):
        names = measured_of(report, "decision", set_name, report.names())
        blocks += [_table(report, set_name, names)] if names else []
        blocks += unmeasured_notes(report, "decision", set_name, report.names())
        for system in report.studied:
            blocks += _drawn(report, set_name, system)
    return Section(
        id="decisions",
        title="What is done about it",
        intro=(
            "The action that the shipped policy takes on what a system reads, against the actions that two blind "
            "readings accept. Cost is of the harms, for 1,000 replies, at the prices stated below the table."
        ),
        blocks=blocks or [Note(text=f"Not evaluated: {report.reason('decision')}.", is_missing=True)],
    )


def _table(report: Report, set_name: str, names: Sequence[str]) -> Table:
    return Table(
        caption=f"Actions and harms: {set_words(set_name)}; shares on an axis from 0 to 1",
        columns=("Figure", *names),
        rows=[
            [words(capital(metric_words(metric))), *(_cell(report, set_name, metric, name) for name in names)]
            for metric in report.metrics("decision", set_name, names)
        ],
    )


def _cell(report: Report, set_name: str, metric: str, name: str) -> Cell:
    figure = report.figure("decision", set_name, name, metric)
    return figure_cell(figure, f"{metric}, {name}", scale=None if metric == _COST else UNIT)


def _drawn(report: Report, set_name: str, system: str) -> list[Block]:
    where = f"{system}, {set_words(set_name)}"
    confusion = report.detail("decision", set_name, system, "confusion")
    if confusion is None:
        return []
    blocks: list[Block] = [Heading(text=where)]
    costs: Mapping[str, Any] = report.detail("decision", set_name, system, "costs") or {}
    if costs:
        prices = ", ".join(f"{harm.replace('_', ' ')} {price:g}" for harm, price in costs.items())
        blocks.append(Note(text=f"Prices of the harms: {prices}."))
    blocks.append(heat_of(confusion, f"action wanted (rows) and taken (columns): {where}"))
    parts = report.detail("decision", set_name, system, "slices")
    return [*blocks, part_table(parts, where)] if parts else blocks
