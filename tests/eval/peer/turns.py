"""A small lesson: turns of the training and the calibration writers, and held-out ones to judge by."""

from functools import cache

from copilot.training.dataset import HEADS, Turn
from eval.check import check_predictions
from eval.peer.lesson import Lesson, inputs_of, read_lesson
from eval.prediction import Prediction
from eval.system import System


@cache
def small_lesson() -> Lesson:
    lesson = read_lesson()
    return Lesson(lesson.train[::37], lesson.calibration[::6])


@cache
def held_out() -> tuple[Turn, ...]:
    return read_lesson().calibration[1::12]


def answers_of(peer: System) -> list[Prediction]:
    """The peer's answers to the held-out turns, checked as the bench checks them."""
    turns = held_out()
    steps: list[None] = []
    answers = check_predictions(
        peer.predict(inputs_of(turns), advance=lambda: steps.append(None)), [t.id for t in turns], system=peer.name
    )
    assert len(steps) == len(turns)
    return answers


def accuracy(answers: list[Prediction]) -> float:
    pairs = [(a.best, t.primary) for a, t in zip(answers, held_out(), strict=True) if t.intents]
    return sum(best == primary for best, primary in pairs) / len(pairs)


def commonest() -> float:
    """What always naming the commonest intent would reach."""
    primaries = [t.primary for t in held_out() if t.intents]
    return max(primaries.count(intent) for intent in HEADS["applies"]) / len(primaries)
