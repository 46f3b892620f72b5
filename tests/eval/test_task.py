"""Tasks on a few rows whose figures are known by hand; what nobody judged or said is never zero."""

from typing import Any

import pytest

from eval.prediction import Prediction
from eval.result import TaskResult
from eval.task.abstention import AbstentionTask
from eval.task.base import RowTask
from eval.task.calibration import CalibrationTask
from eval.task.emotion import EmotionTask
from eval.task.keyword import KeywordTask
from eval.task.multi_label import MultiLabelTask
from eval.task.opt_out import OptOutTask
from eval.task.primary import PrimaryTask
from eval.task.purchase import PurchaseTask
from eval.task.registry import TASKS
from eval.task.sentiment import SentimentTask
from eval.task.urgency import UrgencyTask
from tests.eval.builders import KeywordSystem, TableSystem, bench_of, sure, turn

SILENT = Prediction()
ANY_ROWS = [task for task in TASKS if isinstance(task, RowTask) and task.takes_any_rows]


def measured(task: RowTask, rows: list[Any], answers: list[Any], **options: Any) -> TaskResult:
    system = TableSystem({row.text: answer for row, answer in zip(rows, answers, strict=True)})
    return task.measure(bench_of(rows, **options), system, "mine")


def values(result: TaskResult) -> dict[str, float | None]:
    return {metric: figure.value for metric, figure in result.figures.items()}


def test_primary_counts_rows_in_scope_and_takes_an_accepted_second_reading() -> None:
    rows = [turn("a"), turn("b", ("complaint",), accept=("complaint", "support_issue")), turn("c", ()), turn("d")]
    answers = [sure("gratitude"), sure("support_issue"), sure("opt_out"), sure("opt_out")]
    result = measured(PrimaryTask(), rows, answers)
    accuracy = result.figures["accuracy"]
    assert (accuracy.k, accuracy.n) == (2, 3)
    assert result.figures["macro_f1"].value == pytest.approx((2 / 3 + 1) / 2)


def test_primary_looks_among_the_three_likeliest() -> None:
    table = {"opt_out": 0.4, "complaint": 0.3, "gratitude": 0.2, "greeting": 0.1}
    rows = [turn("a", ("gratitude",)), turn("b", ("greeting",))]
    result = measured(PrimaryTask(), rows, [Prediction(primary=table)] * 2)
    assert result.figures["top_3"].k == 1


def test_primary_lists_its_surest_errors_and_quotes_only_where_it_may() -> None:
    rows = [turn("a"), turn("b"), turn("c")]
    answers = [sure("opt_out", 0.6), sure("complaint", 0.8), sure("gratitude")]
    worst = measured(PrimaryTask(), rows, answers).detail["worst"]
    assert [(each["id"], each["given"], each["text"]) for each in worst] == [
        ("b", "complaint", "b"),
        ("a", "opt_out", "a"),
    ]
    hidden = measured(PrimaryTask(), rows, answers, may_quote=False).detail["worst"]
    assert [(each["id"], each["text"]) for each in hidden] == [("b", None), ("a", None)]


def test_primary_draws_only_the_labels_that_occur() -> None:
    confusion = measured(PrimaryTask(), [turn("a"), turn("b")], [sure("gratitude"), sure("opt_out")]).detail[
        "confusion"
    ]
    assert confusion == {"labels": ["opt_out", "gratitude"], "matrix": [[0, 0], [1, 1]]}


def test_an_unanswered_row_of_a_system_that_answers_others_is_wrong() -> None:
    result = measured(PrimaryTask(), [turn("a"), turn("b")], [sure("gratitude"), SILENT])
    assert result.figures["accuracy"].k == 1


def test_multi_label_measures_lists_as_reported() -> None:
    rows = [turn("a", ("complaint", "support_issue")), turn("b", ()), turn("c")]
    lists = [("complaint",), ("greeting",), ("gratitude",)]
    answers = [sure("gratitude", intents=listed) for listed in lists]
    result = values(measured(MultiLabelTask(), rows, answers))
    assert result["micro_f1"] == pytest.approx(2 * 2 / (3 + 3))
    assert result["macro_f1"] == pytest.approx((1 + 0 + 1) / 3)


def test_abstention_uses_the_mass_out_of_scope_where_it_is_known() -> None:
    rows = [turn("a"), turn("b"), turn("c", ())]
    table = {"gratitude": 0.2, "opt_out": 0.1}
    answers = [
        Prediction(primary=table, out_of_scope=0.1, abstained=False),
        Prediction(primary={"gratitude": 0.9}, out_of_scope=0.0, abstained=True),
        Prediction(primary={"gratitude": 0.5}, out_of_scope=0.5, abstained=True),
    ]
    result = measured(AbstentionTask(), rows, answers)
    assert values(result)["auroc"] == 1.0
    assert values(result)["auroc_best"] == 0.5
    counts = {name: (figure.k, figure.n) for name, figure in result.figures.items() if figure.k is not None}
    assert counts == {
        "in_scope_answered": (1, 2),
        "out_of_scope_abstained": (1, 1),
        "right_among_answered": (1, 1),
    }


def test_a_system_that_never_abstains_is_not_read_as_answering_all() -> None:
    result = measured(AbstentionTask(), [turn("a"), turn("b", ())], [Prediction(primary={"gratitude": 0.9})] * 2)
    assert result.figures["in_scope_answered"].reason == "this system never abstains"
    assert values(result)["auroc"] == 0.5


def test_without_rows_out_of_scope_their_figures_are_not_evaluated() -> None:
    result = measured(AbstentionTask(), [turn("a")], [sure("gratitude", abstained=False)])
    assert values(result)["auroc"] is None
    assert result.figures["out_of_scope_abstained"].reason == "no such row"
    assert values(result)["accuracy_at_90"] == 1.0


def test_calibration_counts_every_row_and_out_of_scope_as_never_right() -> None:
    rows = [turn("a"), turn("b", ())]
    result = measured(CalibrationTask(), rows, [sure("gratitude", 0.5)] * 2)
    ece = result.figures["ece"]
    assert ece.value == pytest.approx(0.0)
    assert ece.low is not None and ece.low <= 0.0
    assert values(result)["brier"] == pytest.approx(0.25)
    assert result.detail["reliability"][0]["n"] == 2


def test_margins_have_no_calibration() -> None:
    result = measured(CalibrationTask(), [turn("a")], [Prediction(primary={"gratitude": 7.0}, has_probabilities=False)])
    assert result.figures["ece"].reason == "this system gives no probabilities"
    assert result.detail == {}


def test_opt_outs_are_counted_by_tier_and_look_alikes_apart() -> None:
    rows = [
        turn("a", ("opt_out",)),
        turn("b", ("opt_out",)),
        turn("c", ("opt_out",)),
        turn("d", ("complaint",)),
        turn("e", ("complaint",), accept=("complaint", "opt_out")),
    ]
    answers = [
        sure("opt_out", opts_out=True, opt_out_tier="phrase", held=False),
        sure("opt_out", opts_out=True, opt_out_tier="model", held=False),
        sure("complaint", opts_out=False, held=True),
        sure("complaint", opts_out=True, opt_out_tier="model", held=False),
        sure("complaint", opts_out=True, opt_out_tier="model", held=False),
    ]
    figures = measured(OptOutTask(), rows, answers).figures
    assert {name: (figure.k, figure.n) for name, figure in figures.items()} == {
        "stopped": (2, 3),
        "stopped_by_keyword": (0, 3),
        "stopped_by_phrase": (1, 3),
        "stopped_by_model": (1, 3),
        "named": (2, 3),
        "false_stops": (1, 1),
        "stopped_or_held": (3, 3),
        "held_needlessly": (0, 1),
    }


def test_an_intent_label_alone_stops_nobody() -> None:
    figures = measured(OptOutTask(), [turn("a", ("opt_out",))], [sure("opt_out")]).figures
    assert figures["stopped"].value is None
    assert figures["named"].k == 1


def test_every_bare_keyword_is_stopped_by_the_keyword_tier() -> None:
    figures = KeywordTask().measure(bench_of([]), KeywordSystem(), "bare_keywords").figures
    assert figures["stopped_by_keyword"].k == figures["stopped_by_keyword"].n
    assert figures["stopped_by_keyword"].n > 200


def test_purchase_ranks_by_probability_and_by_score() -> None:
    labels = ("strong", "moderate", "weak", "none")
    rows = [turn(label, purchase=label) for label in labels]
    answers = [Prediction(purchase={label: 1.0}) for label in labels]
    result = values(measured(PurchaseTask(), rows, answers))
    assert result == pytest.approx(
        {
            "auroc_strong": 1.0,
            "auroc_warm": 1.0,
            "spearman": 1.0,
            "strong_in_top_tenth": 1.0,
            "warm_in_top_tenth": 1.0,
            "macro_f1": 1.0,
        }
    )


def test_urgency_asks_whether_what_cannot_wait_stands_out() -> None:
    rows = [turn("a", urgency="now"), turn("b", urgency="soon"), turn("c", urgency="none")]
    answers = [Prediction(urgency={"now": 0.2, "none": 0.8}), *[Prediction(urgency={"none": p}) for p in (0.7, 0.9)]]
    result = values(measured(UrgencyTask(), rows, answers))
    assert result["auroc"] == 1.0
    assert result["macro_f1"] == pytest.approx((0 + 0 + 0.5) / 3)


@pytest.mark.parametrize(
    ("task", "head", "label"),
    [(SentimentTask(), "sentiment", "positive"), (EmotionTask(), "emotion", "gratitude")],
)
def test_feelings_are_measured_where_they_were_judged(task: RowTask, head: str, label: str) -> None:
    rows = [turn("a", None, **{head: label}), turn("b")]
    result = measured(task, rows, [Prediction(**{head: {label: 1.0}}), SILENT])
    assert (values(result)["macro_f1"], result.figures["macro_f1"].n) == (1.0, 1)
    nobody = measured(task, [turn("b")], [SILENT])
    assert nobody.figures["macro_f1"].reason == f"nobody judged {head} on these rows"
    silent = measured(task, [turn("a", **{head: label})], [SILENT])
    assert silent.figures["macro_f1"].reason == f"this system does not say {head}"


@pytest.mark.parametrize("task", ANY_ROWS, ids=lambda task: task.name)
def test_rows_without_any_label_give_no_number(task: RowTask) -> None:
    figures = measured(task, [turn("a", None), turn("b", None)], [sure("gratitude")] * 2).figures
    assert figures
    assert all(figure.value is None and figure.reason for figure in figures.values())


@pytest.mark.parametrize("task", ANY_ROWS, ids=lambda task: task.name)
def test_a_system_that_says_nothing_gets_no_number(task: RowTask) -> None:
    tones = {"sentiment": "neutral", "emotion": "none", "urgency": "none", "purchase": "none"}
    rows = [turn("a", ("opt_out",), **tones), turn("b", (), **tones)]
    figures = measured(task, rows, [SILENT] * 2).figures
    assert figures
    assert all(figure.value is None and figure.reason for figure in figures.values())


def test_tasks_have_names_of_their_own_and_say_what_they_mean() -> None:
    assert len({task.name for task in TASKS}) == len(TASKS)
    assert all(task.about and task.version >= 1 and task.set_names for task in TASKS)
