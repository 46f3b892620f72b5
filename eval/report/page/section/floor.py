"""Floors: what a model must reach to ship, and whether it does."""

from collections.abc import Mapping
from typing import Any

from eval.report.page.block import Block, Cell, Note, Section, Table, words
from eval.report.page.cell import ends_of, figure_cell, floor_badge
from eval.report.page.reading import Report
from eval.report.page.scale import UNIT, Scale, scale_of
from eval.report.page.wording import bound_words, capital, entry_words, metric_words, set_words, task_words


def floor_section(report: Report) -> Section:
    """Return a table of floors for each system that they bind."""
    blocks: list[Block] = [_table(report, name) for name in report.names() if _floors(report, name)]
    return Section(
        id="floors",
        title="Floors",
        intro=(
            "Each floor was set before it was measured. A value at the bound or better is met; a worse one is missed "
            "only where its whole 95 % interval is worse, else the rows are too few to decide. The upright mark is "
            "the bound."
        ),
        blocks=blocks or [Note(text="No floor binds the systems of this report.", is_missing=True)],
    )


def _floors(report: Report, system: str) -> list[Mapping[str, Any]]:
    return [floor for floor in report.document["floors"] if floor["system"] == system]


def _table(report: Report, system: str) -> Table:
    floors = _floors(report, system)
    return Table(
        caption=f"Floors of {system}; each row has an axis of its own",
        columns=("Floor", "Is", "Verdict"),
        rows=[_row(report, floor) for floor in floors],
    )


def _row(report: Report, floor: Mapping[str, Any]) -> list[Cell]:
    measured = report.figure(floor["task"], floor["set"], floor["system"], floor["metric"])
    figure = floor if floor["value"] is not None else measured
    if figure["value"] is not None and measured.get("k") is not None:
        figure = measured
    axis: Scale = scale_of([*ends_of([figure]), floor["bound"]], within=UNIT)
    return [
        words(f"{capital(task_words(floor['task']))}: {metric_words(floor['metric'])}", note=set_words(floor["set"])),
        figure_cell(
            figure,
            entry_words(floor),
            scale=axis,
            mark=floor["bound"],
            note=f"must be {bound_words(floor)}; axis {axis.words}",
        ),
        floor_badge(floor),
    ]
