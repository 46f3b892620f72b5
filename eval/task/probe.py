"""Public intent and emotion sets read through the frozen search vector, beside published numbers."""

from dataclasses import asdict
from typing import Any, Final

import numpy as np

from copilot.scoring.artefact import MODEL
from copilot.training.metric import label_index, mean_f1
from eval.bench import Bench
from eval.metric.ranking import auroc
from eval.probe.corpus import CORPORA, OUT_OF_SCOPE, LabelledText, sample_per_label
from eval.probe.embedding import NO_VECTOR, embed_texts, embedder_of
from eval.probe.linear import NOT_INSTALLED, ProbeAnswers, fit_and_answer, is_installed
from eval.probe.published import PUBLISHED
from eval.result import TaskResult, not_evaluated
from eval.served import folder_of
from eval.system import System, writers_of
from eval.task.base import Statistic, Statistics, figure_of, share

TRAINED_PER_LABEL: Final = 50
"""Most training rows of a label (of CLINC150's 100, of Banking77's 35 to 187): embedding is what this task costs."""
TRAINED_IN_ALL: Final = 4000
"""Most training rows of a set with few labels, an even share of each."""
_COVERAGE: Final = 0.95
LARGEST_MODEL_BYTES: Final = 50_000_000
"""Of ``model.onnx``: a larger one would read these 26,000 texts for a quarter of an hour, and this is context only."""


class ProbeTask:
    """One linear layer on vectors of an encoder that saw none of the set's test rows."""

    name = "probe"
    version = 1
    about = (
        f"logistic regression on the frozen search vector, trained on at most {TRAINED_PER_LABEL} rows a label, tested "
        "on the whole official test split, of which the encoder saw nothing; `encoder_learnt_from_it` says whether it "
        "learnt from training rows under labels of ours (unlabelled training texts of CLINC150 and Banking77 place the "
        "vector in any case); the published numbers beside it are of networks trained on the whole set"
    )
    set_names = tuple(CORPORA)

    def measure(self, bench: Bench, system: System, set_name: str) -> TaskResult:
        """Return accuracy and macro-F1, and how well rows out of scope are told apart."""
        metric = "macro_f1" if set_name == "tweeteval_emotion" else "accuracy"
        embedder = embedder_of(system)
        reason = bench.rows(set_name).reason or _reason_against(system)
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
                "encoder_learnt_from_it": corpus.folder in writers_of(system).get("train", ()),
                "ridge": answers.strength,
                "published": [asdict(number) for number in PUBLISHED[set_name]],
            },
        )


def _reason_against(system: System) -> str | None:
    if not is_installed():
        return NOT_INSTALLED
    folder = folder_of(system)
    if folder is not None and (folder / MODEL).stat().st_size > LARGEST_MODEL_BYTES:
        return "left out for models this large: it would take a quarter of an hour"
    return None


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
