"""Drawings with two axes: error rate by coverage, accuracy by probability, accuracy by time."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from eval.report.page.scale import UNIT, Scale, scale_of
from eval.report.page.svg import Drawing

_WIDTH: Final = 360.0
"""As wide as a telephone, so that words are never drawn smaller than they are written."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 350.0, 12.0, 232.0
_LEGEND_TOP: Final = 286.0
_LEGEND_STEP: Final = 18.0
_NAME: Final = 42
"""Letters of a system's name that fit beside its line."""
_COLOURS: Final = 8
_BARS: Final = 26.0
"""Height of the counts under a reliability diagram."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A system with its time and its accuracy."""

    name: str
    time_ms: Mapping[str, Any]
    """A figure."""
    accuracy: Mapping[str, Any]
    """A figure."""


def risk_plot(curves: Mapping[str, Mapping[str, Sequence[float]]], *, title: str) -> Markup:
    """Draw each system's error rate against the share of rows it answers, the surest first."""
    risks = [risk for curve in curves.values() for risk in curve["risk"]]
    up = Scale(0.0, max(scale_of([0.0, *risks], within=UNIT).high, 0.1))
    sheet = _axes(_LEGEND_TOP + _LEGEND_STEP * len(curves), title, UNIT, up, "share of rows answered", "error rate")
    for number, (name, curve) in enumerate(curves.items()):
        points = zip(curve["coverage"], curve["risk"], strict=True)
        style = f"line s{number % _COLOURS}"
        sheet.path([(_across(x, UNIT), _up(y, up)) for x, y in points], style)
        height = _LEGEND_TOP + _LEGEND_STEP * number
        sheet.line((_LEFT, height - 4), (_LEFT + 30, height - 4), style)
        sheet.words((_LEFT + 38, height), _short(name))
    return sheet.markup()


def reliability_plot(bins: Sequence[Mapping[str, Any]], *, title: str) -> Markup:
    """Draw accuracy against probability, bin by bin; the bars below are the rows in each bin."""
    sheet = _axes(_LEGEND_TOP - 14, title, UNIT, UNIT, "probability given", "share that was right")
    sheet.line((_LEFT, _BOTTOM), (_RIGHT, _TOP), "ideal")
    most = max((entry["n"] for entry in bins), default=1)
    for entry in bins:
        left, right = _across(entry["low"], UNIT), _across(entry["high"], UNIT)
        height = _BARS * entry["n"] / most
        sheet.box(left + 1, _BOTTOM - height, right - left - 2, height, "count")
    points = [(_across(entry["confidence"], UNIT), _up(entry["accuracy"], UNIT)) for entry in bins]
    sheet.path(points, "line s0")
    for entry, point in zip(bins, points, strict=True):
        told = f"{entry['n']:,} rows: said {entry['confidence']:.2f}, right {entry['accuracy']:.2f}"
        sheet.dot(point, 3 + 3 * math.sqrt(entry["n"] / most), "dot", title=told)
    return sheet.markup()


def speed_plot(timed: Sequence[Timed], *, title: str) -> Markup:
    """Draw accuracy against the time of one reply; times grow tenfold at each line."""
    times = [figure["value"] for each in timed for figure in [each.time_ms]]
    ends = Scale(math.floor(math.log10(min(times))), math.floor(math.log10(max(times))) + 1.0)
    values = [each.accuracy.get(end) for each in timed for end in ("value", "low", "high")]
    up = scale_of(values, within=UNIT)
    height = _LEGEND_TOP + _LEGEND_STEP * len(timed)
    sheet = _axes(height, title, ends, up, "milliseconds a reply", "macro-F1", tenfold=True)
    for number, each in enumerate(timed):
        x, style = _across(math.log10(each.time_ms["value"]), ends), f"s{number % _COLOURS}"
        low, high = each.accuracy.get("low"), each.accuracy.get("high")
        if low is not None and high is not None:
            sheet.line((x, _up(low, up)), (x, _up(high, up)), f"line {style}")
        sheet.dot((x, _up(each.accuracy["value"], up)), 5, f"spot {style}")
        below = _LEGEND_TOP + _LEGEND_STEP * number
        sheet.dot((_LEFT + 15, below - 4), 5, f"spot {style}")
        sheet.words((_LEFT + 38, below), _short(each.name))
    return sheet.markup()


def _axes(
    height: float, title: str, across: Scale, up: Scale, below: str, beside: str, *, tenfold: bool = False
) -> Drawing:
    sheet = Drawing(_WIDTH, height, title, style="plot")
    for tick in up.ticks:
        sheet.line((_LEFT, _up(tick, up)), (_RIGHT, _up(tick, up)), "grid")
        sheet.words((_LEFT - 6, _up(tick, up) + 4), f"{tick:g}", anchor="end")
    ticks = [float(power) for power in range(int(across.low), int(across.high) + 1)] if tenfold else across.ticks
    for tick in ticks:
        sheet.line((_across(tick, across), _TOP), (_across(tick, across), _BOTTOM), "grid")
        shown = f"{10**tick:g}" if tenfold else f"{tick:g}"
        sheet.words((_across(tick, across), _BOTTOM + 16), shown, anchor="middle")
    sheet.line((_LEFT, _BOTTOM), (_RIGHT, _BOTTOM), "axis")
    sheet.line((_LEFT, _TOP), (_LEFT, _BOTTOM), "axis")
    sheet.words(((_LEFT + _RIGHT) / 2, _BOTTOM + 34), f"{below} →", anchor="middle")
    sheet.words((_LEFT + 4, _TOP + 10), f"↑ {beside}", style="label over")
    return sheet


def _across(value: float, scale: Scale) -> float:
    return scale.place(value, _LEFT, _RIGHT)


def _up(value: float, scale: Scale) -> float:
    return scale.place(value, _BOTTOM, _TOP)


def _short(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
