"""Small drawings that stand under a number in a table, one axis for the whole column."""

from collections.abc import Sequence
from typing import Any, Final

from markupsafe import Markup

from eval.report.page.scale import Scale
from eval.report.page.svg import Drawing

_WIDTH: Final = 170.0
_HEIGHT: Final = 18.0
_EDGE: Final = 6.0
"""Room for half a mark at both ends."""
_MIDDLE: Final = _HEIGHT / 2


def dot_strip(figure: Any, scale: Scale, *, title: str, mark: float | None = None) -> Markup | None:
    """Draw a value as a dot on its interval.

    Args:
        figure: A mapping with ``value``, ``low`` and ``high``; ``None`` is drawn for one without a value.
        scale: The axis of the column.
        title: What is shown.
        mark: A number to look at it beside: a bound, or no difference.
    """
    if figure.get("value") is None:
        return None
    sheet = _sheet(title)
    _mark(sheet, scale, mark)
    low, high = figure.get("low"), figure.get("high")
    if low is not None and high is not None:
        sheet.line((_at(low, scale), _MIDDLE), (_at(high, scale), _MIDDLE), "interval")
    sheet.dot((_at(figure["value"], scale), _MIDDLE), 4, "dot")
    return sheet.markup()


def bar_strip(figure: Any, scale: Scale, *, title: str) -> Markup | None:
    """Draw a value as a bar from the axis's start, its interval over it; ``None`` without a value."""
    if figure.get("value") is None:
        return None
    sheet = _sheet(title)
    sheet.box(_EDGE, 3, _at(figure["value"], scale) - _EDGE, _HEIGHT - 6, "bar")
    low, high = figure.get("low"), figure.get("high")
    if low is not None and high is not None:
        sheet.line((_at(low, scale), _MIDDLE), (_at(high, scale), _MIDDLE), "whisker")
        for end in (low, high):
            sheet.line((_at(end, scale), _MIDDLE - 3), (_at(end, scale), _MIDDLE + 3), "whisker")
    return sheet.markup()


def part_strip(parts: Sequence[tuple[int, str]], *, title: str) -> Markup | None:
    """Draw what a whole is made of, (rows, CSS class) side by side; ``None`` where there are no rows."""
    whole = sum(rows for rows, _ in parts)
    if not whole:
        return None
    sheet, place = _sheet(title), _EDGE
    for rows, style in parts:
        width = (_WIDTH - 2 * _EDGE) * rows / whole
        sheet.box(place, 2, width, _HEIGHT - 4, f"part {style}")
        place += width
    return sheet.markup()


def _sheet(title: str) -> Drawing:
    sheet = Drawing(_WIDTH, _HEIGHT, title, style="strip")
    sheet.line((_EDGE, _MIDDLE), (_WIDTH - _EDGE, _MIDDLE), "axis")
    return sheet


def _mark(sheet: Drawing, scale: Scale, mark: float | None) -> None:
    if mark is not None and scale.low <= mark <= scale.high:
        sheet.line((_at(mark, scale), 1), (_at(mark, scale), _HEIGHT - 1), "mark")


def _at(value: float, scale: Scale) -> float:
    return scale.place(value, _EDGE, _WIDTH - _EDGE)
