"""A drawing as SVG inside the page: colours come from the page's style, words are escaped by the XML writer."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup

Point = tuple[float, float]


class Drawing:
    """Lines, marks and words on a sheet whose origin is at the top left."""

    def __init__(self, width: float, height: float, title: str, *, style: str) -> None:
        """Lay out a sheet.

        Args:
            width: In pixels at full size.
            height: In pixels at full size.
            title: What the drawing shows, for those who cannot see it.
            style: CSS class.
        """
        size = {"viewBox": f"0 0 {_n(width)} {_n(height)}", "width": _n(width), "height": _n(height)}
        self._root = Element("svg", {**size, "class": style, "role": "img", "aria-label": title})
        SubElement(self._root, "title").text = title

    def line(self, start: Point, end: Point, style: str) -> None:
        """Draw a straight line."""
        ends = {"x1": _n(start[0]), "y1": _n(start[1]), "x2": _n(end[0]), "y2": _n(end[1])}
        SubElement(self._root, "line", {**ends, "class": style})

    def path(self, points: Sequence[Point], style: str) -> None:
        """Draw a line through points."""
        SubElement(self._root, "polyline", {"points": " ".join(f"{_n(x)},{_n(y)}" for x, y in points), "class": style})

    def box(self, x: float, y: float, width: float, height: float, style: str) -> None:
        """Draw a filled box; a negative size counts as none."""
        size = {"x": _n(x), "y": _n(y), "width": _n(max(width, 0)), "height": _n(max(height, 0))}
        SubElement(self._root, "rect", {**size, "class": style})

    def dot(self, centre: Point, radius: float, style: str, *, title: str = "") -> None:
        """Draw a dot; its title is shown under the pointer."""
        element = SubElement(
            self._root, "circle", {"cx": _n(centre[0]), "cy": _n(centre[1]), "r": _n(radius), "class": style}
        )
        if title:
            SubElement(element, "title").text = title

    def words(self, at: Point, text: str, *, anchor: str = "start", style: str = "label") -> None:
        """Write words whose base line starts, ends or is centred at a point."""
        place = {"x": _n(at[0]), "y": _n(at[1]), "text-anchor": anchor, "class": style}
        SubElement(self._root, "text", place).text = text

    def markup(self) -> Markup:
        """Return the SVG."""
        return Markup(tostring(self._root, encoding="unicode"))


def _n(value: float) -> str:
    """Return a coordinate to a tenth of a pixel."""
    return f"{value:.1f}".removesuffix(".0")
