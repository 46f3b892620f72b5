"""The whole benchmark on a few rows: one document that can be kept, shown and judged."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from copilot.errors import InvalidInputError
from eval.bench import Bench
from eval.evaluate import Plan, evaluate
from eval.floor import FLOORS
from eval.report.document import HEADER, read_document, rounded, write_document
from eval.report.table import print_report
from eval.row_set import RowSet
from eval.system import Entrant, Kind
from eval.task.base import Task
from eval.task.calibration import CalibrationTask
from eval.task.opt_out import OptOutTask
from eval.task.primary import PrimaryTask
from tests.eval.builders import TableSystem, bench_of, sure, turn

TASKS: tuple[Task, ...] = (PrimaryTask(), CalibrationTask(), OptOutTask())
ROWS = [turn("a"), turn("b", ("complaint",)), turn("c", ()), turn("stop", ("opt_out",))]
GOOD = {
    "a": sure("gratitude", opts_out=False, held=False),
    "b": sure("complaint", opts_out=False, held=False),
    "c": sure("greeting", 0.2, opts_out=False, held=False),
    "stop": sure("opt_out", opts_out=True, opt_out_tier="keyword", held=False),
}
BAD = {text: sure("greeting", 0.6, opts_out=False, held=False) for text in GOOD}


def entrant(answers: dict[str, Any], name: str, kind: Kind, writers: Any = None) -> Entrant:
    return Entrant(TableSystem(answers, name=name, writers=writers), kind, "a test's")


def public_bench(**options: Any) -> Bench:
    """A bench whose public rows are ours, so that floors apply."""
    return bench_of(ROWS * 20, "public_written", **options)


def report(*entrants: Entrant, bench: Bench | None = None, **plan: Any) -> dict[str, Any]:
    planned = Plan(entrants, TASKS, **{"set_names": ["public_written"], **plan})
    return evaluate(planned, bench or public_bench())


def test_the_document_has_the_agreed_shape(tmp_path: Path) -> None:
    document = report(entrant(GOOD, "reply-scorer-small@1", "ours"), entrant(BAD, "rules@1", "peer"))
    path = tmp_path / "new" / "eval.json"
    write_document(document, path)
    kept = json.loads(path.read_text("utf-8"))
    assert (kept["format"], kept["header"]) == (2, HEADER)
    assert list(kept) == [
        *("format", "header", "created", "machine", "systems", "sets", "results", "floors", "comparisons"),
        "not_evaluated",
    ]
    assert [(s["name"], s["kind"]) for s in kept["systems"]] == [("reply-scorer-small@1", "ours"), ("rules@1", "peer")]
    assert kept["sets"]["public_written"]["rows"] == 80
    first = kept["results"][0]
    assert (first["task"], first["set"], first["system"], first["version"]) == (
        *("primary", "public_written", "reply-scorer-small@1"),
        1,
    )
    assert set(first["figures"]["accuracy"]) == {"value", "low", "high", "n", "k"}
    assert read_document(path) == kept


def test_only_ours_must_keep_to_floors() -> None:
    document = report(entrant(GOOD, "reply-scorer-small@1", "ours"), entrant(BAD, "rules@1", "peer"))
    judged = {(floor["task"], floor["metric"]): floor["verdict"] for floor in document["floors"]}
    assert {floor["system"] for floor in document["floors"]} == {"reply-scorer-small@1"}
    assert judged[("primary", "macro_f1")] == "met"
    assert judged[("opt_out", "stopped")] == "met"
    planned = {task.name for task in TASKS}
    expected = {
        (floor.task, floor.metric)
        for floor in FLOORS
        if floor.task in planned and floor.set_name == "public_written" and floor.model != "reply-scorer-base"
    }
    assert set(judged) == expected


def test_ours_is_compared_with_each_peer() -> None:
    document = report(entrant(GOOD, "reply-scorer-small@1", "ours"), entrant(BAD, "rules@1", "peer"))
    compared = {entry["metric"]: entry for entry in document["comparisons"]}
    assert set(compared) == {"macro_f1"}  # a peer that stops everybody would win at stops
    assert compared["macro_f1"]["verdict"] == "better"
    assert compared["macro_f1"]["against"] == "rules@1"


def test_a_later_model_of_ours_is_compared_with_the_first() -> None:
    small, base = entrant(GOOD, "reply-scorer-small@1", "ours"), entrant(BAD, "reply-scorer-base@1", "ours")
    document = report(small, base)
    assert {(e["system"], e["against"], e["verdict"]) for e in document["comparisons"]} == {
        ("reply-scorer-base@1", "reply-scorer-small@1", "worse")
    }


def test_a_model_is_never_measured_on_a_writer_it_learnt_from() -> None:
    learnt = entrant(GOOD, "reply-scorer-small@1", "ours", {"train": ["w01"]})
    document = report(learnt)
    assert document["results"] == []
    assert {floor["verdict"] for floor in document["floors"]} == {"not evaluated"}
    reason = document["not_evaluated"]["primary on public_written, reply-scorer-small@1"]
    assert reason == "the model learnt from w01"


def test_a_missing_set_is_shown_with_its_reason() -> None:
    bench = Bench(own_sets=[RowSet(name="public_written", about="", origin="", reason="not here")], resamples=60)
    document = report(entrant(GOOD, "reply-scorer-small@1", "ours"), bench=bench)
    assert document["sets"]["public_written"]["reason"] == "not here"
    assert document["not_evaluated"] == {"public_written": "not here"}


def test_an_evaluators_rows_are_measured_by_every_task_and_bound_by_no_floor() -> None:
    bench = bench_of(ROWS, "theirs.csv", may_quote=False)
    document = report(entrant(BAD, "own@1", "own"), bench=bench, set_names=["theirs.csv"], own_sets=["theirs.csv"])
    assert {(result["task"], result["set"]) for result in document["results"]} == {
        (task.name, "theirs.csv") for task in TASKS
    }
    assert document["floors"] == []
    assert all(row["text"] is None for result in document["results"] for row in result["detail"].get("worst", []))


def test_the_same_rows_and_seed_give_the_same_report() -> None:
    def once() -> str:
        return json.dumps(rounded(report(entrant(GOOD, "reply-scorer-small@1", "ours"))["results"]))

    assert once() == once()


def test_the_tables_begin_with_what_the_rows_are_and_fit_a_hundred_columns() -> None:
    document = report(
        entrant(GOOD, "reply-scorer-small@2026.11.3", "ours"),
        entrant(BAD, "reply-scorer-base@2026.11.3", "ours"),
        entrant(BAD, "rules@1", "peer"),
    )
    shown = io.StringIO()
    print_report(rounded(document), Console(file=shown, width=100))
    text = shown.getvalue()
    assert " ".join(text.split()).startswith(HEADER)
    assert max(map(len, text.splitlines())) <= 100
    for part in ("1.000 (0.94–1.00; 60 of 60)", "floors of reply-scorer-small@2026.11.3", "beside peers", "better"):
        assert part in text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not JSON"),
        ("[]", "is no report of this benchmark"),
        ('{"tasks": {}}', "is no report of this benchmark"),
        ('{"floors": [], "results": [], "format": 1}', "has format 1; this version reads format 2"),
    ],
)
def test_what_is_no_report_is_told(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(content, "utf-8")
    with pytest.raises(InvalidInputError, match=said):
        read_document(path)


def test_numbers_that_are_none_become_null() -> None:
    assert rounded({"a": float("nan"), "b": [0.123456, float("inf")], "c": "x"}) == {
        "a": None,
        "b": [0.1235, None],
        "c": "x",
    }
