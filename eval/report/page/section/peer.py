"""Beside other systems: the headline figures as dots on intervals, and what chance can explain of the differences."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from eval.compare import HEADLINES
from eval.report.page.block import Block, Cell, Heading, Note, Section, Table, words
from eval.report.page.cell import comparison_badge, difference_cell, ends_of, figure_cell
from eval.report.page.reading import Report
from eval.report.page.scale import UNIT, scale_of
from eval.report.page.wording import capital, metric_words, set_words, task_words

_FIRST_SET = "public_written"


def peer_section(report: Report) -> Section:
    """Return the comparison of every system on the same rows."""
    systems = report.names()
    if len(systems) < 2:
        blocks: list[Block] = [Note(text="Not evaluated: this run measured one system only.", is_missing=True)]
    else:
        headlines = [table for headline in HEADLINES if (table := _headline(report, headline, systems))]
        blocks = [*_beside_best(report), *headlines]
        if report.document["comparisons"]:
            blocks += [Heading(text="Paired differences"), *_differences(report)]
    return Section(
        id="peers",
        title="Beside other systems",
        intro=(
            "Every system reads the same rows; peers learnt from the same training rows. A difference is “better” or "
            "“worse” only where its paired 95 % interval leaves zero out."
        ),
        blocks=blocks,
    )


def _set_of(report: Report, task: str) -> str:
    measured = report.sets_of(task)
    return measured[0] if measured and _FIRST_SET not in measured else _FIRST_SET


def _beside_best(report: Report) -> list[Block]:
    """Return, for each system of ours, every headline figure beside the best peer's."""
    tables: list[Block] = []
    for system in report.names("ours"):
        rows = []
        for task, metric in HEADLINES:
            set_name = _set_of(report, task)
            paired = [
                entry
                for entry in report.document["comparisons"]
                if (entry["task"], entry["metric"], entry["set"], entry["system"]) == (task, metric, set_name, system)
                and entry["against"] in report.names("own", "peer")
            ]
            if paired:
                rows.append((task, metric, min(paired, key=lambda entry: float(entry["difference"]))))
        if rows:
            axis = scale_of([0.0, *(entry[end] for _, _, entry in rows for end in ("low", "high"))])
            tables.append(
                Table(
                    caption=f"{system} beside the best of the others; differences on an axis from {axis.words}",
                    columns=("Figure", "Best of the others", "Difference", "Verdict"),
                    rows=[
                        [
                            words(f"{capital(task_words(task))}: {metric_words(metric)}", note=set_words(entry["set"])),
                            words(entry["against"], note=f"{entry['value'] - entry['difference']:.3f}"),
                            difference_cell(entry, f"{task_words(task)} against {entry['against']}", axis),
                            comparison_badge(entry["verdict"]),
                        ]
                        for task, metric, entry in rows
                    ],
                )
            )
    return tables


def _headline(report: Report, headline: tuple[str, str], systems: Sequence[str]) -> Table | None:
    task, metric = headline
    set_name = _set_of(report, task)
    figures = {system: report.figure(task, set_name, system, metric) for system in systems}
    if all(figure["value"] is None for figure in figures.values()):
        return None
    axis = scale_of(ends_of(figures.values()), within=UNIT)
    what = f"{task_words(task)}, {metric_words(metric)}"
    return Table(
        caption=f"{capital(what)}, {set_words(set_name)}; axis {axis.words}",
        columns=("System", "Value"),
        rows=[[words(name), figure_cell(figure, f"{name}, {what}", scale=axis)] for name, figure in figures.items()],
    )


def _differences(report: Report) -> list[Block]:
    comparisons: Sequence[Mapping[str, Any]] = report.document["comparisons"]
    tables: list[Block] = []
    for (system, against), found in groupby(comparisons, key=lambda entry: (entry["system"], entry["against"])):
        entries = list(found)
        axis = scale_of([0.0, *(entry[end] for entry in entries for end in ("low", "high"))])
        tables.append(
            Table(
                caption=f"{system} minus {against}; axis {axis.words}, zero marked",
                columns=("Figure", "Difference", "Verdict"),
                rows=[_difference(entry, f"{system} minus {against}", axis) for entry in entries],
            )
        )
    return tables


def _difference(entry: Mapping[str, Any], what: str, axis: Any) -> list[Cell]:
    return [
        words(
            f"{capital(task_words(entry['task']))}: {metric_words(entry['metric'])}",
            note=f"{set_words(entry['set'])}, {entry['n']:,} rows",
        ),
        difference_cell(entry, f"{entry['metric']}, {what}", axis),
        comparison_badge(entry["verdict"]),
    ]
