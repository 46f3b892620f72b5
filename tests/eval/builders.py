"""Small labelled sets and systems whose answers are known."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console

from copilot.scoring.base import ReplyInput
from copilot.text.consent import detect_consent
from copilot.training.dataset import Turn
from eval.bench import Bench
from eval.prediction import Prediction
from eval.row_set import RowSet


def turn(
    text: str,
    intents: tuple[str, ...] | None = ("gratitude",),
    *,
    accept: tuple[str, ...] = (),
    source: str = "w01",
    **tones: str,
) -> Turn:
    """A labelled turn; its text is its id."""
    return Turn(id=text, context=None, text=text, intents=intents, source=source, tones=tones, accept=accept)


def bench_of(turns: Iterable[Turn], name: str = "mine", *, may_quote: bool = True, **options: Any) -> Bench:
    """A bench with one set of its own, drawn nowhere."""
    rows = RowSet(name=name, about="a few rows", origin="a test", turns=tuple(turns), may_quote=may_quote)
    console = Console(file=io.StringIO())
    return Bench(own_sets=[rows], console=console, **{"resamples": 60, "seed": 7, **options})


def sure(intent: str, p: float = 0.9, **fields: Any) -> Prediction:
    """A prediction of one intent; the rest is out of scope."""
    return Prediction(**{"primary": {intent: p}, "out_of_scope": 1 - p, "intents": (intent,), **fields})


class TableSystem:
    """Answers each text as a table says."""

    def __init__(self, answers: Mapping[str, Any], *, name: str = "table@1", writers: Any = None) -> None:
        self.name = name
        self.writers: Mapping[str, Sequence[str]] = writers or {}
        self.asked = 0
        self._answers = answers

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        self.asked += len(turns)
        return [self._answers[asked.text] for asked in turns]


class KeywordSystem:
    """Stops what the consent words stop, and knows nothing else."""

    name = "keywords@1"
    is_thread_safe = True

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        found = [detect_consent(asked.text, opted_out=False) for asked in turns]
        return [
            Prediction(opts_out=match.event == "opt_out", opt_out_tier=match.tier.value if match.tier else None)
            for match in found
        ]
