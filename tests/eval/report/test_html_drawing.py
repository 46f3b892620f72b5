"""Drawings: marks stand where their numbers are, and a number that is not there is not drawn."""

from xml.etree.ElementTree import Element, fromstring

import pytest

from eval.report.page.plot import Timed, reliability_plot, risk_plot, speed_plot
from eval.report.page.scale import UNIT, Scale, scale_of
from eval.report.page.section.intent import commonest, heat_of
from eval.report.page.strip import bar_strip, dot_strip, part_strip
from eval.report.page.svg import Drawing
from tests.eval.report.builders import figure


def marks(drawing: object, tag: str, style: str) -> list[Element]:
    return [element for element in fromstring(str(drawing)).iter(tag) if style in element.get("class", "").split()]


@pytest.mark.parametrize(
    ("values", "within", "low", "high"),
    [
        ([0.83, 0.89], UNIT, 0.82, 0.9),
        ([0.0, 0.143], None, 0.0, 0.15),
        ([-0.045, 0.178], None, -0.05, 0.2),
        ([0.97, 1.0], UNIT, 0.97, 1.0),
        ([0.5], None, 0.5, 0.6),
        ([1.0], UNIT, 0.8, 1.0),
        ([None], None, 0.0, 1.0),
        ([], UNIT, 0.0, 1.0),
        ([0.0], None, 0.0, 1.0),
        ([20848.0, 33856.0], None, 20000.0, 35000.0),
        ([2.0, 9.0], UNIT, 2.0, 10.0),
    ],
)
def test_an_axis_has_round_ends_and_holds_its_values(
    values: list[float | None], within: Scale | None, low: float, high: float
) -> None:
    axis = scale_of(values, within=within)
    assert (axis.low, axis.high) == (low, high)
    assert all(axis.low <= value <= axis.high for value in values if value is not None)
    assert axis.ticks[0] >= axis.low and axis.ticks[-1] <= axis.high


def test_a_value_stands_between_the_ends_of_its_interval() -> None:
    strip = dot_strip(figure(0.5, 0.25, 0.75), UNIT, title="half", mark=0.25)
    [dot], [line], [mark] = (
        marks(strip, "circle", "dot"),
        marks(strip, "line", "interval"),
        marks(strip, "line", "mark"),
    )
    assert dot.get("cx") == "85"
    assert (line.get("x1"), line.get("x2")) == ("45.5", "124.5")
    assert mark.get("x1") == line.get("x1")


def test_a_number_that_is_not_there_is_not_drawn() -> None:
    absent = figure(None, reason="nobody judged it")
    assert dot_strip(absent, UNIT, title="none") is None
    assert bar_strip(absent, UNIT, title="none") is None
    assert part_strip([(0, "keyword")], title="none") is None


def test_a_value_without_an_interval_has_no_line() -> None:
    assert marks(dot_strip(figure(0.5), UNIT, title="half"), "line", "interval") == []
    assert marks(bar_strip(figure(0.5), UNIT, title="half"), "line", "whisker") == []


def test_a_bar_begins_at_the_axis_and_ends_at_its_value() -> None:
    [bar] = marks(bar_strip(figure(0.5, 0.4, 0.6), UNIT, title="half"), "rect", "bar")
    assert (bar.get("x"), bar.get("width")) == ("6", "79")


def test_parts_fill_the_whole() -> None:
    parts = [(6, "keyword"), (3, "phrase"), (1, "missed")]
    widths = [float(box.get("width", "")) for box in marks(part_strip(parts, title="all"), "rect", "part")]
    assert sum(widths) == pytest.approx(158)
    assert widths[0] == pytest.approx(2 * widths[1])


def test_each_system_has_a_line_of_its_own_and_its_name() -> None:
    curve = {"coverage": [0.5, 1.0], "risk": [0.1, 0.3]}
    plot = risk_plot({f"system-{number}": curve for number in range(10)}, title="risk")
    assert len(marks(plot, "polyline", "line")) == 10
    names = [label.text for label in marks(plot, "text", "label")]
    assert [name for name in names if name and name.startswith("system")] == [f"system-{n}" for n in range(10)]


def test_a_higher_error_is_drawn_higher() -> None:
    plot = risk_plot({"a": {"coverage": [0.5, 1.0], "risk": [0.1, 0.3]}}, title="risk")
    [line] = marks(plot, "polyline", "line")
    (x1, y1), (x2, y2) = (tuple(map(float, point.split(","))) for point in line.get("points", "").split())
    assert x2 > x1
    assert y2 < y1


def test_a_perfectly_calibrated_bin_lies_on_the_diagonal() -> None:
    entry = {"low": 0.0, "high": 1.0, "n": 5, "confidence": 0.5, "accuracy": 0.5}
    plot = reliability_plot([entry], title="reliability")
    [dot], [ideal] = marks(plot, "circle", "dot"), marks(plot, "line", "ideal")
    middle = [(float(ideal.get(f"{axis}1", "")) + float(ideal.get(f"{axis}2", ""))) / 2 for axis in "xy"]
    assert [float(dot.get("cx", "")), float(dot.get("cy", ""))] == middle


def test_ten_times_the_time_is_one_step_to_the_right() -> None:
    timed = [Timed(f"s{ms}", figure(ms), figure(0.8, 0.7, 0.9)) for ms in (1.0, 10.0, 99.0)]
    places = [float(dot.get("cx", "")) for dot in marks(speed_plot(timed, title="speed"), "circle", "spot")][::2]
    assert places[1] - places[0] == pytest.approx(places[2] - places[1], abs=1)


def test_words_of_a_drawing_are_escaped() -> None:
    sheet = Drawing(10, 10, '<b> & "quoted"', style="plot")
    sheet.words((0, 0), "</svg><script>")
    assert fromstring(str(sheet.markup())).get("aria-label") == '<b> & "quoted"'
    assert "<script>" not in sheet.markup()


def test_shades_are_of_the_labels_own_rows_and_nothing_is_not_shaded() -> None:
    heat = heat_of({"labels": ["a", "b"], "matrix": [[3, 1], [0, 100]]}, "here")
    assert [row.cells for row in heat.rows] == [[(3, "r6"), (1, "w2")], [(0, ""), (100, "r8")]]


def test_confusions_are_listed_by_how_often_they_happen() -> None:
    table = commonest({"labels": ["a", "b"], "matrix": [[3, 1], [4, 6]]}, "here")
    assert table.kind == "table"
    assert [[cell.text for cell in row] for row in table.rows] == [["b", "a", "4 of 10"], ["a", "b", "1 of 4"]]
    assert commonest({"labels": ["a"], "matrix": [[3]]}, "here").kind == "note"
