"""Cells that stand for a figure, a verdict or a difference."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from eval.report.page.block import Cell, Tone, missing
from eval.report.page.scale import Scale
from eval.report.page.strip import bar_strip, dot_strip
from eval.report.table import describe_verdict, interval

_VERDICT_TONES: Final[Mapping[str, Tone]] = {
    "met": "good",
    "missed": "bad",
    "too few rows to decide": "unsure",
    "not evaluated": "missing",
    "better": "good",
    "worse": "bad",
    "no difference shown": "muted",
}
"""Verdicts of floors and of comparisons."""


def figure_cell(
    figure: Mapping[str, Any],
    what: str,
    *,
    scale: Scale | None = None,
    mark: float | None = None,
    is_bar: bool = False,
    note: str = "",
) -> Cell:
    """Return a figure with its interval.

    Args:
        figure: As it stands in a report.
        what: What it is of, for those who cannot see the drawing.
        scale: The axis of its drawing; none is drawn without.
        mark: A number to see it beside.
        is_bar: Draw a bar, not a dot.
        note: A smaller line below.
    """
    if figure["value"] is None:
        return missing(str(figure.get("reason") or "no reason was given"))
    text = interval(figure)
    drawing = None
    if scale is not None:
        title = f"{what}: {text}" + ("" if mark is None else f", beside {mark:g}")
        drawing = bar_strip(figure, scale, title=title) if is_bar else dot_strip(figure, scale, title=title, mark=mark)
    return Cell(text=text, note=note, is_number=True, drawing=drawing)


def floor_badge(floor: Mapping[str, Any]) -> Cell:
    """Return the verdict on a floor; one that is met by luck of few rows is not as green."""
    tone = _VERDICT_TONES.get(floor["verdict"], "muted")
    if tone == "good" and not floor["sure"]:
        return Cell(text="met", note="on these rows, too few to be sure", tone="good", is_badge=True)
    return Cell(text=describe_verdict(floor), tone=tone, is_badge=True)


def comparison_badge(verdict: str) -> Cell:
    """Return the verdict on a paired difference."""
    return Cell(text=verdict, tone=_VERDICT_TONES.get(verdict, "muted"), is_badge=True)


def difference_cell(entry: Mapping[str, Any], what: str, scale: Scale) -> Cell:
    """Return a paired difference on an axis with zero marked."""
    text = f"{entry['difference']:+.3f} ({entry['low']:+.3f} to {entry['high']:+.3f})"
    figure = {"value": entry["difference"], "low": entry["low"], "high": entry["high"]}
    drawing = dot_strip(figure, scale, title=f"{what}: {text}, beside 0", mark=0.0)
    return Cell(text=text, is_number=True, drawing=drawing)


def ends_of(figures: Iterable[Mapping[str, Any]]) -> list[float | None]:
    """Return every value and end of interval, for an axis that holds them all."""
    return [figure.get(end) for figure in figures for end in ("value", "low", "high")]
