"""A report's document → one HTML page that needs nothing beside it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from copilot.errors import InvalidInputError
from eval.report.page.block import Section
from eval.report.page.reading import Report
from eval.report.page.section.abstaining import abstaining_section
from eval.report.page.section.calibration import calibration_section
from eval.report.page.section.decision import decision_section
from eval.report.page.section.every import every_section
from eval.report.page.section.floor import floor_section
from eval.report.page.section.intent import intent_section
from eval.report.page.section.opt_out import opt_out_section
from eval.report.page.section.origin import machine_section, missing_section, row_section
from eval.report.page.section.part import part_section
from eval.report.page.section.peer import peer_section
from eval.report.page.section.public import public_section
from eval.report.page.section.robustness import robustness_section
from eval.report.page.section.speed import speed_section
from eval.report.page.section.worst import worst_section
from eval.report.page.summary import summarise

_TEMPLATES: Final = Path(__file__).resolve().parent / "template"

SECTIONS: Final[tuple[Callable[[Report], Section], ...]] = (
    floor_section,
    row_section,
    peer_section,
    intent_section,
    abstaining_section,
    calibration_section,
    opt_out_section,
    part_section,
    robustness_section,
    decision_section,
    public_section,
    speed_section,
    worst_section,
    missing_section,
    every_section,
    machine_section,
)
"""In the order of the page, after the summary; adding one is adding a line."""


def render_page(document: Mapping[str, Any]) -> str:
    """Return a report as one HTML page: no script, nothing loaded, every word escaped."""
    report = Report(document)
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html").render(
        document=report.document,
        style=Markup((_TEMPLATES / "style.css").read_text("utf-8")),
        summary=summarise(report),
        sections=[build(report) for build in SECTIONS],
    )


def write_page(document: Mapping[str, Any], path: Path) -> None:
    """Write a report as a page, making its folder.

    Raises:
        InvalidInputError: It cannot be written there.
    """
    text = render_page(document)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise InvalidInputError(f"{path} cannot be written: {error.strerror}") from error
