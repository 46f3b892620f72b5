"""Calibration: whether "80 % sure" is right eight times in ten."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from eval.report.page.block import Block, Drawings, Note, Section, Table, words
from eval.report.page.cell import figure_cell
from eval.report.page.plot import reliability_plot
from eval.report.page.reading import Report
from eval.report.page.unmeasured import measured_of, unmeasured_notes
from eval.report.page.wording import set_words


def calibration_section(report: Report) -> Section:
    """Return a reliability diagram for each studied system and set, and the errors of every system."""
    drawings: list[tuple[str, Markup]] = []
    tables: list[Block] = []
    for set_name in report.sets_of("calibration"):
        for system in report.studied:
            bins = report.detail("calibration", set_name, system, "reliability")
            if bins:
                where = f"{system}, {set_words(set_name)}"
                drawings.append((f"Reliability: {where}", reliability_plot(bins, title=_told(bins, where))))
        names = measured_of(report, "calibration", set_name, report.names())
        tables += [_errors(report, set_name, names)] if names else []
        tables += unmeasured_notes(report, "calibration", set_name, report.names())
    blocks: list[Block] = [Drawings(drawings=drawings), *tables] if drawings else [*tables]
    return Section(
        id="calibration",
        title="Whether its probabilities can be believed",
        intro=(
            "On the dashed line a stated probability is exactly the share that is right; below it the system is too "
            "sure of itself. The bars count the rows behind each dot, and a larger dot has more."
        ),
        blocks=blocks or [Note(text=f"Not evaluated: {report.reason('calibration')}.", is_missing=True)],
    )


def _told(bins: Sequence[Mapping[str, Any]], where: str) -> str:
    """Return what the diagram shows, for those who cannot see it."""
    said = "; ".join(f"said {b['confidence']:.2f}, right {b['accuracy']:.2f}, {b['n']:,} rows" for b in bins)
    return f"Reliability of {where}: {said}"


def _errors(report: Report, set_name: str, names: Sequence[str]) -> Table:
    return Table(
        caption=f"Calibration error, {set_words(set_name)}; 0 is perfect",
        columns=("System", "Calibration error (ECE)", "Brier score"),
        rows=[
            [
                words(name),
                *(
                    figure_cell(report.figure("calibration", set_name, name, metric), metric)
                    for metric in ("ece", "brier")
                ),
            ]
            for name in names
        ],
    )
