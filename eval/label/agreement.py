"""How far two readers of the same replies agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from copilot.domain.label import Intent
from copilot.training.dataset import OUT_OF_SCOPE
from eval.interval import Indices, bootstrap, proportion
from eval.kappa import cohen_kappa
from eval.label.journal import Mark
from eval.result import Figure, not_evaluated

QUESTIONS: Final = ("primary intent", "no more messages", "a person within five minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """On one question."""

    question: str
    same: Figure
    """Replies on which both say the same."""
    kappa: Figure
    """Cohen's: 1 is always the same, 0 no more than chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A reply that two readers see differently, in words."""

    id: str
    first: str
    second: str


def agreements_of(
    first: Mapping[str, Mark], second: Mapping[str, Mark], *, resamples: int, seed: int
) -> list[Agreement]:
    """Return the agreement on each question, over the replies that both labelled."""
    pairs = _pairs(first, second)
    columns = {
        QUESTIONS[0]: [(primary_of(a), primary_of(b)) for a, b in pairs],
        QUESTIONS[1]: [(str(wants_stop(a)), str(wants_stop(b))) for a, b in pairs],
        QUESTIONS[2]: [(str(a.wants_person), str(b.wants_person)) for a, b in pairs],
    }
    return [
        Agreement(
            question=question,
            same=proportion(sum(a == b for a, b in answers), len(answers)),
            kappa=_kappa_figure(answers, resamples, seed),
        )
        for question, answers in columns.items()
    ]


def disagreements_of(first: Mapping[str, Mark], second: Mapping[str, Mark]) -> list[Disagreement]:
    """Return every reply on which the readers differ in a question that counts."""
    found = []
    for a, b in _pairs(first, second):
        says_a, says_b = describe_mark(a), describe_mark(b)
        if says_a != says_b:
            found.append(Disagreement(id=a.id, first=says_a, second=says_b))
    return found


def describe_mark(mark: Mark) -> str:
    """Return what counts of a mark: the primary, a stop, a person."""
    also = [] if primary_of(mark) == Intent.OPT_OUT or not wants_stop(mark) else ["no more messages"]
    return ", ".join([primary_of(mark), *also, *(["a person now"] if mark.wants_person else [])])


def primary_of(mark: Mark) -> str:
    """Return the primary intent, or ``out_of_scope``."""
    return mark.intents[0] if mark.intents else OUT_OF_SCOPE


def wants_stop(mark: Mark) -> bool:
    """Whether no more messages are wanted."""
    return Intent.OPT_OUT.value in mark.intents


def _pairs(first: Mapping[str, Mark], second: Mapping[str, Mark]) -> list[tuple[Mark, Mark]]:
    return [
        (mark, second[row_id])
        for row_id, mark in first.items()
        if row_id in second and not mark.is_skipped and not second[row_id].is_skipped
    ]


def _kappa_figure(answers: Sequence[tuple[str, str]], resamples: int, seed: int) -> Figure:
    value = cohen_kappa(answers)
    if value != value:
        return not_evaluated("both give one and the same answer to everything" if answers else "no reply in common")

    def of(rows: Indices) -> float:
        return cohen_kappa([answers[row] for row in rows])

    low, high = bootstrap(of, len(answers), resamples=resamples, seed=seed)
    return Figure(value=value, low=low, high=high, n=len(answers))
