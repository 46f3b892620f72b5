"""Opt-outs: which tier stops whom, and who slips through."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from eval.report.page.block import Block, Cell, Note, Section, Table, missing, words
from eval.report.page.cell import figure_cell
from eval.report.page.reading import Report
from eval.report.page.strip import part_strip
from eval.report.page.unmeasured import measured_of, unmeasured_notes
from eval.report.page.wording import set_words, task_words

_TIERS: Final = ("keyword", "phrase", "model")
_TASKS: Final = ("opt_out", "keyword")


def opt_out_section(report: Report) -> Section:
    """Return who is stopped by which tier, a table for each set."""
    blocks: list[Block] = []
    for task in _TASKS:
        tables: list[Block] = []
        for set_name in report.sets_of(task):
            names = measured_of(report, task, set_name, report.names())
            tables += [_table(report, task, set_name, names)] if names else []
            tables += unmeasured_notes(report, task, set_name, report.names())
        reason = f"{task_words(task).capitalize()}: not evaluated: {report.reason(task)}."
        blocks += tables or [Note(text=reason, is_missing=True)]
    return Section(
        id="opt-out",
        title="Opt-outs, by tier",
        intro=(
            "Opt-outs on which a system stops further texts: first by the keywords that the law names, then by fixed "
            "phrases, then by the model. The interval is exact: with k of n stopped, its lower end is the rate that "
            "can be counted on. In the bar, green is stopped by keyword, blue by phrase, purple by the model; the pale "
            "end is what no tier stopped, some of it held for a person."
        ),
        blocks=blocks,
    )


def _table(report: Report, task: str, set_name: str, names: Sequence[str]) -> Table:
    is_keyword = task == "keyword"
    others = () if is_keyword else ("Stopped or held", "Others stopped by mistake")
    return Table(
        caption=f"Opt-outs stopped: {set_words(set_name)}",
        columns=("System", "Stopped", *(f"By {tier}" for tier in _TIERS), *others),
        rows=[_row(report, task, set_name, name) for name in names],
    )


def _row(report: Report, task: str, set_name: str, name: str) -> list[Cell]:
    def figure(metric: str) -> Mapping[str, Any]:
        return report.figure(task, set_name, name, metric)

    stopped, tiers = figure("stopped"), [figure(f"stopped_by_{tier}") for tier in _TIERS]
    cells = [words(name), _stopped(stopped, tiers, name), *(_count(tier) for tier in tiers)]
    if task == "keyword":
        return cells
    return [*cells, _count(figure("stopped_or_held")), figure_cell(figure("false_stops"), f"{name}, others stopped")]


def _stopped(stopped: Mapping[str, Any], tiers: list[Mapping[str, Any]], name: str) -> Cell:
    if stopped["value"] is None or stopped.get("k") is None:
        return figure_cell(stopped, f"{name}, opt-outs stopped")
    counts = [tier.get("k") or 0 for tier in tiers]
    rest = stopped["k"] - sum(counts)
    parts = [*zip(counts, _TIERS, strict=True), (rest, "untold"), (stopped["n"] - stopped["k"], "missed")]
    told = ", ".join(f"{rows} {style}" for rows, style in parts if rows)
    return words(
        f"{stopped['k']:,} of {stopped['n']:,}",
        note=f"at least {stopped['low']:.1%} with 95 % confidence" if stopped.get("low") is not None else "",
        is_number=True,
        drawing=part_strip(parts, title=f"{name}, opt-outs by the tier that stopped them: {told}"),
    )


def _count(figure: Mapping[str, Any]) -> Cell:
    if figure["value"] is None:
        return missing(str(figure.get("reason") or "no reason was given"))
    return words(f"{figure['k']:,} of {figure['n']:,}", is_number=True)
