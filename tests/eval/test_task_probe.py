"""The probe: a linear layer, official splits, and a reason where it cannot be had."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from eval.probe.corpus import CORPORA, Corpus, LabelledText, sample_per_label
from eval.probe.linear import ProbeAnswers, fit_and_answer
from eval.probe.published import PUBLISHED
from eval.task.base import Statistic, figure_of
from eval.task.probe import ProbeTask, score
from tests.eval.builders import KeywordSystem, bench_of

needs_sklearn = pytest.mark.skipif(
    importlib.util.find_spec("sklearn") is None, reason="scikit-learn comes with the extra `train`"
)


def answers(labels: list[str], confidence: list[float]) -> ProbeAnswers:
    return ProbeAnswers(label=np.array(labels), confidence=np.array(confidence), strength=1.0)


def test_accuracy_counts_rows_in_scope_and_doubt_tells_the_others() -> None:
    test = [LabelledText(str(n), label) for n, label in enumerate(["a", "b", "b", "oos", "oos"])]
    statistics = score(test, answers(["a", "b", "a", "a", "b"], [0.9, 0.8, 0.7, 0.2, 0.1]))
    figures = {name: figure_of(statistic, bench_of([])) for name, statistic in statistics.items()}
    assert (figures["accuracy"].k, figures["accuracy"].n) == (2, 3)
    assert figures["out_of_scope_auroc"].value == 1.0
    assert figures["out_of_scope_recall"].value == 1.0
    macro = statistics["macro_f1"]
    assert isinstance(macro, Statistic)
    assert macro.compute(np.arange(3)) == pytest.approx((2 / 3 + 2 / 3) / 2)


def test_a_set_without_rows_out_of_scope_has_no_such_figure() -> None:
    assert set(score([LabelledText("x", "a")], answers(["a"], [0.9]))) == {"accuracy", "macro_f1"}


def test_samples_keep_order_and_take_no_label_too_often() -> None:
    rows = [LabelledText(str(n), "ab"[n % 2]) for n in range(100)]
    drawn = sample_per_label(rows, 7, seed=7)
    assert drawn == sorted(drawn, key=lambda row: int(row.text)) == sample_per_label(rows, 7, seed=7)
    assert [sum(row.label == label for row in drawn) for label in "ab"] == [7, 7]
    assert sample_per_label(rows, 7, seed=8) != drawn


def test_a_corpus_reads_one_split_of_one_task(tmp_path: Path) -> None:
    rows = [
        {"text": "a", "label": "joy", "split": "test", "task": "emotion"},
        {"text": "b", "label": "joy", "split": "train", "task": "emotion"},
        {"text": "c", "label": "irony", "split": "test", "task": "irony"},
    ]
    (tmp_path / "x.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    corpus = Corpus("x", "", "", "x.jsonl", task="emotion")
    assert corpus.read("test", folder=tmp_path) == [LabelledText("a", "joy")]


def test_published_numbers_stand_beside_sets_that_are_probed() -> None:
    assert set(PUBLISHED) == set(CORPORA)
    numbers = [number for group in PUBLISHED.values() for number in group]
    assert all(0 < number.value < 1 and number.source for number in numbers)


@needs_sklearn
def test_a_linear_layer_separates_what_is_separable_and_repeats() -> None:
    rng = np.random.default_rng(7)
    centres = np.eye(4, dtype=np.float32)
    labels = [f"l{n % 4}" for n in range(200)]
    vectors = np.stack([centres[int(label[1])] + rng.normal(0, 0.05, 4).astype(np.float32) for label in labels])
    first = fit_and_answer(vectors, labels, vectors, seed=7)
    again = fit_and_answer(vectors, labels, vectors, seed=7)
    assert first.label.tolist() == labels
    assert np.array_equal(first.confidence, again.confidence)


def test_a_system_without_a_vector_is_not_evaluated() -> None:
    figure = ProbeTask().measure(bench_of([], "banking77"), KeywordSystem(), "banking77").figures["accuracy"]
    assert figure.value is None


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.task.probe.is_installed", lambda: False)
    figure = ProbeTask().measure(bench_of([], "banking77"), KeywordSystem(), "banking77").figures["accuracy"]
    assert figure.reason == "scikit-learn is not installed; it comes with the extra `train`"
