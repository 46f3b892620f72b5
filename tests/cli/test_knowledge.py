"""The library from the command line: all or nothing in, everything out, on a folder that nobody else holds."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

ITEM: dict[str, Any] = {
    "id": "harbor-story",
    "kind": "case_study",
    "title": "Harbor: 64 seats, [bold]half[/bold] the calls and a title that is much wider than eighty columns are",
    "body": "Who, what was wrong, what came of it.\nText: Harbor answers in a minute, not a day.",
    "url": "https://example.com/harbor",
    "stages": ["proposal", "closing"],
    "industries": ["software"],
    "intents": ["price_objection"],
    "language": "en",
}
PRICE = {
    "id": "team-price",
    "kind": "price",
    "title": "Team, per seat",
    "body": "Nine dollars.\nText: Team is $9, “per seat”.",
    "price": {"product": "Team", "amount": 9.0, "currency": "USD", "per": "seat per month", "min_quantity": 5.0},
    "valid_from": "2026-01-01T00:00:00Z",
}


@pytest.fixture
def library(cli: Run, tmp_path: Path) -> Path:
    """A file of items that the library holds already."""
    file = tmp_path / "library.jsonl"
    file.write_text("".join(json.dumps(item) + "\n" for item in (ITEM, PRICE)), "utf-8")
    ended = cli("knowledge", "import", str(file))
    assert (ended.code, ended.out, ended.err) == (0, "2 added, 0 replaced.\n", "")
    return file


def ids(cli: Run) -> list[str]:
    return [row[0] for row in cli("knowledge", "list").rows]


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out"])
def test_what_is_exported_is_imported_again_unchanged(cli: Run, library: Path, tmp_path: Path, name: str) -> None:
    written, again, before = tmp_path / name, tmp_path / "again.jsonl", tmp_path / "before.jsonl"
    assert cli("knowledge", "export", str(before)).code == 0
    assert cli("knowledge", "export", str(written)).out == "2 items written.\n"
    ended = cli("knowledge", "import", str(written))
    assert (ended.code, ended.out, ended.err) == (0, "0 added, 2 replaced.\n", "")
    assert cli("knowledge", "export", str(again)).code == 0
    assert again.read_text("utf-8") == before.read_text("utf-8")


def test_an_added_item_is_listed_and_found(cli: Run, library: Path, tmp_path: Path) -> None:
    assert cli("knowledge", "export", str(tmp_path / "out")).code == 0
    file = tmp_path / "out" / "team-price.md"
    renamed = tmp_path / "pro-price.md"
    renamed.write_text(file.read_text("utf-8").replace("team-price", "pro-price"), "utf-8")
    assert cli("knowledge", "add", str(renamed)).out == "1 added, 0 replaced.\n"
    assert ids(cli) == ["harbor-story", "pro-price", "team-price"]


def test_a_piped_list_holds_whole_titles(cli: Run, library: Path) -> None:
    listed = cli("knowledge", "list")
    assert listed.out.splitlines()[0] == "id\tkind\ttitle\tstages\tlanguage"
    assert listed.rows[0] == ["harbor-story", "case_study", ITEM["title"], "proposal, closing", "en"]


def test_a_search_prints_hits_best_first_and_keeps_to_the_stage(cli: Run, library: Path) -> None:
    found = cli("knowledge", "search", ITEM["title"], "--stage", "closing")
    assert found.code == 0
    scores = [float(row[0]) for row in found.rows]
    assert found.rows[0][1:] == ["harbor-story", "case_study", ITEM["title"]]
    assert scores == sorted(scores, reverse=True)
    assert "harbor-story" not in cli("knowledge", "search", ITEM["title"], "--stage", "lead").out


def test_a_search_that_finds_nothing_pipes_nothing(cli: Run) -> None:
    found = cli("knowledge", "search", "anything")
    assert (found.code, found.out, found.err) == (0, "", "Nothing good enough.\n")


def test_every_bad_row_is_named_and_nothing_is_imported(cli: Run, library: Path, tmp_path: Path) -> None:
    file = tmp_path / "mixed.jsonl"
    good = {**PRICE, "id": "new-price"}
    bad = [{**PRICE, "id": f"bad-{number}", "kind": "nonsense"} for number in range(60)]
    file.write_text("".join(json.dumps(row) + "\n" for row in (good, *bad)) + "not JSON\n", "utf-8")
    ended = cli("knowledge", "import", str(file))
    assert (ended.code, ended.out) == (2, "")
    *problems, last = ended.err.splitlines()
    assert last == "sms-copilot: nothing was imported: 61 problems"
    assert [problem.split(" ")[0] for problem in problems] == [f"mixed.jsonl:{line}" for line in range(2, 63)]
    assert all("/kind" in problem for problem in problems[:-1])
    assert ids(cli) == ["harbor-story", "team-price"]


def test_bad_rows_of_a_csv_and_of_a_folder_are_named(cli: Run, library: Path, tmp_path: Path) -> None:
    sheet, folder = tmp_path / "out.csv", tmp_path / "out"
    for place in (sheet, folder):
        assert cli("knowledge", "export", str(place)).code == 0
    sheet.write_text(sheet.read_text("utf-8").replace("case_study", "nonsense"), "utf-8")
    wrong = folder / "team-price.md"
    wrong.write_text(wrong.read_text("utf-8").replace("kind: price", "kind: nonsense"), "utf-8")
    for place, where in ((sheet, "out.csv:2 /kind "), (folder, "team-price.md:")):
        ended = cli("knowledge", "import", str(place))
        assert ended.code == 2
        assert ended.err.startswith(where)
        assert ended.err.endswith("sms-copilot: nothing was imported: 1 problem\n")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere.csv", "nowhere.csv the file cannot be read: check its name and permissions"),
        ("nowhere", "nowhere the file cannot be read: check its name and permissions"),
        ("empty", "empty the folder holds no .md file"),
        ("notes.txt", "notes.txt the format is not known: use a folder of .md files, .md, .csv or .jsonl"),
    ],
)
def test_what_is_no_library_is_told(cli: Run, tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("hello", "utf-8")
    ended = cli("knowledge", "import", str(tmp_path / name))
    assert ended.code == 2
    assert ended.err.splitlines() == [said, "sms-copilot: nothing was imported: 1 problem"]


def test_an_empty_file_imports_nothing(cli: Run, tmp_path: Path) -> None:
    file = tmp_path / "empty.jsonl"
    file.write_text("", "utf-8")
    ended = cli("knowledge", "import", str(file))
    assert ended.code == 2
    assert "nothing was imported" in ended.err


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("out.xlsx", "the format is not known"),
        ("out.md", "one .md file holds one item: name a folder instead"),
        ("full", "the folder is not empty: name a new one"),
        ("notes.txt/out.csv", "notes.txt/out.csv cannot be written: "),
    ],
)
def test_an_export_that_cannot_be_written_is_told(
    cli: Run, library: Path, tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("mine", "utf-8")
    (tmp_path / "notes.txt").write_text("hello", "utf-8")
    ended = cli("knowledge", "export", str(tmp_path / name))
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 1
    assert said in ended.err


def test_an_empty_library_is_filled_with_the_starter_once(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPILOT_STARTER_KNOWLEDGE", "true")
    assert len(ids(cli)) > 40
    assert len(ids(cli)) > 40


def test_only_a_library_that_was_never_used_gets_the_starter(
    cli: Run, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPILOT_STARTER_KNOWLEDGE", "true")
    assert ids(cli) == ["harbor-story", "team-price"]
