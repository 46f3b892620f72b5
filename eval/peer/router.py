"""Peer: semantic-router, which compares a reply with example utterances of each intent."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from copilot.scoring.base import ReplyInput
from copilot.training.calibrate import ANSWERED_FLOOR, fit_consent
from copilot.training.dataset import HEADS, Turn
from eval.peer.frozen import FrozenEncoder
from eval.peer.lesson import Lesson
from eval.peer.shelf import Shelf
from eval.prediction import Prediction

NAME: Final = "peer: semantic-router@1"
ABOUT: Final = "semantic-router over the frozen MiniLM, every training reply an example, its own fit() on held-out rows"

_NEAREST: Final = 20
_AGGREGATION: Final = "sum"
"""Macro-F1 of the primary on the calibration writers: 0.494. The library's defaults (the mean of the nearest 5) reach
0.364; 200 examples an intent 0.390; context and reply joined 0.432."""
_GRID: Final = np.linspace(0.02, 0.98, 97)


class RouterPeer:
    """Answers with the routes nearest to a reply and the router's own calibrated confidence."""

    about: str = ABOUT

    def __init__(self, router: Any, encoder: FrozenEncoder) -> None:
        """Read replies through a router; nothing is withheld until ``fit`` was called.

        Args:
            router: An ``IndexedRouter`` with a route for each intent.
            encoder: What the router encodes with; asked for whole batches first.
        """
        self._router = router
        self._encoder = encoder
        self._answer_from = 0.0
        self._report_from = 1.0
        self._act = self._review = 1.0

    @property
    def name(self) -> str:
        """Return name and version."""
        return NAME

    def fit(self, turns: Sequence[Turn]) -> None:
        """Calibrate the router's confidence on held-out turns, then choose from where to answer, report and stop."""
        stored = {text for route in self._router.routes for text in route.utterances}
        # a stored text meets itself, and the router would take less perfect meetings for doubtful
        judged = [turn for turn in turns if turn.is_intent_judged and turn.text not in stored]
        queries = [turn.text for turn in judged]
        self._encoder.encode(queries)
        self._router.fit(queries, [turn.intents[0] if turn.intents else None for turn in judged])
        routes = [self._routes(query) for query in queries]
        best = np.array([next(iter(found.values())) for found in routes])
        inside = np.array([bool(turn.intents) for turn in judged])
        answering = [t for t in _GRID if (best[inside] >= t).mean() >= ANSWERED_FLOOR]
        self._answer_from = float(max(answering, default=0.0))
        risks = np.array([found["opt_out"] for found in routes])
        self._act, self._review = fit_consent(risks, np.array(["opt_out" in (turn.intents or ()) for turn in judged]))
        self._report_from = float(max(_GRID, key=lambda t: _micro_f1(routes, judged, float(t))))

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        """Return one prediction a turn, in order; tones are not said."""
        queries = [turn.text for turn in turns]
        self._encoder.encode(queries)
        predictions = []
        for query in queries:
            predictions.append(self._read(self._routes(query)))
            if advance is not None:
                advance()
        return predictions

    def _routes(self, query: str) -> dict[str, float]:
        """Return the confidence of every route, likeliest first."""
        return {choice.name: choice.confidence for choice in self._router(query, limit=None, threshold=0.0)}

    def _read(self, routes: Mapping[str, float]) -> Prediction:
        (best, confidence), *others = routes.items()
        abstained = confidence < self._answer_from
        reported = [name for name, p in routes.items() if p >= self._report_from]
        if not abstained:
            reported = [best, *(name for name in reported if name != best)]
        # the router says how sure it is of its first route; what is left goes to the others by their own confidence
        floor = min(routes.values())
        weights = {name: p - floor for name, p in others}
        risk = routes["opt_out"]
        left, total = 1 - confidence, sum(weights.values())
        return Prediction(
            primary={best: confidence, **{n: left * w / total if total else 0.0 for n, w in weights.items()}},
            abstained=abstained,
            intents=tuple(reported),
            opts_out=risk >= self._act,
            opt_out_tier="model" if risk >= self._act else None,
            held=self._review <= risk < self._act,
        )


def build_router_peer(lesson: Lesson, shelf: Shelf, encoder: FrozenEncoder) -> RouterPeer:
    """Return the fitted peer.

    Raises:
        ImportError: semantic-router is not installed.
    """
    from semantic_router import IndexedRouter, Route
    from semantic_router.encoders import DenseEncoder

    class FrozenDenseEncoder(DenseEncoder):  # type: ignore[misc]  # the library is not there when types are checked
        def __call__(self, docs: list[Any]) -> list[list[float]]:
            vectors: list[list[float]] = encoder.encode([str(doc) for doc in docs]).tolist()
            return vectors

    utterances = collect_utterances(lesson.train)
    encoder.remember([text for texts in utterances.values() for text in texts], shelf)
    router = IndexedRouter(
        encoder=FrozenDenseEncoder(name="all-MiniLM-L6-v2"),
        routes=[Route(name=intent, utterances=texts) for intent, texts in utterances.items()],
        top_k=_NEAREST,
        aggregation=_AGGREGATION,
    )
    peer = RouterPeer(router, encoder)
    peer.fit(lesson.calibration)
    return peer


def collect_utterances(turns: Sequence[Turn]) -> dict[str, list[str]]:
    """Return the texts of turns by primary intent, each once, in order of the label set."""
    texts: dict[str, set[str]] = {intent: set() for intent in HEADS["applies"]}
    for turn in turns:
        if turn.intents:
            texts[turn.intents[0]].add(turn.text)
    return {intent: sorted(found) for intent, found in texts.items() if found}


def _micro_f1(routes: Sequence[Mapping[str, float]], turns: Sequence[Turn], threshold: float) -> float:
    hits = given = wanted = 0
    for found, turn in zip(routes, turns, strict=True):
        reported = {name for name, p in found.items() if p >= threshold}
        hits += len(reported.intersection(turn.intents or ()))
        given += len(reported)
        wanted += len(turn.intents or ())
    return 2 * hits / max(given + wanted, 1)
