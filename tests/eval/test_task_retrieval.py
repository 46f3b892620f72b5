"""Ranks, and documents embedded as the library embeds them."""

import numpy as np
import pytest

from copilot.retrieval.document import document_text
from eval.probe import corpus
from eval.probe.corpus import Thread
from eval.row_set import RowSet
from eval.task.retrieval import RetrievalTask, as_item, rank_of, reciprocal_rank
from tests.eval.builders import KeywordSystem, bench_of


def test_ranks_count_those_at_least_as_near() -> None:
    similarity = np.array([[0.9, 0.1, 0.3], [0.2, 0.5, 0.5], [0.1, 0.2, 0.3]])
    assert rank_of(similarity, np.array([0, 1, 0])).tolist() == [1, 2, 3]


def test_a_rank_beyond_ten_scores_nothing() -> None:
    statistic = reciprocal_rank(np.array([1, 2, 10, 11]))
    assert statistic.compute(np.arange(4)) == pytest.approx((1 + 0.5 + 0.1) / 4)


def test_a_thread_is_an_item_whatever_braces_it_holds() -> None:
    item = as_item(Thread("d1", "How do I write {json}?", ('Use {"a": 1}.', "Or not.")))
    assert document_text(item) == 'How do I write {json}?\nUse {"a": 1}. Or not.'


def test_a_missing_set_and_a_missing_vector_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = bench_of([], "other")
    missing._rows["stackfaq"] = RowSet(name="stackfaq", about="", origin="", reason="not beside this project")
    figure = RetrievalTask().measure(missing, KeywordSystem(), "stackfaq").figures["mrr_at_10"]
    assert figure.reason == "not beside this project"
    here = bench_of([], "stackfaq")
    figure = RetrievalTask().measure(here, KeywordSystem(), "stackfaq").figures["mrr_at_10"]
    assert figure.reason == "this system offers no search vector"


def test_the_thread_that_shares_its_words_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = [
        Thread("d0", "strike through in markdown", ("use tildes",)),
        Thread("d1", "delete my account", ("settings",)),
    ]
    queries = [corpus.LabelledText("how to strike out text", "d0"), corpus.LabelledText("account gone please", "d1")]
    monkeypatch.setattr("eval.task.retrieval.read_threads", lambda: threads)
    monkeypatch.setattr("eval.task.retrieval.read_queries", lambda: queries)
    result = RetrievalTask().measure(bench_of([], "stackfaq"), WordSystem(), "stackfaq")
    assert result.figures["mrr_at_10"].value == 1.0
    assert result.figures["first"].n == 2
    assert result.detail["documents"] == 2


class WordSystem(KeywordSystem):
    """A unit bag of words."""

    name = "words@1"
    _WORDS = ("strike", "markdown", "delete", "account", "settings", "tildes")

    def embed(self, text: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        vector = np.array([1e-3 + text.count(word) for word in self._WORDS], dtype=np.float32)
        unit: np.ndarray[tuple[int], np.dtype[np.float32]] = vector / np.linalg.norm(vector)
        return unit
