"""Robustness: what damage to the reply costs."""

from collections.abc import Mapping
from typing import Any

from eval.report.page.block import Block, Cell, Note, Section, Table, missing, words
from eval.report.page.cell import difference_cell, ends_of, figure_cell
from eval.report.page.reading import Report
from eval.report.page.scale import Scale, scale_of
from eval.report.page.wording import capital, set_words, task_words

_DROP = "drop_"
_STOPPED = "stopped_"
_HELD = "stopped_or_held_"


def robustness_section(report: Report) -> Section:
    """Return the loss by damage, and how many damaged opt-outs still stop."""
    blocks: list[Block] = []
    for task, table in (("robustness", _drops), ("opt_out_robustness", _stops)):
        tables: list[Block] = [
            table(report, set_name, system) for set_name in report.sets_of(task) for system in report.studied
        ]
        reason = f"{capital(task_words(task))}: not evaluated: {report.reason(task)}."
        blocks += tables or [Note(text=reason, is_missing=True)]
    return Section(
        id="robustness",
        title="When the text is damaged",
        intro=(
            "The same replies with typing errors, in capitals, without punctuation, with emoji, look-alike letters and "
            "so on. A drop right of zero is a loss; the worst one is chosen from all, so it looks a little too dark."
        ),
        blocks=blocks,
    )


def _drops(report: Report, set_name: str, system: str) -> Table | Note:
    figures = report.figures("robustness", set_name, system)
    drops = {name.removeprefix(_DROP): figure for name, figure in figures.items() if name.startswith(_DROP)}
    if not drops:
        reason = report.reason("robustness", set_name, system)
        return Note(text=f"{system} on {set_words(set_name)}: not evaluated: {reason}", is_missing=True)
    worst = report.detail("robustness", set_name, system, "worst_damage")
    axis = scale_of([0.0, *ends_of(drops.values())])
    rows = [[words("clean"), words(f"{figures['macro_f1_clean']['value']:.3f}", is_number=True), words("–")]]
    for name, drop in drops.items():
        left = report.figure("robustness", set_name, system, f"macro_f1_{name}")
        rows.append([_named(name, worst), figure_cell(left, name), _drop(drop, name, axis)])
    return Table(
        caption=f"Loss of macro-F1 by damage: {system}, {set_words(set_name)}; axis of the drop {axis.words}",
        columns=("Damage", "Macro-F1", "Drop"),
        rows=rows,
    )


def _stops(report: Report, set_name: str, system: str) -> Table | Note:
    figures = report.figures("opt_out_robustness", set_name, system)
    names = [name.removeprefix(_STOPPED) for name in figures if name.startswith(_STOPPED) and _HELD not in name]
    names = [name for name in names if name != "worst"]
    if not names or all(figure["value"] is None for figure in figures.values()):
        reason = report.reason("opt_out_robustness", set_name, system)
        return Note(text=f"{system} on {set_words(set_name)}: not evaluated: {reason}", is_missing=True)
    axis = Scale(0.0, 1.0)
    return Table(
        caption=f"Damaged opt-outs that still stop: {system}, {set_words(set_name)}; axis {axis.words}",
        columns=("Damage", "Stopped", "Stopped or held", "Others stopped by mistake"),
        rows=[
            [
                words(name.replace("_", " ")),
                *(
                    figure_cell(
                        report.figure("opt_out_robustness", set_name, system, f"{prefix}{name}"),
                        f"{prefix}{name}",
                        scale=axis if prefix == _STOPPED else None,
                    )
                    for prefix in (_STOPPED, _HELD, "false_stops_")
                ),
            ]
            for name in names
        ],
    )


def _named(damage: str, worst: str | None) -> Cell:
    return words(damage.replace("_", " "), note="the worst" if damage == worst else "")


def _drop(figure: Mapping[str, Any], damage: str, axis: Scale) -> Cell:
    ends = {"difference": figure["value"], "low": figure["low"], "high": figure["high"]}
    return missing(str(figure["reason"])) if figure["value"] is None else difference_cell(ends, damage, axis)
