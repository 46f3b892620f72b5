"""Abstaining: what is gained by leaving the least sure replies to a person."""

from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup

from eval.report.page.block import Block, Cell, Drawings, Note, Section, Table, words
from eval.report.page.plot import risk_plot
from eval.report.page.reading import Report
from eval.report.page.unmeasured import unmeasured_notes
from eval.report.page.wording import set_words

_TOLD: Final = (0.5, 0.7, 0.8, 0.9, 1.0)
"""Coverages in the table."""


def abstaining_section(report: Report) -> Section:
    """Return the risk–coverage curves of every system, a drawing and a table for each set."""
    drawings: list[tuple[str, Markup]] = []
    tables: list[Block] = []
    unmeasured: list[Block] = []
    for set_name in report.sets_of("abstention"):
        curves = {
            name: curve
            for name in report.names()
            if (curve := report.detail("abstention", set_name, name, "risk_coverage"))
        }
        if curves:
            title = f"Error rate by share of rows answered, {set_words(set_name)}"
            drawings.append((title, risk_plot(curves, title=title)))
            tables.append(_table(set_name, curves))
        unmeasured += unmeasured_notes(report, "abstention", set_name, report.names())
    blocks: list[Block] = [Drawings(drawings=drawings), *tables] if drawings else []
    blocks += unmeasured
    return Section(
        id="abstaining",
        title="Answering only when sure",
        intro=(
            "Rows in scope, the surest answered first: the further left, the fewer are answered, and the fewer of the "
            "answers should be wrong. The lower the line, the better."
        ),
        blocks=blocks or [Note(text=f"Not evaluated: {report.reason('abstention')}.", is_missing=True)],
    )


def _table(set_name: str, curves: Mapping[str, Mapping[str, Sequence[float]]]) -> Table:
    return Table(
        caption=f"Error rate when answering only the surest, {set_words(set_name)}",
        columns=("System", *(f"{100 * share:.0f} %" for share in _TOLD)),
        rows=[[words(name), *_risks(curve)] for name, curve in curves.items()],
    )


def _risks(curve: Mapping[str, Sequence[float]]) -> list[Cell]:
    points = list(zip(curve["coverage"], curve["risk"], strict=True))
    reached = [next((risk for coverage, risk in points if coverage >= share - 1e-9), points[-1][1]) for share in _TOLD]
    return [words(f"{risk:.3f}", is_number=True) for risk in reached]
