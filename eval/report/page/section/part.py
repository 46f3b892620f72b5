"""Parts of the rows: where a system is good and where it is not."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from eval.report.page.block import Block, Cell, Note, Section, Table, words
from eval.report.page.cell import figure_cell
from eval.report.page.reading import Report
from eval.report.page.scale import UNIT
from eval.report.page.wording import metric_words, set_words


def part_section(report: Report) -> Section:
    """Return a bar with its interval for each part, by what parts the rows."""
    blocks: list[Block] = []
    for set_name in report.sets_of("slices"):
        for system in report.studied:
            parts = report.detail("slices", set_name, system, "slices")
            where = f"{system}, {set_words(set_name)}"
            if parts is None:
                reason = report.reason("slices", set_name, system)
                blocks.append(Note(text=f"{where}: not evaluated: {reason}", is_missing=True))
            else:
                blocks.append(part_table(parts, where))
    return Section(
        id="parts",
        title="Where it is good and where it is not",
        intro=(
            "Accuracy of the main intent on parts of the rows. Bars start at 0 and end at 1; the whisker is the 95 % "
            "interval, wide where rows are few."
        ),
        blocks=blocks or [Note(text=f"Not evaluated: {report.reason('slices')}.", is_missing=True)],
    )


def part_table(parts: Sequence[Mapping[str, Any]], where: str) -> Table:
    """Return parts, ``length: 1–2 words`` and so on, with their bars."""
    metrics = " and ".join(metric_words(metric) for metric in dict.fromkeys(part["metric"] for part in parts))
    rows: list[list[Cell]] = []
    for _, found in groupby(parts, key=lambda part: part["slice"].partition(": ")[0]):
        rows += [_row(part, where) for part in found]
    return Table(caption=f"Parts: {where}", columns=("Part", "Rows", metrics.capitalize()), rows=rows)


def _row(part: Mapping[str, Any], where: str) -> list[Cell]:
    return [
        words(part["slice"]),
        words(f"{part['n']:,}", is_number=True),
        figure_cell(part, f"{part['slice']}, {where}", scale=UNIT, is_bar=True),
    ]
