"""Public intent and emotion sets read through the frozen search vector, beside published numbers."""

from dataclasses import asdict
from typing import Any, Final

import numpy as np

from copilot.training.metric import label_index, mean_f1
from eval.bench import Bench
from eval.metric.ranking import auroc
from eval.probe.corpus import CORPORA, OUT_OF_SCOPE, LabelledText, sample_per_label
from eval.probe.embedding import NO_VECTOR, embed_texts, embedder_of
from eval.probe.linear import NOT_INSTALLED, ProbeAnswers, fit_and_answer, is_installed
from eval.probe.published import PUBLISHED
from eval.result import TaskResult, not_evaluated
from eval.system import System
from eval.task.base import Statistic, Statistics, figure_of, share

TRAINED_PER_LABEL: Final = 50
"""Most training rows of a label (of CLINC150's 100, of Banking77's 35 to 187): embedding is what this task costs."""
TRAINED_IN_ALL: Final = 4000
"""Most training rows of a set with few labels, an even share of each."""
_COVERAGE: Final = 0.95
_SLOW_S: Final = 150.0
"""A set whose embedding would take longer is left out: this task is context, not worth half an hour."""
_TRIED: Final = 32
"""Texts embedded to see how long all will take."""


class Probe:
    """One linear layer on vectors that nothing of the set has shaped."""

    name = "probe"
    version = 1
    about = (
        f"logistic regression on the frozen search vector, trained on at most {TRAINED_PER_LABEL} rows a label, tested "
        "on the whole official test split; the published numbers beside it are of networks trained on the whole set"
    )
    set_names = tuple(CORPORA)

    def measure(self, bench: Bench, system: System, set_name: str) -> TaskResult:
        """Return accuracy and macro-F1, and how well rows out of scope are told apart."""
        metric = "macro_f1" if set_name == "tweeteval_emotion" else "accuracy"
        reason = bench.rows(set_name).reason
        embedder = embedder_of(system)
        if embedder is None:
            reason = NO_VECTOR
        elif not is_installed():
            reason = NOT_INSTALLED
        if embedder is None or reason is not None:
            return TaskResult(figures={metric: not_evaluated(reason or NO_VECTOR)})
        corpus = CORPORA[set_name]
        train = [row for row in corpus.read("train") if row.label != OUT_OF_SCOPE]
        train = sample_per_label(train, _most_per_label(train), seed=bench.seed)
        test = corpus.read("test")
        texts = [row.text for row in (*train, *test)]
        vectors = embed_texts(embedder, texts, title=f"{system.name} {set_name}", console=bench.console)
        answers = fit_and_answer(
            vectors[: len(train)], [row.label for row in train], vectors[len(train) :], seed=bench.seed
        )
        statistics = score(test, answers)
        return TaskResult(
            figures={name: figure_of(statistic, bench) for name, statistic in statistics.items()},
            detail={
                "trained_on": len(train),
                "ridge": answers.strength,
                "published": [asdict(number) for number in PUBLISHED[set_name]],
            },
        )


def _most_per_label(rows: list[LabelledText]) -> int:
    labels = len({row.label for row in rows})
    return max(TRAINED_PER_LABEL, TRAINED_IN_ALL // labels)


def score(test: list[LabelledText], answers: ProbeAnswers) -> Statistics:
    """Return the figures of one test split: among rows in scope, and of telling the others apart."""
    truth = np.array([row.label for row in test])
    inside = truth != OUT_OF_SCOPE
    right = (answers.label == truth)[inside]
    labels = np.unique(truth[inside]).tolist()
    wanted, given = label_index(truth[inside].tolist(), labels), label_index(answers.label[inside].tolist(), labels)
    statistics: dict[str, Any] = {
        "accuracy": share(right),
        "macro_f1": Statistic(compute=lambda rows: mean_f1(wanted[rows], given[rows], len(labels)), n=len(wanted)),
    }
    if not inside.all():
        doubt = 1 - answers.confidence
        statistics["out_of_scope_auroc"] = Statistic(
            compute=lambda rows: auroc(doubt[rows], ~inside[rows]), n=len(truth)
        )
        # the least sure five of a hundred rows in scope set the threshold: a point of the curve, not a fitted one
        threshold = float(np.quantile(answers.confidence[inside], 1 - _COVERAGE))
        statistics["out_of_scope_recall"] = share(answers.confidence[~inside] < threshold)
    return statistics
