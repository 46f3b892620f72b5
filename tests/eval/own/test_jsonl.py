"""JSONL rows are read whole, or every bad one is named by line, id and field."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from copilot.errors import InvalidInputError
from eval.own.row_file import RowFile, read_rows
from tests.eval.own.conftest import SECRET, Refuse


def row(**changes: Any) -> str:
    return json.dumps({"id": "a1", "text": SECRET, "intents": ["not_now"], **changes})


def test_a_row_of_the_label_guide_is_read_with_every_field(read: Callable[..., RowFile]) -> None:
    whole = row(
        context="Still keen?",
        intents=["discount_request", "price_objection"],
        sentiment="neutral",
        emotion="none",
        urgency="soon",
        purchase="strong",
        source="desk 4",
        kind="real",
        accept=["price_objection", None],
        deal_size=12,
    )
    [turn] = read("x.jsonl", whole).turns
    assert (turn.id, turn.context, turn.text) == ("a1", "Still keen?", SECRET)
    assert turn.intents == ("discount_request", "price_objection")
    assert turn.tones == {"sentiment": "neutral", "emotion": "none", "urgency": "soon", "purchase": "strong"}
    assert (turn.source, turn.kind, turn.accept) == ("desk 4", "real", ("price_objection", "out_of_scope"))


def test_what_nobody_judged_stays_absent(read: Callable[..., RowFile]) -> None:
    first, second, third = read("x.jsonl", '{"text": "hi"}', row(id="b", intents=[]), row(id="c", purchase=None)).turns
    assert first.intents is None and first.tones == {} and first.id == "line-1"
    assert second.intents == () and second.primary == "out_of_scope"
    assert third.tones == {}


def test_labels_may_be_spelt_as_people_do(read: Callable[..., RowFile]) -> None:
    [turn] = read("x.jsonl", row(intents=["Pricing question", "not-now"], purchase="Weak")).turns
    assert turn.intents == ("pricing_question", "not_now") and turn.tones == {"purchase": "weak"}


def test_blank_lines_a_byte_order_mark_and_line_ends_of_windows_are_fine(read: Callable[..., RowFile]) -> None:
    lines = (b"\xef\xbb\xbf" + row(id="a").encode() + b"\r", b"\r", row(id="b").encode() + b"\r", b"")
    assert [turn.id for turn in read("x.jsonl", *lines).turns] == ["a", "b"]


def test_keys_may_be_mapped_or_differ_by_case_and_plural(read: Callable[..., RowFile]) -> None:
    line = json.dumps({"Body": "ok", "Intent": ["greeting"], "ID": 7})
    [turn] = read("x.jsonl", line, columns={"text": "Body"}).turns
    assert (turn.id, turn.text, turn.intents) == ("7", "ok", ("greeting",))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{"id": "a1", "text": ', "line 2: is not JSON: Expecting value at character 22"),
        ("[1]" + " ", "line 2: must be a JSON object"),
        ('{"id": "a1", "text": "x", "text": "y"}', "line 2: a key stands twice in one object"),
        ('{"id": "a1"}', "line 2 (a1), text: is missing; a row needs a text"),
        (row(text=None), "line 2 (a1), text: is missing; a row needs a text"),
        (row(text=""), "line 2 (a1), text: is empty"),
        (row(text=" \n"), "line 2 (a1), text: is empty"),
        (row(text=12), "line 2 (a1), text: must be a string"),
        (row(text=SECRET + "\0"), f"line 2 (a1), text: holds a NUL, at character {len(SECRET) + 1}"),
        (row(context="\0"), "line 2 (a1), context: holds a NUL, at character 1"),
        (row(text="\ud83d"), "line 2 (a1), text: holds half a character (a lone surrogate), at character 1"),
        (
            row(text=SECRET * 60),
            f"line 2 (a1), text: has {len(SECRET) * 60} characters; the service reads 1600 at most",
        ),
        (
            row(intents=["pricing_qestion"]),
            "line 2 (a1), intents: 'pricing_qestion' is no label; the closest is pricing_question",
        ),
        (row(purchase="stong"), "line 2 (a1), purchase: 'stong' is no label; the closest is strong"),
        (
            row(kind="made up"),
            "line 2 (a1), kind: holds no label but a text of 7 characters; use real, authored",
        ),
        (row(accept=["gratitud"]), "line 2 (a1), accept: 'gratitud' is no label; the closest is gratitude"),
        (row(intents="not_now"), "line 2 (a1), intents: must be a list of labels, primary first"),
        (row(intents=["not_now", "not_now"]), "line 2 (a1), intents: names a label twice"),
        (
            row(intents=["out_of_scope", "not_now"]),
            "line 2 (a1), intents: out_of_scope means none of the intents, so it stands alone",
        ),
        (row(sentiment=["positive"]), "line 2 (a1), sentiment: must be one label"),
        (row(id=["x"]), "line 2, id: must be a string"),
        (row(id="x" * 200), "line 2, id: has 200 characters; 128 are allowed"),
        (b'{"id": "a1", "text": "caf\xe9 Zelda"}', "line 2: is not UTF-8: save the file as UTF-8"),
    ],
)
def test_a_bad_row_is_named(refuse: Refuse, line: str | bytes, fault: str) -> None:
    message, faults = refuse("x.jsonl", row(id="good"), line)
    assert message == "x.jsonl: 1 row is wrong"
    assert len(faults) == 1 and faults[0].startswith(fault)


def test_words_in_the_place_of_a_label_are_not_repeated(refuse: Refuse) -> None:
    _, [fault] = refuse("x.jsonl", row(intents=[SECRET]))
    assert fault.startswith(f"line 1 (a1), intents: holds no label but a text of {len(SECRET)} characters")


def test_a_phone_number_for_an_id_is_not_repeated(refuse: Refuse) -> None:
    _, [fault] = refuse("x.jsonl", row(id="+1 415 555 2671", text=""))
    assert fault == "line 1 ([phone]), text: is empty"


def test_a_repeated_id_names_both_lines(refuse: Refuse) -> None:
    _, faults = refuse("x.jsonl", row(), row(id="b"), row())
    assert faults == ["line 3 (a1), id: stands in line 1 already"]


def test_every_fault_of_every_row_is_told(refuse: Refuse) -> None:
    message, faults = refuse("x.jsonl", row(text="", purchase="warm"), row(id="b"), "{", row(id="d", text="\0"))
    assert message == "x.jsonl: 3 rows are wrong"
    assert [fault.split(":")[0] for fault in faults] == [
        "line 1 (a1), text",
        "line 1 (a1), purchase",
        "line 3",
        "line 4 (d), text",
    ]


def test_twenty_faults_are_told_in_full_and_the_others_counted(refuse: Refuse) -> None:
    message, faults = refuse("x.jsonl", *(row(id=f"r{n}", text="") for n in range(57)))
    assert message == "x.jsonl: 57 rows are wrong; the first 20 faults, and 37 more"
    assert len(faults) == 20 and faults[-1].startswith("line 20 (r19)")


def test_bad_rows_are_left_out_only_on_request_and_are_kept_count_of(read: Callable[..., RowFile]) -> None:
    file = read("x.jsonl", row(id="a", text=""), row(id="b"), "{", leave_out_bad=True)
    assert [turn.id for turn in file.turns] == ["b"]
    assert file.rows_left_out == 2 and [fault.line for fault in file.left_out] == [1, 3]
    assert "2 bad rows left out" in file.as_row_set().about


def test_the_revision_changes_with_the_bytes(read: Callable[..., RowFile]) -> None:
    assert read("x.jsonl", row()).revision == read("y.jsonl", row()).revision
    assert read("x.jsonl", row()).revision != read("x.jsonl", row(), "").revision


def test_a_report_may_not_quote_what_an_evaluator_brings(read: Callable[..., RowFile]) -> None:
    assert read("x.jsonl", row()).as_row_set().may_quote is False


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.jsonl", "", "x.jsonl is empty"),
        ("x.jsonl", " \n \n", "x.jsonl is empty"),
        ("x.jsonl", f'[{{"text": "{SECRET}"}}]', "x.jsonl holds a JSON array: write one object a line"),
        ("x.xlsx", "PK", "x.xlsx: no kind of file that is read here; use .jsonl, .ndjson, .csv, .tsv"),
        ("x.jsonl", "\ufeffa".encode("utf-16-le"), "x.jsonl is UTF-16: save it as UTF-8 (in Excel, “CSV UTF-8”)"),
    ],
)
def test_a_file_of_another_kind_is_refused_as_a_whole(
    refuse: Refuse, name: str, content: str | bytes, said: str
) -> None:
    assert refuse(name, content) == (said, [])


def test_a_file_that_is_not_there_is_one_clear_error() -> None:
    with pytest.raises(InvalidInputError, match=r"absent\.csv cannot be read: No such file"):
        read_rows(Path("absent.csv"))


def test_a_mapped_key_that_no_row_has_is_an_error(refuse: Refuse) -> None:
    message, faults = refuse("x.jsonl", row(), columns={"intents": "Lable"})
    assert message == "x.jsonl has other keys than --columns says"
    assert faults == ["--columns: no row has the key 'Lable'"]
