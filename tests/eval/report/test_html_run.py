"""A run leaves its page beside its report."""

import json
from pathlib import Path

import pytest

from copilot.errors import InvalidInputError
from eval.report.page.render import render_page
from eval.run import run
from eval.system import Entrant
from tests.eval.builders import TableSystem, sure

ROWS = [
    {"id": "1", "text": "thanks <b>", "intents": ["gratitude"]},
    {"id": "2", "text": "no", "intents": ["complaint"]},
]
ANSWERS = {"thanks <b>": sure("complaint"), "no": sure("complaint")}


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    entrant = Entrant(TableSystem(ANSWERS), "ours", "a test's")
    monkeypatch.setattr("eval.run.open_models", lambda _: [entrant])
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    return path


def test_the_page_is_of_the_report_and_stands_beside_it(rows: Path, tmp_path: Path) -> None:
    output = tmp_path / "reports" / "eval.json"
    run(rows=rows, task_names=["primary", "calibration"], output=output, resamples=50)
    page = output.with_suffix(".html").read_text("utf-8")
    assert page == render_page(json.loads(output.read_text("utf-8")))
    assert "rows.jsonl" in page


def test_texts_of_an_evaluators_rows_are_on_the_page_only_when_asked_for(rows: Path, tmp_path: Path) -> None:
    for quote in (False, True):
        html = tmp_path / f"{quote}.html"
        run(rows=rows, task_names=["primary"], output=tmp_path / "r.json", html=html, quote=quote, resamples=50)
        assert ("thanks &lt;b&gt;" in html.read_text("utf-8")) is quote


def test_a_report_and_its_page_need_two_names(rows: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="cannot both be"):
        run(rows=rows, output=tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()
