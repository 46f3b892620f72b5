"""Speed beside accuracy: what a better answer costs in time."""

from collections.abc import Sequence
from typing import Final

from eval.report.page.block import Block, Drawings, Note, Section, Table, words
from eval.report.page.cell import figure_cell
from eval.report.page.plot import Timed, speed_plot
from eval.report.page.reading import Report
from eval.report.page.unmeasured import measured_of, unmeasured_notes
from eval.report.page.wording import capital, metric_words, set_words

_TIME: Final = "real_p50_ms"
_ACCURACY: Final = ("primary", "public_written", "macro_f1")


def speed_section(report: Report) -> Section:
    """Return times of one reply beside accuracy, as a drawing and as tables."""
    blocks: list[Block] = []
    for set_name in report.sets_of("latency"):
        timed = _timed(report, set_name)
        if timed:
            title = f"Macro-F1 of the main intent by time, {set_words(set_name)}"
            told = "; ".join(f"{t.name}: {t.time_ms['value']:.1f} ms, {t.accuracy['value']:.3f}" for t in timed)
            blocks.append(Drawings(drawings=[(title, speed_plot(timed, title=f"{title}: {told}"))]))
        names = measured_of(report, "latency", set_name, report.names())
        blocks += [_table(report, set_name, names)] if names else []
        blocks += unmeasured_notes(report, "latency", set_name, report.names())
    return Section(
        id="speed",
        title="Speed beside accuracy",
        intro=(
            f"Times are of the machine named at the end of this page ({report.document['machine'].get('processor')}); "
            "their ratios say more than they do. Up and to the left is better."
        ),
        blocks=blocks or [Note(text=f"Not evaluated: {report.reason('latency')}.", is_missing=True)],
    )


def _timed(report: Report, set_name: str) -> list[Timed]:
    task, measured_on, metric = _ACCURACY
    pairs = [
        Timed(name, report.figure("latency", set_name, name, _TIME), report.figure(task, measured_on, name, metric))
        for name in report.names()
    ]
    return [each for each in pairs if each.time_ms["value"] and each.accuracy["value"] is not None]


def _table(report: Report, set_name: str, names: Sequence[str]) -> Table:
    task, measured_on, accuracy = _ACCURACY
    metrics = report.metrics("latency", set_name, names)
    rows = [
        [
            words("Macro-F1 of the main intent", note=set_words(measured_on)),
            *(figure_cell(report.figure(task, measured_on, name, accuracy), name) for name in names),
        ]
    ]
    rows += [
        [
            words(capital(metric_words(metric))),
            *(figure_cell(report.figure("latency", set_name, name, metric), name) for name in names),
        ]
        for metric in metrics
    ]
    return Table(caption=f"Speed and accuracy: {set_words(set_name)}", columns=("Figure", *names), rows=rows)
