"""Turns are read, split by writer, encoded and batched without losing or mixing any."""

import json
import random
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from copilot.domain.label import Intent
from copilot.training.dataset import (
    CALIBRATION_WRITERS,
    DOCUMENT_TOKENS,
    HEADS,
    MISSING,
    TEST_WRITERS,
    TRAINING_TURNS,
    Encoded,
    Turn,
    applies_matrix,
    bucketed_batches,
    cut,
    intents_judged,
    pad,
    primary_index,
    read_turns,
    split_by_writer,
    tone_index,
)


def turn(*intents: str, source: str = "t01", **tones: str) -> Turn:
    return Turn(id="x", context=None, text="hello", intents=intents, source=source, tones=tones)


@pytest.fixture(scope="module")
def turns() -> list[Turn]:
    return read_turns(TRAINING_TURNS)


def test_no_writer_stands_in_two_parts(turns: list[Turn]) -> None:
    writers = split_by_writer(turns).writers()
    for one, other in combinations(writers.values(), 2):
        assert not set(one) & set(other)


def test_every_turn_is_in_exactly_one_part(turns: list[Turn]) -> None:
    split = split_by_writer(turns)
    parts = [*split.train, *split.calibration, *split.test]
    assert sorted(t.id for t in parts) == sorted(t.id for t in turns)
    assert len(turns) == 9931 + 17_107 + 1461


def test_held_out_writers_are_the_recorded_ones(turns: list[Turn]) -> None:
    writers = split_by_writer(turns).writers()
    assert tuple(writers["test"]) == TEST_WRITERS
    assert tuple(writers["calibration"]) == CALIBRATION_WRITERS
    assert set(writers["train"]) == {t.source for t in turns} - {*TEST_WRITERS, *CALIBRATION_WRITERS}


def test_heads_follow_the_label_set_with_out_of_scope_last() -> None:
    assert HEADS["primary"][:-1] == HEADS["applies"] == tuple(Intent)
    assert HEADS["primary"][-1] == "out_of_scope"
    assert [len(labels) for labels in HEADS.values()] == [32, 31, 3, 8, 3, 4]


def test_a_turn_without_intents_is_out_of_scope_and_nothing_applies() -> None:
    assert primary_index([turn()]).tolist() == [31]
    assert applies_matrix([turn()]).sum() == 0


def test_intents_nobody_judged_are_missing_not_out_of_scope() -> None:
    unjudged = Turn(id="x", context=None, text="hello", intents=None, source="t01", tones={"sentiment": "neutral"})
    assert primary_index([turn(), unjudged]).tolist() == [31, MISSING]
    assert applies_matrix([unjudged]).sum() == 0
    assert intents_judged([turn(), unjudged]).tolist() == [True, False]
    with pytest.raises(ValueError, match="nobody judged"):
        _ = unjudged.primary


def test_a_line_without_intents_is_unjudged(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "x", "sentiment": "neutral", "source": "t01"}), encoding="utf-8")
    (read,) = read_turns(path)
    assert not read.is_intent_judged
    assert read.tones == {"sentiment": "neutral"}


def test_every_intent_of_a_turn_applies_and_the_first_is_primary() -> None:
    both = turn("not_now", "opt_out")
    assert HEADS["primary"][primary_index([both])[0]] == "not_now"
    assert {HEADS["applies"][i] for i in np.flatnonzero(applies_matrix([both])[0])} == {"opt_out", "not_now"}


def test_a_head_nobody_judged_is_missing() -> None:
    assert tone_index([turn(), turn(urgency="now")], "urgency").tolist() == [MISSING, 2]


def test_an_unknown_label_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "x", "intents": ["shrug"], "source": "t01"}), encoding="utf-8")
    with pytest.raises(ValueError, match="line 1: unknown labels"):
        read_turns(path)


def test_batches_hold_each_row_once() -> None:
    lengths = [random.Random(4).randint(3, 90) for _ in range(201)]
    batches = list(bucketed_batches(lengths, 16, random.Random(7)))
    assert sorted(row for batch in batches for row in batch) == list(range(201))
    assert max(map(len, batches)) == 16


def test_padding_is_masked() -> None:
    batch = pad([Encoded([5, 6, 7], [0, 0, 1]), Encoded([8], [0])])
    assert batch["attention_mask"].tolist() == [[1, 1, 1], [1, 0, 0]]
    assert batch["token_type_ids"].tolist() == [[0, 0, 1], [0, 0, 0]]
    assert pad([])["input_ids"].shape == (0, 0)


def test_a_long_document_is_cut_with_its_closing_token() -> None:
    long = Encoded([1, *range(10, 500), 2], [0] * 492)
    short = cut(long)
    assert len(short.ids) == len(short.types) == DOCUMENT_TOKENS
    assert short.ids[-1] == 2
    assert cut(short) == short
