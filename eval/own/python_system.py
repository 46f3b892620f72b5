"""A system by Python entry point: ``module:attribute`` is an object that predicts, its class, or a plain function."""

import importlib
import os
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from copilot.errors import ConfigurationError, InvalidInputError
from copilot.scoring.base import ReplyInput
from eval.own.answer import prediction_of
from eval.prediction import Prediction

BATCH: Final = 256
"""Turns that a plain function gets at once."""

Function = Callable[[list[str], list[str | None]], list[dict[str, Any]]]
"""(texts, contexts) → one answer a text, as ``eval.own.answer`` describes them."""


class PythonSystem:
    """Asks an evaluator's code, one call at a time: it need not be safe for threads.

    What it raises becomes one error that names where, without the exception's words: they may hold a customer's text.
    """

    def __init__(self, target: Any, *, name: str) -> None:
        """Wrap an object with ``predict(turns, *, advance)``, or a function of texts and contexts."""
        self._target = target
        self._name = str(getattr(target, "name", name)) if hasattr(target, "predict") else name
        self._turn = threading.Lock()

    @property
    def name(self) -> str:
        """Return its own name, else the entry point's."""
        return self._name

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        """Return one prediction a turn, in order.

        Raises:
            InvalidInputError: It raised, or answered with the wrong length or shape.
        """
        with self._turn:
            if hasattr(self._target, "predict"):
                return list(self._guarded(turns, lambda: self._target.predict(turns, advance=advance)))
            predictions: list[Prediction] = []
            for start in range(0, len(turns), BATCH):
                predictions += self._ask(turns[start : start + BATCH], start)
                for _ in turns[start : start + BATCH]:
                    if advance is not None:
                        advance()
            return predictions

    def _ask(self, batch: Sequence[ReplyInput], start: int) -> list[Prediction]:
        texts, contexts = [turn.text for turn in batch], [turn.context for turn in batch]
        answers = self._guarded(batch, lambda: self._target(texts, contexts))
        if not isinstance(answers, Sequence) or isinstance(answers, str):
            raise InvalidInputError(f"{self.name}: must answer with a list, not {type(answers).__name__}")
        if len(answers) != len(batch):
            rows = f"{row_name(batch[0], start)} and following"
            raise InvalidInputError(f"{self.name}: {len(answers)} answers to {len(batch)} replies, {rows}")
        return [
            prediction_of(answer, f"{self.name}, {row_name(turn, start + number)}")
            for number, (turn, answer) in enumerate(zip(batch, answers, strict=True))
        ]

    def _guarded(self, turns: Sequence[ReplyInput], ask: Callable[[], Any]) -> Any:
        try:
            return ask()
        except Exception as error:
            first = row_name(turns[0], 0) if turns else "no rows"
            place = _place_of(error.__traceback__)
            kind = type(error).__name__
        raise InvalidInputError(f"{self.name} raised {kind} ({place}) on {len(turns)} replies from {first} on")


def load_python_system(entry_point: str) -> PythonSystem:
    """Return the system of ``package.module:attribute``; modules of the working folder are found.

    Raises:
        ConfigurationError: It cannot be imported or is nothing that predicts.
    """
    module_name, _, attribute = entry_point.partition(":")
    if os.getcwd() not in sys.path:  # a console script, unlike `python -m`, does not look there
        sys.path.insert(0, os.getcwd())
    try:
        target: Any = importlib.import_module(module_name)
        for part in attribute.split("."):
            target = getattr(target, part)
        if isinstance(target, type):
            target = target()
    except Exception as error:
        place = _place_of(error.__traceback__)
        raise ConfigurationError(
            f"--system: {entry_point} cannot be loaded: {type(error).__name__}: {error} ({place})"
        ) from error
    if not callable(target) and not callable(getattr(target, "predict", None)):
        raise ConfigurationError(f"--system: {entry_point} is neither a function nor an object with predict")
    return PythonSystem(target, name=entry_point)


def row_name(turn: ReplyInput, number: int) -> str:
    """Return how an error names a row: by its id, else by its number, from 1."""
    return f"row {number + 1}" if turn.id is None else f"row {turn.id}"


def _place_of(trace: TracebackType | None) -> str:
    """Return file name and line of where an exception came from."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (
        "unknown place" if trace is None else f"{Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}"
    )
