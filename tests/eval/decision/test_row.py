"""Labelled decisions are read whole or refused by line, id and field."""

import json
from pathlib import Path
from typing import Any

import pytest

from copilot.domain.decision import Action
from copilot.errors import InvalidInputError
from eval.decision.row import DecisionRow, read_decisions, settled

SECRET = "my sister Zelda 555-0142"


def row(**changes: Any) -> dict[str, Any]:
    usual = {"id": "d1", "context": None, "text": SECRET, "stage": "lead", "actions": ["suggest_to_rep"]}
    return {**usual, "is_hot": False, "source": "w1", "kind": "authored", **changes}


def write(folder: Path, *rows: dict[str, Any] | str) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), "utf-8")
    return path


def refusal(path: Path) -> tuple[str, list[str]]:
    with pytest.raises(InvalidInputError) as raised:
        read_decisions(path)
    problems = [f"{error.pointer}: {error.message}" for error in raised.value.errors]
    assert SECRET not in " ".join((raised.value.message, *problems))
    return raised.value.message, problems


def test_rows_keep_their_order_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    rows = read_decisions(write(tmp_path, row(id="b"), "", row(id="a", stage=None), ""))
    assert [(r.id, r.stage) for r in rows] == [("b", "lead"), ("a", None)]


def test_a_signal_may_be_a_bare_name(tmp_path: Path) -> None:
    [read] = read_decisions(write(tmp_path, row(signals=["renewal_window"])))
    assert [signal.type for signal in read.signals] == ["renewal_window"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"actions": []}, "actions: name at least one acceptable action"),
        ({"actions": ["call"]}, "actions.0: Input should be 'suppress'"),
        ({"actions": ["no_reply", "no_reply"]}, "actions: names an action twice"),
        ({"is_hot": "yes"}, "is_hot: Input should be a valid boolean"),
        ({"is_hot": True}, "is_hot: a hot reply must have notify_specialist or hand_to_support among its actions"),
        ({"stage": "won"}, "stage: Input should be 'lead'"),
        ({"text": "  "}, "text: String should match pattern"),
        ({"text": "a" * 1601}, "text: String should have at most 1600 characters"),
        ({"readers": [["no_reply"], []]}, "readers: each must accept at least one action"),
        ({"consent": "maybe"}, "consent: Input should be 'unknown'"),
        ({"note": SECRET}, "note: Extra inputs are not permitted"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_wrong_row_is_named_by_line_id_and_field(changes: dict[str, Any], problem: str, tmp_path: Path) -> None:
    message, problems = refusal(write(tmp_path, row(id="d0"), row(**changes)))
    assert message == "rows.jsonl: 1 row cannot be used"
    [only] = problems
    assert only.startswith(f"line 2 (d1): {problem}")


def test_every_wrong_row_is_named_at_once(tmp_path: Path) -> None:
    message, problems = refusal(write(tmp_path, "{", row(), row(), "[1]"))
    assert message == "rows.jsonl: 3 rows cannot be used"
    assert problems == [
        "line 1: not JSON: write one object a line",
        "line 3 (d1): this id stands in line 2 already",
        "line 4: must be a JSON object",
    ]


def test_a_file_of_another_kind_names_its_first_problems_only(tmp_path: Path) -> None:
    message, problems = refusal(write(tmp_path, *["no json"] * 500))
    assert message == "rows.jsonl: 500 rows cannot be used; the first 20 problems"
    assert len(problems) == 20


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, "")) == ("rows.jsonl holds no rows", [])


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in refusal(tmp_path / "none.jsonl")[0]
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe")
    assert refusal(tmp_path / "bytes.jsonl")[0] == "bytes.jsonl is not UTF-8: save it as UTF-8"


def test_readers_without_a_common_action_make_a_row_disputed(tmp_path: Path) -> None:
    apart = row(id="apart", actions=[], readers=[["no_reply"], ["suggest_to_rep"]])
    near = row(id="near", readers=[["no_reply", "suggest_to_rep"], ["suggest_to_rep"]])
    rows = read_decisions(write(tmp_path, apart, near, row(id="unread")))
    assert [r.id for r in settled(rows)] == ["near", "unread"]


def test_material_to_be_sent_may_be_offered_to_a_rep() -> None:
    read = DecisionRow.model_validate(row(actions=["send_material"]))
    assert read.acceptable == {Action.SEND_MATERIAL, Action.SUGGEST_TO_REP}
