"""Whether the search vector finds the thread that answers a question, documents embedded as the product embeds them."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copilot.domain.knowledge import KnowledgeItem, KnowledgeKind
from copilot.retrieval.document import document_text, document_vectors
from copilot.scoring.base import FloatArray
from eval.bench import Bench
from eval.probe.corpus import Thread, read_queries, read_threads
from eval.probe.embedding import NO_VECTOR, embed_texts, embedder_of
from eval.result import TaskResult, not_evaluated
from eval.system import System
from eval.task.base import Statistic, figure_of, share

_DEPTH: Final = 10


class RetrievalTask:
    """Users' questions against whole help threads."""

    name = "retrieval"
    version = 1
    about = (
        "mean reciprocal rank, within ten, of the one of 125 help threads that answers a user's question, by the "
        "search vector alone; threads are embedded as the library's items are, beside it by title or whole text only"
    )
    set_names = ("stackfaq",)

    def measure(self, bench: Bench, system: System, set_name: str) -> TaskResult:
        """Return MRR@10 and the share of questions whose thread comes first."""
        reason = bench.rows(set_name).reason
        embedder = embedder_of(system)
        if reason is not None or embedder is None:
            return TaskResult(figures={"mrr_at_10": not_evaluated(reason or NO_VECTOR)})
        threads, queries = read_threads(), read_queries()
        place = {thread.id: i for i, thread in enumerate(threads)}
        own = np.array([place[query.label] for query in queries], dtype=np.intp)

        def embed(texts: Sequence[str], of_what: str) -> FloatArray:
            return embed_texts(embedder, texts, title=f"{system.name} {of_what}", console=bench.console)

        items = [as_item(thread) for thread in threads]
        texts = list(dict.fromkeys(text for item in items for text in (item.title, document_text(item))))
        read = dict(zip(texts, embed(texts, "threads"), strict=True))
        asked = embed([query.text for query in queries], "questions")

        def ranks_by(vectors: FloatArray) -> NDArray[np.int64]:
            return rank_of(asked @ vectors.T, own)

        ranks = ranks_by(document_vectors(items, lambda wanted: np.stack([read[text] for text in wanted])))
        return TaskResult(
            figures={
                "mrr_at_10": figure_of(reciprocal_rank(ranks), bench),
                "first": figure_of(share(ranks == 1), bench),
                "mrr_at_10_by_title": figure_of(
                    reciprocal_rank(ranks_by(np.stack([read[item.title] for item in items]))), bench
                ),
                "mrr_at_10_by_whole_text": figure_of(
                    reciprocal_rank(ranks_by(np.stack([read[document_text(item)] for item in items]))), bench
                ),
            },
            detail={"documents": len(threads)},
        )


def as_item(thread: Thread) -> KnowledgeItem:
    """Return a thread as an item of the library."""
    return KnowledgeItem(
        id=thread.id, kind=KnowledgeKind.TUTORIAL, title=thread.question, body=" ".join(thread.answers)
    )


def rank_of(similarity: NDArray[np.floating], own: NDArray[np.intp]) -> NDArray[np.int64]:
    """Return the rank (n,), best 1, of each query's own document; similarities are (n, documents).

    A document that is exactly as near counts as nearer.
    """
    nearness = similarity[np.arange(len(own)), own][:, None]
    ranks: NDArray[np.int64] = (similarity >= nearness).sum(axis=1)
    return ranks


def reciprocal_rank(ranks: NDArray[np.int64]) -> Statistic:
    """Return the mean of 1/rank, 0 beyond ten."""
    reciprocal = np.where(ranks <= _DEPTH, 1 / ranks, 0.0)
    return Statistic(compute=lambda rows: float(reciprocal[rows].mean()), n=len(reciprocal))
