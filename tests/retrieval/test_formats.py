"""Import and export: every bad row is reported with its place, and what is written reads back the same."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.conversation import Stage
from copilot.domain.knowledge import KnowledgeItem, KnowledgeKind, Price
from copilot.domain.label import Intent
from copilot.errors import InvalidInputError
from copilot.retrieval import row
from copilot.retrieval.csv_format import COLUMNS, write_csv
from copilot.retrieval.formats import read_bytes, read_items, write_items
from copilot.retrieval.row import ReadResult
from copilot.text.slot_template import escape_braces

GOOD_MARKDOWN = """---
id: one
kind: price
title: "Team: the plan"
url: https://example.com/a
stages: [lead, closing]
industries: [software]
intents: [pricing_question]
language: no
internal: true
valid_from: 2026-01-31T00:00:00+02:00
price: {product: Workspace, plan: Team, amount: 9, currency: USD, per: seat, min_quantity: 5}
---

Team is {amount}, {{really}}.

---
And a line.
"""


def places(result: ReadResult) -> list[tuple[str, int | None, str]]:
    return [(problem.source, problem.line, problem.pointer) for problem in result.problems]


def test_markdown_gives_every_field() -> None:
    result = read_bytes(GOOD_MARKDOWN.encode(), "one.md")
    assert result.problems == []
    (item,) = result.items
    assert item.price == Price(product="Workspace", plan="Team", amount=9, currency="USD", per="seat", min_quantity=5)
    assert (item.language, item.internal, item.stages) == ("no", True, (Stage.LEAD, Stage.CLOSING))
    assert item.body == "Team is {amount}, {{really}}.\n\n---\nAnd a line."
    assert item.valid_from is not None
    assert item.valid_from.isoformat() == "2026-01-30T22:00:00+00:00"


@pytest.mark.parametrize("convert", [lambda t: t.replace("\n", "\r\n"), lambda t: "\ufeff" + t], ids=["crlf", "bom"])
def test_line_ends_and_byte_order_mark_change_nothing(convert: Callable[[str], str]) -> None:
    assert (
        read_bytes(convert(GOOD_MARKDOWN).encode(), "one.md").items == read_bytes(GOOD_MARKDOWN.encode(), "x.md").items
    )


@pytest.mark.parametrize(
    ("text", "line", "pointer"),
    [
        ("just text", 1, ""),
        ("---\nid: a\n", 1, ""),
        ("---\nid: a\nid: b\n---\nx", 3, ""),
        ("---\nid: a\nkind: [\n---\nx", 4, ""),
        ("---\na: &x [b]\nc: *x\n---\nx", 3, ""),
        ("---\n- a\n---\nx", 2, ""),
        ("---\n1: a\n---\nx", 2, ""),
        ("---\nid: !!python/object:os.system a\n---\nx", 2, ""),
        ("---\nid: a\nkind: wizard\ntitle: t\n---\nx", 3, "/kind"),
        ("---\nid: a\nkind: offer\ntitle: t\n---\nx {Name}", 6, "/body"),
        ("---\nid: a\nkind: offer\ntitle: t\n---\n\n", 6, "/body"),
        ("---\nid: a\nkind: offer\ntitle: t\ncolour: red\n---\nx", 5, "/colour"),
        ("---\nid: a\nkind: offer\ntitle: t\nintents: [complaint, nonsense]\n---\nx", 5, "/intents/1"),
        ("---\nid: a\nkind: offer\ntitle: t\nvalid_from: 2026-01-31\n---\nx", 5, "/valid_from"),
        ("---\nid: a\nkind: offer\ntitle: t\nbody: y\n---\nx", 5, "/body"),
        ("---\nid: a b\nkind: offer\ntitle: t\n---\nx", 2, "/id"),
        ("---\nid: a\nkind: offer\ntitle: t\nprice: {product: p, amount: .nan, currency: USD, per: x}\n---\nx",
         5, "/price/amount"),
        ("---\na: " + "[" * 1000 + "\n---\nx", None, ""),
    ],
)  # fmt: skip
def test_bad_markdown_is_reported_with_line_and_field(text: str, line: int | None, pointer: str) -> None:
    result = read_bytes(text.encode(), "bad.md")
    assert result.items == []
    assert [problem.pointer for problem in result.problems] == [pointer]
    assert line is None or result.problems[0].line == line


def test_every_wrong_field_is_reported_not_only_the_first() -> None:
    text = "---\nid: a\nkind: wizard\ntitle: ''\nlanguage: ENGLISH\n---\n{"
    assert places(read_bytes(text.encode(), "a.md")) == [
        ("a.md", 3, "/kind"), ("a.md", 4, "/title"), ("a.md", 5, "/language"), ("a.md", 7, "/body"),
    ]  # fmt: skip


def test_csv_reports_each_bad_row_with_line_and_column() -> None:
    text = (
        "id,kind,title,body,stages,price_product,price_amount,price_currency,price_per\n"
        'a,offer,T,"two\nlines",lead;closing,,,,\n'
        "b,wizard,T,B,lead|moon,,,,\n"
        "\n"
        "c,price,T,B,,Plan,cheap,USD,seat\n"
        "d,price,T,B,,Plan,1,USD\n"
        "e,price,T,B,,Plan,,USD,seat\n"
        "f,template,T,{x,,,,,\n"
    )
    result = read_bytes(text.encode(), "k.csv")
    assert [item.id for item in result.items] == ["a"]
    assert result.items[0].stages == (Stage.LEAD, Stage.CLOSING)
    assert places(result) == [
        ("k.csv", 4, "/kind"), ("k.csv", 4, "/stages"), ("k.csv", 6, "/price_amount"), ("k.csv", 7, ""),
        ("k.csv", 8, "/price_amount"), ("k.csv", 9, "/body"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "/id"), (1, "/kind"), (1, "/title"), (1, "/body")]),
        ("id,kind,title,body,colour\na,offer,T,B,red\n", [(1, "/colour")]),
        ("id,kind,title,body,id\na,offer,T,B,b\n", [(1, "/id")]),
        ('id,kind,title,body\na,offer,T,"open\n', [(2, "")]),
    ],
)
def test_a_csv_that_cannot_be_read_says_so_once(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(line, pointer) for _, line, pointer in places(read_bytes(text.encode(), "k.csv"))] == expected


def test_a_spreadsheet_with_semicolons_and_crlf_is_read() -> None:
    text = "\ufeffID;Kind;Title;Body;Industries;Internal\r\na;offer;T;B;retail|food;TRUE\r\n"
    (item,) = read_bytes(text.encode(), "k.CSV").items
    assert (item.industries, item.internal) == (("retail", "food"), True)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "'=x", "''+x"])
def test_csv_never_gives_a_spreadsheet_a_formula(cell: str, make_item: Callable[..., KnowledgeItem]) -> None:
    item = make_item("a", body=cell)
    text = write_csv([item])
    assert f",'{cell}," in text
    assert read_bytes(text.encode(), "k.csv").items == [item]


def test_an_apostrophe_before_plain_text_stays(make_item: Callable[..., KnowledgeItem]) -> None:
    item = make_item("a", body="'tis the season")
    text = write_csv([item])
    assert ",'tis the season," in text
    assert read_bytes(text.encode(), "k.csv").items == [item]


def test_jsonl_reports_each_bad_line() -> None:
    good = {"id": "a", "kind": "offer", "title": "T", "body": "B"}
    lines = [
        json.dumps(good), "", "{", "[1]", '{"id": "a", "id": "b"}', '{"x": NaN}', "[" * 100_000,
        json.dumps({**good, "id": "b", "price": {"product": "p"}}), json.dumps({**good, "id": "c", "body": "\ud800"}),
    ]  # fmt: skip
    result = read_bytes("\r\n".join(lines).encode(), "k.jsonl")
    assert [item.id for item in result.items] == ["a"]
    assert [(line, pointer) for _, line, pointer in places(result)] == [
        (3, ""), (4, ""), (5, ""), (6, ""), (7, ""),
        (8, "/price/amount"), (8, "/price/currency"), (8, "/price/per"), (9, "/body"),
    ]  # fmt: skip


def test_no_message_quotes_the_content() -> None:
    text = '{"id": "geheim 1", "kind": "geheim", "title": "T", "body": "{geheim!}", "valid_from": "geheim"}'
    for problem in read_bytes(text.encode(), "k.jsonl").problems:
        assert "geheim" not in problem.message


@pytest.mark.parametrize("name", ["k.md", "k.csv", "k.jsonl"])
def test_other_encodings_are_a_problem_on_their_line(name: str) -> None:
    assert places(read_bytes("a\nb\nä".encode("latin-1"), name)) == [(name, 3, "")]


@pytest.mark.parametrize("name", ["k.txt", "k", "k.xlsx"])
def test_an_unknown_ending_is_a_problem(name: str) -> None:
    assert places(read_bytes(b"", name)) == [(name, None, "")]


def test_a_file_too_large_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copilot.retrieval.formats.MAX_FILE_BYTES", 3)
    (tmp_path / "k.jsonl").write_bytes(b"1234")
    assert places(read_items(tmp_path / "k.jsonl")) == [("k.jsonl", None, "")]
    assert places(read_bytes(b"1234", "k.jsonl")) == [("k.jsonl", None, "")]
    assert row.MAX_FILE_BYTES > 3


def test_a_missing_file_and_an_empty_folder_are_problems(tmp_path: Path) -> None:
    assert places(read_items(tmp_path / "none.csv")) == [("none.csv", None, "")]
    assert places(read_items(tmp_path)) == [(tmp_path.name, None, "")]


def test_a_folder_is_read_at_every_depth_and_repeated_ids_are_problems(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "README.md").write_text("# About")
    (tmp_path / "a.md").write_text(GOOD_MARKDOWN)
    (tmp_path / "deep" / "b.md").write_text(GOOD_MARKDOWN)
    result = read_items(tmp_path)
    assert len(result.items) == 1
    assert places(result) == [("deep/b.md", 1, "/id")]
    assert "a.md, line 1" in result.problems[0].message


def test_writing_refuses_what_would_not_read_back(tmp_path: Path, make_item: Callable[..., KnowledgeItem]) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("")
    items = [make_item("a"), make_item("A")]
    for name in ("full", "two-cases", "two.md", "k.xlsx"):
        with pytest.raises(InvalidInputError):
            write_items(items, tmp_path / name)


def test_csv_columns_are_a_contract() -> None:
    assert ",".join(COLUMNS) == (
        "id,kind,title,body,url,stages,industries,intents,language,internal,valid_from,valid_until,"
        "price_product,price_plan,price_amount,price_currency,price_per,price_min_quantity"
    )


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
STRIPPED = TEXT.map(str.strip).filter(bool)
INDUSTRY = STRIPPED.map(lambda text: text.lower().strip()).filter(lambda text: text == text.lower().strip() and text)
AMOUNT = st.floats(0, 1e9) | st.integers(0, 10**9).map(float)
PRICE = st.builds(
    Price, product=STRIPPED, plan=st.none() | STRIPPED, amount=AMOUNT, currency=st.sampled_from(["USD", "EUR"]),
    per=STRIPPED, min_quantity=st.none() | AMOUNT,
)  # fmt: skip
ITEMS = st.lists(
    st.builds(
        KnowledgeItem,
        id=st.from_regex(r"[a-z0-9._~-]{1,64}", fullmatch=True),
        kind=st.sampled_from(KnowledgeKind),
        title=STRIPPED,
        body=TEXT.map(escape_braces),
        url=st.none() | st.just("https://example.com/ü?a=1;b=2|c"),
        stages=st.lists(st.sampled_from(Stage), max_size=3).map(tuple),
        industries=st.lists(INDUSTRY, max_size=3).map(tuple),
        intents=st.lists(st.sampled_from(Intent), max_size=3).map(tuple),
        language=st.sampled_from(["en", "no", "yor"]),
        internal=st.booleans(),
        valid_from=st.none() | st.datetimes(timezones=st.timezones()).filter(lambda t: 1 < t.year < 9999),
        valid_until=st.none(),
        price=st.none() | PRICE,
    ),
    max_size=4,
    unique_by=lambda item: item.id,
)


@pytest.mark.parametrize("name", ["k.csv", "k.jsonl", "folder"])
@settings(max_examples=30, deadline=None)
@given(items=ITEMS.filter(bool))
def test_export_then_import_gives_the_same_items(name: str, items: list[KnowledgeItem]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_items(items, path)
        result = read_items(path)
    assert result.problems == []
    assert sorted(result.items, key=lambda item: item.id) == sorted(items, key=lambda item: item.id)


@settings(max_examples=80, deadline=None)
@given(data=st.binary(max_size=200) | TEXT.map(str.encode), name=st.sampled_from(["k.md", "k.csv", "k.jsonl"]))
def test_no_input_raises(data: bytes, name: str) -> None:
    for content in (data, b"---\n" + data + b"\n---\nx", b"id,kind,title,body\n" + data):
        result = read_bytes(content, name)
        assert result.items == [] or result.problems == [] or len(result.lines) == len(result.items)
