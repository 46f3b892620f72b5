"""Whether the search vector finds the thread that answers a question, documents embedded as the product embeds them."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from copilot.domain.knowledge import KnowledgeItem, KnowledgeKind
from copilot.retrieval.document import document_text
from copilot.scoring.base import FloatArray
from eval.bench import Bench
from eval.probe.corpus import Thread, read_queries, read_threads
from eval.probe.embedding import NO_VECTOR, embed_texts, embedder_of
from eval.result import TaskResult, not_evaluated
from eval.system import System
from eval.task.base import Statistic, figure_of, share

_DEPTH: Final = 10


class Retrieval:
    """Users' questions against whole help threads."""

    name = "retrieval"
    version = 1
    about = (
        "mean reciprocal rank, within ten, of the one of 125 help threads that answers a user's question, by the "
        "search vector alone; threads are embedded as knowledge items are, beside their titles alone and both fused"
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

        def embed(texts: list[str], of_what: str) -> FloatArray:
            return embed_texts(embedder, texts, title=f"{system.name} {of_what}", console=bench.console)

        asked = embed([query.text for query in queries], "questions")
        titles = embed([thread.question for thread in threads], "titles")
        wholes = embed([document_text(as_item(thread)) for thread in threads], "threads")
        ranks = rank_of(asked @ wholes.T, own)
        return TaskResult(
            figures={
                "mrr_at_10": figure_of(reciprocal_rank(ranks), bench),
                "first": figure_of(share(ranks == 1), bench),
                "mrr_at_10_title": figure_of(reciprocal_rank(rank_of(asked @ titles.T, own)), bench),
                "mrr_at_10_title_and_whole": figure_of(
                    reciprocal_rank(rank_of(asked @ fuse(titles, wholes).T, own)), bench
                ),
            },
            detail={"documents": len(threads)},
        )


def as_item(thread: Thread) -> KnowledgeItem:
    """Return a thread as an item of the library."""
    return KnowledgeItem(
        id=thread.id, kind=KnowledgeKind.TUTORIAL, title=thread.question, body=" ".join(thread.answers)
    )


def fuse(titles: FloatArray, wholes: FloatArray) -> FloatArray:
    """Return the unit vectors (n, dimension) half way between each title's and its whole text's."""
    both = titles + wholes
    fused: FloatArray = both / np.linalg.norm(both, axis=1, keepdims=True)
    return fused


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
