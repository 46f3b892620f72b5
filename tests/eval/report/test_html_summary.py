"""The verdict that a manager reads: the gate's, in words, and never better than what was measured."""

from typing import Any

import pytest

from eval.gate import find
from eval.report.page.reading import Report
from eval.report.page.summary import summarise
from tests.eval.report.builders import OURS, comparison, document, figure, floor, result

MET = floor("primary", "macro_f1", "met", 0.86)
UNSURE = floor("primary", "macro_f1", "met", 0.85, sure=False)
MISSED = floor("primary", "top_3", "missed", 0.8)
UNDECIDED = floor("urgency", "auroc", "too few rows to decide", 0.83)
ABSENT = floor("calibration", "ece", "not evaluated", None, set="held_out_writers")
WORSE = comparison("worse", -0.1)


def verdict_of(*floors: dict[str, Any], comparisons: tuple[dict[str, Any], ...] = ()) -> Any:
    [verdict] = summarise(Report(document(floors=list(floors), comparisons=list(comparisons)))).verdicts
    return verdict


@pytest.mark.parametrize(
    ("floors", "sentence", "tone"),
    [
        ([MET], "Nothing keeps it from shipping: 1 of 1 floors met; none missed.", "good"),
        (
            [MET, UNSURE],
            "Nothing keeps it from shipping: 2 of 2 floors met, 1 of them on too few rows to be sure; none missed.",
            "good",
        ),
        ([MET, MISSED], "Should not ship: 1 of 2 floors met; 1 missed.", "bad"),
        (
            [MET, UNDECIDED, ABSENT],
            "Nothing measured keeps it from shipping, but not everything is decided: 1 of 3 floors met; none missed; "
            "1 undecided; 1 not evaluated.",
            "unsure",
        ),
        ([ABSENT], "No verdict: 0 of 1 floors met; none missed; 1 not evaluated.", "missing"),
        ([], "No floor binds it here, so there is no verdict; its figures follow.", "muted"),
    ],
)
def test_the_sentence_counts_floors_by_verdict(floors: list[dict[str, Any]], sentence: str, tone: str) -> None:
    verdict = verdict_of(*floors)
    assert (verdict.sentence, verdict.tone) == (sentence, tone)


def test_being_significantly_worse_is_as_bad_as_a_missed_floor() -> None:
    verdict = verdict_of(MET, comparisons=(WORSE,))
    assert verdict.sentence == "Should not ship: 1 of 1 floors met; none missed; significantly worse in 1 comparison."
    assert verdict.lists == [
        (
            "Significantly worse",
            ["Main intent, macro-F1 (public rows, written): -0.100, -0.140 to -0.060 against keyword-rules@1"],
        )
    ]


@pytest.mark.parametrize("floors", [[MET], [MET, MISSED], [MET, UNDECIDED], [MET, ABSENT], [UNSURE]])
@pytest.mark.parametrize("comparisons", [[], [comparison()], [WORSE]])
def test_the_page_says_no_where_the_gate_does(floors: list[dict[str, Any]], comparisons: list[dict[str, Any]]) -> None:
    is_refused = any(finding.is_failure for finding in find(floors, comparisons))
    verdict = verdict_of(*floors, comparisons=tuple(comparisons))
    assert verdict.sentence.startswith("Should not ship") is is_refused


def test_what_is_missed_is_named_with_its_number_and_its_bound() -> None:
    lists = dict(verdict_of(MISSED, ABSENT).lists)
    assert lists == {
        "Missed": ["Main intent, right one among the first three (public rows, written) is 0.800 (0.78–0.82), "
                   "must be ≥ 0.84"],
        "Not evaluated": ["Calibration, error (ECE) (writers held out of training): no model names writers"],
    }  # fmt: skip


def glance_of(**changes: Any) -> dict[tuple[str, str], str]:
    rows = summarise(Report(document(**changes))).glance.rows
    return {(row[0].text, row[0].note): f"{row[1].text} {row[1].note}".strip() for row in rows}


def test_the_glance_gives_shares_in_per_cent_counts_as_counts_and_reasons_for_the_rest() -> None:
    glance = glance_of()
    assert glance["Names the right main intent, of 31", "public rows, written"] == "85.9 % (82–89 %)"
    assert glance["Stops texting those who opt out", "public rows, written"] == "14 of 15 (68–100 %)"
    assert glance["Answers what it should answer", "writers held out of training"] == (
        "not evaluated no model names writers"
    )


def test_real_rows_that_were_not_measured_do_not_borrow_the_written_ones_number() -> None:
    real = glance_of()["Names the right main intent, real people's words", "public rows, real people"]
    assert real == "not evaluated this run did not include it"


def test_on_an_evaluators_rows_each_figure_is_asked_for_once_on_those_rows() -> None:
    rows = {"about": "theirs", "origin": "theirs", "rows": 9, "revision": "0"}
    found = [result("primary", {"accuracy": figure(0.5, 0.4, 0.6)}, set_name="theirs.csv", system=OURS)]
    glance = glance_of(sets={"theirs.csv": rows}, results=found, floors=[], comparisons=[], not_evaluated={})
    asked = [words for words, _ in glance if words.startswith("Names the right main intent")]
    assert asked == ["Names the right main intent, of 31"]
    assert glance["Names the right main intent, of 31", "theirs.csv"] == "50.0 % (40–60 %)"
