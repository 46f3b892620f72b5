"""The sets: what stands in them, and what never may."""

from dataclasses import replace
from pathlib import Path

import pytest

from copilot.training.dataset import OPT_OUT_WRITERS
from eval.held_out import learnt_from, shared_writers
from eval.row_set import load_row_set
from tests.eval.builders import TableSystem, turn


def test_the_yardstick_has_written_rows_and_real_rows_apart() -> None:
    written = load_row_set("public_written", writers={})
    real = load_row_set("public_real", writers={})
    assert len(written.turns) == 420
    assert {t.kind for t in written.turns} == {"authored"}
    assert len(real.turns) in {121, 147}
    assert {t.kind for t in real.turns} == {"real"}
    assert ("all rows" in real.about) == (len(real.turns) == 147)


def test_writers_are_held_out_only_where_nobody_learnt_from_them() -> None:
    held = load_row_set("held_out_writers", writers={"train": ["t03"], "test": ["t03", "t12"]})
    assert {t.source for t in held.turns} == {"t12"}


def test_without_a_split_nothing_is_held_out() -> None:
    missing = load_row_set("held_out_writers", writers={})
    assert missing.turns == ()
    assert missing.reason == "no model here names writers it did not learn from"


def test_without_the_written_turns_their_sets_say_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("eval.row_set.TRAINING_TURNS", tmp_path / "nowhere")
    for name in ("opt_out_t06", "opt_out_t15"):
        assert load_row_set(name, writers={}).reason == "the written turns come with a checkout only"


@pytest.mark.parametrize("writer", OPT_OUT_WRITERS)
def test_the_writers_of_opt_outs_wrote_as_many_look_alikes(writer: str) -> None:
    turns = load_row_set(f"opt_out_{writer}", writers={}).turns
    assert {t.source for t in turns} == {writer}
    wanted = sum("opt_out" in (t.intents or ()) for t in turns)
    assert 100 < wanted < len(turns) / 2


def test_a_revision_names_texts_labels_and_contexts() -> None:
    rows = load_row_set("public_written", writers={})
    first = rows.turns[0]
    revisions = {rows.revision, load_row_set("public_written", writers={}).revision}
    assert len(revisions) == 1
    for other in (replace(first, text="no"), replace(first, intents=()), replace(first, context="So?")):
        revisions.add(replace(rows, turns=(other, *rows.turns[1:])).revision)
    assert len(revisions) == 4
    assert len(rows.revision) == 12


def test_a_system_sees_no_label() -> None:
    [asked] = load_row_set("public_written", writers={}).inputs[:1]
    assert (asked.id, asked.opted_out) == (None, False)


def test_writers_of_several_models_are_held_out_only_from_all() -> None:
    one = TableSystem({}, writers={"train": ["a"], "calibration": ["b"], "test": ["c", "d"]})
    other = TableSystem({}, writers={"train": ["d"], "calibration": ["b"], "test": ["c", "a"]})
    shared = shared_writers([one, other, TableSystem({})])
    assert shared == {"train": ["a", "d"], "calibration": ["b"], "test": ["c"]}


def test_what_a_system_learnt_from_is_found_by_writer() -> None:
    rows = replace(load_row_set("public_written", writers={}), turns=(turn("x", source="a"), turn("y", source="b")))
    assert learnt_from(TableSystem({}, writers={"train": ["b", "z"]}), rows) == ["b"]
    assert learnt_from(TableSystem({}), rows) == []
