"""The scorer: a pool of workers over one model, and everything to be known about that model."""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any, Literal

import numpy as np

from copilot.domain.analysis import Analysis, Explanation
from copilot.domain.label import LABELS_VERSION
from copilot.errors import ArtefactCorruptError, ConfigurationError, ModelUnavailableError
from copilot.scoring.analyse import analyse_turn, analyse_without_model
from copilot.scoring.artefact import Artefact, Example, load_artefact, read_examples
from copilot.scoring.base import FloatArray, ReplyEncoder, ReplyInput, ScoredTurn
from copilot.scoring.calibration import HEADS, Calibration
from copilot.scoring.explain import MOST_WORDS, explain_turn
from copilot.scoring.fake import FAKE_CALIBRATION, FakeReplyEncoder
from copilot.scoring.pool import ScoringPool

Backend = Literal["onnx", "sentence_transformers", "fake"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorerOptions:
    """What an operator may choose."""

    default_timezone: str = "UTC"
    extra_keywords: frozenset[str] = frozenset()
    """Further opt-out words of this deployment."""


class ExampleShelf:
    """The artefact's examples, read when the first explanation is asked for."""

    def __init__(self, artefact: Artefact | None) -> None:
        """Remember where they lie."""
        self._artefact = artefact
        self._lock = threading.Lock()
        self._read: tuple[list[Example], FloatArray] | None = None

    def read(self) -> tuple[list[Example], FloatArray]:
        """Return examples and their vectors (n, dimension); none without an artefact."""
        with self._lock:
            if self._read is None:
                empty: tuple[list[Example], FloatArray] = ([], np.zeros((0, 0), dtype=np.float32))
                self._read = empty if self._artefact is None else read_examples(self._artefact)
            return self._read


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelWorker:
    """Scores one turn after another with one encoder."""

    encoder: ReplyEncoder
    calibration: Calibration
    options: ScorerOptions
    shelf: ExampleShelf

    def score(self, turn: ReplyInput, *, explain: bool, is_wanted: Callable[[], bool]) -> ScoredTurn:
        """Read, analyse and, on demand, explain one turn."""
        started = perf_counter()
        [encoded] = self.encoder.encode([turn])
        spent = {"encode": (perf_counter() - started) * 1e3}
        analysis = analyse_turn(
            turn,
            encoded,
            self.calibration,
            default_timezone=self.options.default_timezone,
            extra_keywords=self.options.extra_keywords,
            durations_ms=spent,
        )
        if explain:
            started = perf_counter()
            examples, vectors = self.shelf.read()
            explanation: Explanation = explain_turn(
                turn,
                encoded,
                analysis.primary or analysis.top[0].name,
                encoder=self.encoder,
                calibration=self.calibration,
                examples=examples,
                vectors=vectors,
                is_wanted=is_wanted,
            )
            analysis = analysis.model_copy(update={"explanation": explanation})
            spent["explain"] = (perf_counter() - started) * 1e3
        return ScoredTurn(analysis, encoded.vector, spent)

    def embed(self, text: str) -> FloatArray:
        """Return the search vector (dimension,) of one text."""
        return self.encoder.embed(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """The one object other parts score with."""

    pool: ScoringPool
    model_id: str
    """Name and version."""
    dimension: int
    """Length of a search vector."""
    calibration: Calibration
    options: ScorerOptions
    artefact: Artefact | None = None
    """None for the fake."""
    backend: Backend = "onnx"

    def submit(
        self, turns: Sequence[ReplyInput], deadline: timedelta = timedelta(seconds=10), explain: bool = False
    ) -> Future[list[ScoredTurn]]:
        """Queue turns; see ``ScoringPool.submit``."""
        return self.pool.submit(turns, deadline, explain)

    def score(
        self, turns: Sequence[ReplyInput], deadline: timedelta = timedelta(seconds=10), explain: bool = False
    ) -> list[ScoredTurn]:
        """Score turns and wait for them; raises what ``submit`` and its future raise."""
        return self.pool.submit(turns, deadline, explain).result()

    def embed(self, texts: Sequence[str], deadline: timedelta = timedelta(seconds=60)) -> FloatArray:
        """Return unit search vectors (n, dimension); see ``ScoringPool.embed``."""
        return self.pool.embed(texts, deadline)

    def analyse_without_model(self, turn: ReplyInput, reason: str) -> Analysis:
        """Return what can be said when the model did not answer."""
        return analyse_without_model(
            turn,
            reason,
            default_timezone=self.options.default_timezone,
            extra_keywords=self.options.extra_keywords,
        )

    def card(self) -> Mapping[str, Any]:
        """Return what ``GET /v1/model`` tells: versions, labels, thresholds, limits, metrics and the Markdown card."""
        calibration, artefact = self.calibration, self.artefact
        return {
            "model": self.model_id,
            "backend": self.backend,
            "labels_version": LABELS_VERSION,
            "labels": {head: list(labels) for head, labels in HEADS.items()},
            "thresholds": {
                "intents": dict(zip(HEADS["applies"], calibration.applies_thresholds.tolist(), strict=True)),
                "abstain": {
                    "out_of_scope_threshold": calibration.abstain.out_of_scope_threshold,
                    "tau": calibration.abstain.tau,
                    "pair_sum": calibration.abstain.pair_sum,
                    "pair_gap": calibration.abstain.pair_gap,
                },
                "consent": {
                    "act_threshold": calibration.consent.act_threshold,
                    "review_threshold": calibration.consent.review_threshold,
                },
            },
            "languages": sorted(calibration.languages),
            "limits": {
                "context_tokens": artefact.context_tokens if artefact else None,
                "reply_tokens": artefact.reply_tokens if artefact else None,
                "explained_words": MOST_WORDS,
            },
            "vector_dimension": self.dimension,
            "metrics": dict(artefact.metrics) if artefact else {},
            "card": artefact.card if artefact else "",
        }

    def close(self) -> None:
        """End the workers; whoever waits is told."""
        self.pool.close()


def build_scorer(
    *,
    backend: Backend = "onnx",
    model: str = "reply-scorer-small",
    sessions: int = 2,
    queue: int = 1024,
    default_timezone: str = "UTC",
    extra_keywords: frozenset[str] = frozenset(),
) -> Scorer:
    """Load a model and start its workers.

    Args:
        backend: Which encoder.
        model: A folder of ``models/``, or a path to an artefact; the fake needs none.
        sessions: Workers side by side, best one a core.
        queue: Turns that may wait.
        default_timezone: IANA zone of a turn that carries none.
        extra_keywords: Further opt-out words of this deployment.

    Raises:
        ArtefactCorruptError: The artefact is missing or damaged, or cannot score.
        ConfigurationError: The backend needs an extra that is not installed.
    """
    options = ScorerOptions(default_timezone=default_timezone, extra_keywords=extra_keywords)
    artefact = None if backend == "fake" else load_artefact(model)
    encoder = _build_encoder(backend, artefact)
    calibration = FAKE_CALIBRATION if artefact is None else artefact.calibration
    shelf = ExampleShelf(artefact)
    worker = ModelWorker(encoder=encoder, calibration=calibration, options=options, shelf=shelf)
    _try_out(worker)
    pool = ScoringPool([worker] * sessions, capacity=queue, dimension=encoder.dimension)
    return Scorer(
        pool=pool,
        model_id=encoder.model_id,
        dimension=encoder.dimension,
        calibration=calibration,
        options=options,
        artefact=artefact,
        backend=backend,
    )


def _try_out(worker: ModelWorker) -> None:
    """Score one turn: a model that cannot is found at the start, and tables read on first use are read here."""
    turn = ReplyInput("call 212-555-0142 tomorrow at 3pm", received_at=datetime(2026, 1, 1, tzinfo=UTC))
    try:
        worker.score(turn, explain=False, is_wanted=lambda: True)
    except ModelUnavailableError as error:
        raise ArtefactCorruptError("the model loads but cannot score; install the artefact again") from error


def _build_encoder(backend: Backend, artefact: Artefact | None) -> ReplyEncoder:
    if artefact is None:
        return FakeReplyEncoder()
    if backend == "onnx":
        from copilot.scoring.onnx import OnnxReplyEncoder  # the runtime costs 0.1 s and 30 MB: not for the fake

        return OnnxReplyEncoder(artefact)
    if backend == "sentence_transformers":
        from copilot.scoring.sentence_transformers import SentenceTransformersReplyEncoder  # torch: only on demand

        return SentenceTransformersReplyEncoder(artefact)
    raise ConfigurationError(f"no scorer backend called {backend!r}; use onnx, sentence_transformers or fake")
