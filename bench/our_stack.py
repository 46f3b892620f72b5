"""Our scorer and our bare encoder called in process: what the service's throughput is measured against."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np
import onnxruntime

from bench.library import make_items
from bench.sample import Turn
from copilot.retrieval.document import document_text
from copilot.scoring.artefact import MODEL, TOKENIZER, load_artefact
from copilot.scoring.base import ReplyInput
from copilot.scoring.scorer import build_scorer
from copilot.scoring.tokens import TurnTokenizer
from copilot.settings import Settings

_DEADLINE: Final = timedelta(minutes=2)
_NOON: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)


class OurBench:
    """Lives in a process of its own, with as many threads as the service has sessions by default."""

    def __init__(self) -> None:
        settings = Settings()
        self._scorer = build_scorer(model=settings.model, sessions=settings.scoring_sessions)
        self._threads = ThreadPoolExecutor(settings.scoring_sessions)
        artefact = load_artefact(settings.model)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(artefact.folder / MODEL), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = TurnTokenizer(artefact.folder / TOKENIZER)

    def encoder(self, turns: list[Turn]) -> float:
        """Return the seconds of the model's bare passes over turns tokenised before, on as many threads as the pool."""
        feeds = [_feed(*self._tokenizer.read_turn(turn.text, turn.context)) for turn in turns]
        started = time.perf_counter()
        list(self._threads.map(lambda feed: self._session.run(None, feed), feeds))
        return time.perf_counter() - started

    def scorer(self, turns: list[Turn]) -> float:
        """Return the seconds of the scorer over turns: tokens, model, calibration, language, slots, consent."""
        replies = [_reply(turn) for turn in turns]
        started = time.perf_counter()
        self._scorer.score(replies, _DEADLINE)
        return time.perf_counter() - started

    def singles(self, turns: list[Turn]) -> list[float]:
        """Return the milliseconds of the scorer for each turn, one at a time."""
        spent = []
        for turn in turns:
            started = time.perf_counter()
            self._scorer.score([_reply(turn)], _DEADLINE)
            spent.append((time.perf_counter() - started) * 1e3)
        return spent

    def embed(self, count: int) -> float:
        """Return knowledge items embedded a second."""
        texts = [document_text(item) for item in make_items(count)]
        started = time.perf_counter()
        self._scorer.embed(texts, _DEADLINE)
        return count / (time.perf_counter() - started)


def _reply(turn: Turn) -> ReplyInput:
    return ReplyInput(turn.text, turn.context, received_at=_NOON)


def _feed(ids: list[int], types: list[int]) -> dict[str, Any]:
    return {
        "input_ids": np.array([ids], dtype=np.int64),
        "attention_mask": np.ones((1, len(ids)), dtype=np.int64),
        "token_type_ids": np.array([types], dtype=np.int64),
    }
