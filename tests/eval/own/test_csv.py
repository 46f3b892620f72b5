"""CSV rows: mapped columns, labels parted in a cell, and every bad row named."""

from collections.abc import Callable

import pytest

from copilot.errors import InvalidInputError
from eval.own.column import parse_columns
from eval.own.row_file import RowFile, describe_empty, empty_classes
from tests.eval.own.conftest import SECRET, Refuse

Read = Callable[..., RowFile]
HEADER = "id,text,intents,purchase"


def test_columns_are_mapped_and_further_ones_passed_over(read: Read) -> None:
    columns = parse_columns("text=Body, context=Last Message,intents=Label")
    [turn] = read(
        "x.csv", "Owner,Body,Last Message,Label", 'Kim,"too much, sorry",Still keen?,price_objection', columns=columns
    ).turns
    assert (turn.id, turn.text, turn.context) == ("line-2", "too much, sorry", "Still keen?")
    assert turn.intents == ("price_objection",)


def test_intents_of_a_cell_are_parted_by_bar_or_semicolon_primary_first(read: Read) -> None:
    a, b = read("x.csv", HEADER, "a,x,discount_request|price_objection,", "b,y,Not now ; needs_approval,weak").turns
    assert a.intents == ("discount_request", "price_objection") and a.tones == {}
    assert b.intents == ("not_now", "needs_approval") and b.tones == {"purchase": "weak"}


def test_an_empty_cell_was_not_judged_and_out_of_scope_is_written_out(read: Read) -> None:
    a, b = read("x.csv", HEADER, "a,x,,", "b,y,out_of_scope,").turns
    assert a.intents is None and b.intents == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_by_the_header(read: Read, delimiter: str) -> None:
    header, line = delimiter.join(("id", "text", "intents")), delimiter.join(("a", '"one; two, three"', "greeting"))
    [turn] = read("x.csv", header, line).turns
    assert (turn.text, turn.intents) == ("one; two, three", ("greeting",))


def test_a_text_may_span_lines_and_rows_are_named_by_where_they_start(read: Read, refuse: Refuse) -> None:
    lines = (HEADER, 'a,"one', 'two ""quoted""",,', f"b,{SECRET},warm,")
    assert read("x.csv", *lines[:3]).turns[0].text == 'one\ntwo "quoted"'
    _, [fault] = refuse("x.csv", *lines)
    assert fault.startswith("line 4 (b), intents: ")


def test_empty_columns_without_a_name_are_a_spreadsheets_habit(read: Read) -> None:
    assert len(read("x.csv", "text,,", "hi,,", "").turns) == 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (f"a,{SECRET},not now", "line 3: has 3 cells where the header has 4"),
        (f"a,{SECRET}, but later,,", "line 3: has 5 cells where the header has 4; a text with the delimiter in it"),
        ("a,,not_now,", "line 3 (a), text: is empty"),
        (",,,", "line 3, text: is empty"),
        (
            f"a,{SECRET},pricing_qestion,",
            "line 3 (a), intents: 'pricing_qestion' is no label; the closest is pricing_question",
        ),
        (f"a,{SECRET},greeting|greeting,", "line 3 (a), intents: names a label twice"),
        (f"g,{SECRET},,", "line 3 (g), id: stands in line 2 already"),
        (f"a,{SECRET}\0,,", "line 3 (a), text: holds a NUL"),
        (b"a,Zelda caf\xe9,,", "line 3: is not UTF-8"),
        (f'a,"{SECRET}"x,,', "line 3: is not CSV: a quotation mark inside a quoted cell must be doubled"),
        (f'a,"{SECRET},,', "line 3: opens a quotation mark that is never closed"),
    ],
)
def test_a_bad_row_is_named(refuse: Refuse, line: str | bytes, fault: str) -> None:
    message, faults = refuse("x.csv", HEADER, "g,fine,not_now,", line)
    assert message == "x.csv: 1 row is wrong"
    assert len(faults) == 1 and faults[0].startswith(fault)


def test_rows_after_a_bad_one_are_still_read(refuse: Refuse) -> None:
    _, faults = refuse("x.csv", HEADER, 'a,"x"y,,', "b,,,", b"c,\xff,,", "d,fine,,", "e,fine,cheap,")
    assert [fault.split(":")[0] for fault in faults] == ["line 2", "line 3 (b), text", "line 4", "line 6 (e), intents"]


def test_a_missing_column_is_named_with_what_resembles_it(refuse: Refuse) -> None:
    columns = {"text": "Bodie", "intents": "Label"}
    message, faults = refuse("x.csv", f"Id,Body,{SECRET}", "1,hi,x", columns=columns)
    assert message == "x.csv: the first line must name the columns; map them with --columns"
    assert faults == [
        "header: none of the 3 columns is called 'Bodie'; the closest is 'Body'",
        "header: none of the 3 columns is called 'Label'",
    ]


def test_a_file_without_a_header_is_refused_without_repeating_its_words(refuse: Refuse) -> None:
    _, faults = refuse("x.csv", f"1,{SECRET}", "2,hi")
    assert faults == ["header: none of the 2 columns is called 'text'"]


def test_two_columns_of_one_name_are_refused(refuse: Refuse) -> None:
    _, faults = refuse("x.csv", "text,text", "a,b")
    assert faults == ["header: two columns are called 'text'"]


def test_a_header_without_rows_holds_no_rows(refuse: Refuse) -> None:
    assert refuse("x.csv", HEADER) == ("x.csv holds no rows", [])


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("text", "write field=column"),
        ("text=", "write field=column"),
        ("intent=Label", "intent is no field (did you mean intents?)"),
        ("text=A,text=B", "text=B names a field or a column for the second time"),
        ("text=A,context=A", "context=A names a field or a column for the second time"),
    ],
)
def test_columns_that_cannot_be_read_are_refused(stated: str, said: str) -> None:
    with pytest.raises(InvalidInputError) as raised:
        parse_columns(stated)
    assert said in raised.value.message


def test_no_columns_is_no_mapping() -> None:
    assert parse_columns(None) == parse_columns("") == {}


def test_empty_classes_are_told_by_name_and_unjudged_heads_as_such(read: Read) -> None:
    turns = read("x.csv", HEADER, "a,x,greeting,none", "b,y,out_of_scope,strong", "c,z,,").turns
    empty = empty_classes(turns)
    assert empty["purchase"] == ("weak", "moderate")
    assert (
        "greeting" not in empty["primary"] and "out_of_scope" not in empty["primary"] and "opt_out" in empty["primary"]
    )
    assert empty["urgency"] == ("not judged",)
    sentences = describe_empty(turns)
    assert "purchase: no row carries weak, moderate; figures of these classes are not evaluated" in sentences
    assert "urgency: no row was judged, so nothing of it is evaluated" in sentences
