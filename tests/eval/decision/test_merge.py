"""Two readings become one row: what both accept, or a dispute."""

import json
from pathlib import Path
from typing import Any

import pytest

from copilot.errors import InvalidInputError
from eval.decision.merge import main, merge_files, merge_readings
from eval.decision.row import read_decisions

TEXT: dict[str, Any] = {"id": "d1", "context": None, "text": "words", "stage": "lead"}


def reading(*actions: str, is_hot: bool = False) -> dict[str, Any]:
    return {"id": "d1", "actions": list(actions), "is_hot": is_hot}


@pytest.mark.parametrize(
    ("readings", "actions", "is_hot"),
    [
        ((reading("no_reply"), reading("suggest_to_rep", "no_reply")), ["no_reply"], False),
        (
            (reading("hand_to_support", "notify_specialist", is_hot=True), reading("notify_specialist", is_hot=True)),
            ["notify_specialist"],
            True,
        ),
        (
            (reading("suggest_to_rep", "no_reply", "suppress"), reading("no_reply", "suggest_to_rep")),
            ["suggest_to_rep", "no_reply"],
            False,
        ),
        ((reading("notify_specialist", is_hot=True), reading("notify_specialist")), ["notify_specialist"], False),
        ((reading("suppress", is_hot=True), reading("suppress", is_hot=True)), ["suppress"], False),
        ((reading("no_reply"), reading("suppress")), [], False),
        ((reading("send_material"), reading("suggest_to_rep")), ["suggest_to_rep"], False),
    ],
)
def test_what_every_reader_accepts_is_accepted(
    readings: tuple[dict[str, Any], ...], actions: list[str], is_hot: bool
) -> None:
    row = merge_readings(TEXT, readings)
    assert (list(row.actions), row.is_hot, row.is_disputed) == (actions, is_hot, not actions)


def test_merged_rows_are_read_back_with_their_readers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [tmp_path / name for name in ("texts", "a", "b")]
    contents = (TEXT, reading("no_reply", is_hot=False), reading("no_reply", "suppress", is_hot=True))
    for path, content in zip(paths, contents, strict=True):
        path.write_text(json.dumps(content) + "\n", "utf-8")
    assert main([str(path) for path in paths]) == 0
    merged = tmp_path / "merged.jsonl"
    merged.write_text(capsys.readouterr().out, "utf-8")
    [row] = read_decisions(merged)
    assert row == merge_files(paths[0], paths[1:])[0]
    assert row.readers_hot == (False, True)


def test_a_reader_who_left_turns_out_is_named(tmp_path: Path) -> None:
    for name, content in (("texts", TEXT), ("a", {**reading("no_reply"), "id": "d2"})):
        (tmp_path / name).write_text(json.dumps(content), "utf-8")
    with pytest.raises(InvalidInputError, match="a does not read the turns of texts: d1, d2"):
        merge_files(tmp_path / "texts", [tmp_path / "a"])
