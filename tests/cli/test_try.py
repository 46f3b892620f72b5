"""``try`` prints the whole way for one text, and stores none of it."""

import json
from pathlib import Path

import pytest

from copilot.cli.admin import opened_store
from tests.cli.conftest import Run

QUESTION = ("try", "how much for 20 seats?", "--context", "Did the trial go well?", "--stage", "closing")


def test_the_panel_tells_what_was_known_and_decided(cli: Run) -> None:
    shown = cli(*QUESTION)
    assert (shown.code, shown.err) == (0, "")
    lines = [line.strip("│ ") for line in shown.out.splitlines()]
    assert "closing" in lines[0]
    for start in (
        "we said   Did the trial go well?",
        "they said how much for 20 seats?",
        "knew      pricing_question",
        "decided   notify_specialist",
        "because ",
        "answer ",
    ):
        assert any(line.startswith(start) for line in lines), start


def test_the_json_is_that_of_the_api(cli: Run) -> None:
    answer = json.loads(cli(*QUESTION, "--json").out)
    assert answer.keys() == {"versions", "analysis", "hits", "decision", "suggestions", "degraded"}
    assert answer["decision"]["action"] == "notify_specialist"
    assert answer["decision"]["id"] is None


def test_brackets_and_control_characters_are_shown_as_text(cli: Run) -> None:
    shown = cli("try", "[/bold] is [red]20%[/red] ok?", "--context", "[bold]")
    assert shown.code == 0
    assert "they said [/bold] is [red]20%[/red] ok?" in shown.out
    assert "we said   [bold]" in shown.out


def test_a_missing_model_is_shown_and_a_stop_still_acts(
    cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPILOT_SCORER", "onnx")
    monkeypatch.setenv("COPILOT_MODEL", str(tmp_path / "nowhere"))
    shown = cli("try", "STOP")
    assert shown.code == 0
    assert "decided   suppress" in shown.out
    assert "degraded  model: " in shown.out


def test_nothing_of_the_text_is_stored(cli: Run, data_dir: Path) -> None:
    cli("try", "an unusual sentence")
    assert all(b"unusual" not in file.read_bytes() for file in data_dir.rglob("*") if file.is_file())
    with opened_store() as (store, _), store.read() as tx:
        assert tx.outbox.stats().pending == 0
