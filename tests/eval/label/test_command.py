"""The whole command: sample, label, quit, go on, second reader, one verdict; and nothing leaves the machine."""

import io
import json
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from rich.console import Console

from copilot.cli import main
from copilot.errors import ConfigurationError, InvalidInputError
from eval.label.command import label
from eval.label.desk import LabelOptions
from eval.label.report import LabelReport
from tests.eval.label.conftest import KINDS, Reader

Export = Callable[..., Path]
SYSTEM = "tests.eval.label.conftest:read"
GOOD = {"price": 60, "stop": 30, "buy": 60, "thanks": 80, "story": 20}


def work(export: Path, person: Reader | None = None, /, **options: Any) -> tuple[LabelReport | None, str]:
    """Label as far as a reader goes, and return the report with everything that was printed."""
    person = person or Reader()
    console = Console(file=io.StringIO(), width=160)
    columns = "text=Body,context=Last Message"
    chosen = LabelOptions(export=export, **{"columns": columns, "system": SYSTEM, "sample": 60, **options})
    report = label(chosen, keyboard=person, screen=person.screen, console=console, now=lambda: 0.0)
    assert isinstance(console.file, io.StringIO)
    return report, console.file.getvalue()


def test_a_session_that_quits_twice_ends_with_one_verdict(export: Export) -> None:
    path = export(**GOOD)
    report, said = work(path, Reader(stamina=25))
    assert report is None
    assert "Saved in export.csv.labels-A.json; 35 replies are left. The same command goes on." in said
    assert work(path, Reader(stamina=20), sample=None)[0] is None
    last = Reader()
    report, said = work(path, last, sample=None)
    assert last.screen.views[0].number == 46 and last.screen.views[0].total == 60
    assert report is not None and report.verdict.rows + report.verdict.extra == 60
    assert report.verdict.word == "more_rows"
    assert "MORE ROWS NEEDED to decide" in said


def test_a_good_system_ships_and_says_on_what_grounds(export: Export) -> None:
    report, said = work(export(**GOOD), sample=200)
    assert report is not None and report.verdict.word == "ship"
    assert "SHIP: every rule holds." in said
    assert report.verdict.rows + report.verdict.extra == 200
    assert f"{report.verdict.rows} random replies and" in said and "labelled blind by reader A" in said
    assert "Expected cost per 1,000 replies: 0 (0 … 0)" in said
    content = json.loads((report_path := export(**GOOD).with_name("export.csv.verdict.json")).read_text("utf-8"))
    assert content["verdict"] == "ship" and content["reasons"] == [] and content["more_rows"] is None
    accuracy = next(rule for rule in content["rules"] if rule["rule"] == "accuracy_when_answered")
    assert accuracy["state"] == "met" and accuracy["value"] == 1.0 and 0.9 < accuracy["low"] < 1
    assert report_path.stat().st_mode & 0o777 == 0o600


def test_a_bad_system_does_not_ship(export: Export) -> None:
    report, said = work(export(**GOOD), Reader(wrong=("what does it cost", "thank you")), sample=60)
    assert report is not None and report.verdict.word == "do_not_ship"
    assert "DO NOT SHIP: accuracy_when_answered fails for sure." in said
    assert "wrong_action (" in said


def test_costs_and_bounds_may_be_stated(export: Export) -> None:
    path = export(**GOOD)
    work(path, Reader(wrong=("thank you",)))
    report, said = work(path, verdict_only=True, costs=["wrong_action=100"], bounds=["accuracy_when_answered=0.3"])
    assert report is not None and "accuracy_when_answered" not in report.verdict.reasons
    assert "wrong_action" in said and report.costs["wrong_action"] == 100 and "cost" in report.verdict.reasons


def test_the_reader_is_blind(export: Export) -> None:
    reader = Reader()
    work(export(price=40), reader, sample=20)
    shown = {(view.text.split(",")[0], view.context) for view in reader.screen.views}
    assert shown == {("what does it cost", "Hello from us")}  # the words alone, not the answer nor the export's label


def test_a_second_reader_labels_the_same_replies_and_agreement_is_told(export: Export) -> None:
    path = export(**GOOD)
    first, second = Reader(), Reader(wrong=("thank you",))
    work(path, first)
    report, said = work(path, second, reader="B")
    assert report is not None and report.readers == ("A", "B")
    assert {v.text for v in first.screen.views} == {v.text for v in second.screen.views}
    primary = report.agreements[0]
    thanked = sum(text.startswith("thank") for text in {v.text for v in first.screen.views})
    assert (primary.same.k, primary.same.n) == (60 - thanked, 60) and len(report.disagreements) == thanked
    assert primary.kappa.value is not None and 0.4 < primary.kappa.value < 0.9
    assert "Agreement on primary intent:" in said and "reader B" in said and "gratitude" in said
    # Where the readers differ, either counts as right.
    assert next(f for f in report.verdict.findings if f.rule.name == "accuracy_when_answered").figure.value == 1.0


def test_labels_of_one_system_judge_another_without_its_extra_part(
    export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = export(**GOOD)
    work(path)
    report, said = work(path, verdict_only=True, system="tests.eval.label.test_command:silent")
    assert report is not None and report.verdict.extra == 0 and not report.extra_counts
    assert "The extra part was drawn for another system and is left out." in said


def silent(texts: list[str], contexts: list[str | None]) -> list[dict[str, Any]]:
    """Be a system that never answers."""
    return [{"abstained": True} for _ in texts]


def test_more_replies_are_added_to_what_is_labelled(export: Export) -> None:
    path = export(**GOOD)
    work(path)
    more = Reader()
    report, _ = work(path, more, sample=100)
    assert more.screen.views[0].number == 61
    assert report is not None and report.verdict.rows + report.verdict.extra <= 100


def test_a_small_export_is_labelled_whole(export: Export) -> None:
    report, said = work(export(price=5, stop=4))
    assert report is not None and report.verdict.rows == 9
    assert "21 MORE ROWS NEEDED: below 30 labelled replies there is no verdict." in said


def test_labelled_replies_are_written_with_their_texts_only_on_request(export: Export, tmp_path: Path) -> None:
    path = export(price=10)
    work(path)
    assert {file.name for file in tmp_path.iterdir()} == {
        "export.csv",
        "export.csv.sample.json",
        "export.csv.labels-A.json",
        "export.csv.verdict.json",
    }
    work(path, verdict_only=True, labelled=tmp_path / "rows.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "rows.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) == 10 and rows[0]["intents"] == ["pricing_question"] and rows[0]["text"].startswith("what")
    assert (tmp_path / "rows.jsonl").stat().st_mode & 0o777 == 0o600


def test_what_is_printed_and_kept_repeats_no_words_of_a_customer(export: Export, tmp_path: Path) -> None:
    path = export(**GOOD)
    _, said = work(path, Reader(wrong=("thank you",)))
    kept = [file.read_text("utf-8") for file in tmp_path.iterdir() if file != path]
    assert not [words for words, _ in KINDS.values() for text in (said, *kept) if words in text]


def test_no_socket_is_opened(export: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("a socket was asked for")

    for name in ("socket", "create_connection", "getaddrinfo", "socketpair"):
        monkeypatch.setattr(socket, name, forbidden)
    report, _ = work(export(price=4, stop=3), system="small")
    assert report is not None and report.system.startswith("reply-scorer-small@")


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"reader": "B C"}, InvalidInputError, "--reader: a short name"),
        ({"reader": "../x"}, InvalidInputError, "--reader: a short name"),
        ({"costs": ["missed_hot"]}, InvalidInputError, "--cost: write name=amount"),
        ({"bounds": ["x=1"]}, InvalidInputError, "--bound: no rule has this name"),
        ({"columns": "text=Words"}, InvalidInputError, "the first line must name the columns"),
        ({"system": "https://example.com"}, ConfigurationError, "replies stay on this machine"),
        ({"verdict_only": True}, InvalidInputError, "nothing of export.csv is labelled yet"),
    ],
)
def test_a_wrong_option_is_one_clear_error_before_anybody_labels(
    export: Export, options: dict[str, Any], error: type[Exception], said: str
) -> None:
    reader = Reader()
    with pytest.raises(error, match=said):
        work(export(price=3), reader, **options)
    assert reader.screen.views == []


def test_an_export_that_changed_since_is_refused(export: Export) -> None:
    work(export(price=10), Reader(stamina=2))
    with pytest.raises(InvalidInputError, match="another state of the export"):
        work(export(price=11))


def test_bad_rows_of_an_export_are_left_out_on_request(export: Export) -> None:
    path = export(price=5)
    path.write_text(path.read_text("utf-8") + "x,,Hello,y\n", "utf-8")
    with pytest.raises(InvalidInputError, match="1 row is wrong"):
        work(path)
    report, said = work(path, leave_out_bad=True)
    assert report is not None and report.verdict.rows == 5
    assert "1 bad rows of export.csv were left out." in said


def test_without_a_keyboard_the_command_says_so(
    export: Export, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = export(price=3)
    arguments = ["eval", "label", str(path), "--columns", "text=Body", "--system", SYSTEM]
    monkeypatch.setattr(sys, "argv", ["sms-copilot", *arguments])
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "labelling needs a keyboard: run it on a terminal" in " ".join(capsys.readouterr().err.split())


def test_the_command_line_reaches_every_option(export: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr("eval.label.command.label", lambda options: given.update(options=options))
    arguments = [
        "--columns",
        "text=Body",
        "--system",
        "m:f",
        "--sample",
        "300",
        "--reader",
        "B",
        "--cost",
        "missed_hot=9",
    ]
    arguments += [
        "--bound",
        "answered=0.5",
        "--verdict",
        "--leave-out-bad",
        "--output",
        "v.json",
        "--labelled",
        "l.jsonl",
    ]
    monkeypatch.setattr(sys, "argv", ["sms-copilot", "eval", "label", "x.csv", *arguments])
    with pytest.raises(SystemExit):
        main()
    assert given["options"] == LabelOptions(
        export=Path("x.csv"),
        columns="text=Body",
        system="m:f",
        sample=300,
        reader="B",
        costs=["missed_hot=9"],
        bounds=["answered=0.5"],
        verdict_only=True,
        leave_out_bad=True,
        output=Path("v.json"),
        labelled=Path("l.jsonl"),
    )
