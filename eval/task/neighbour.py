"""A reply's numbers must not depend on what is scored beside it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from copilot.scoring.base import ReplyInput, ScoredTurn
from copilot.scoring.scorer import Scorer, build_scorer
from eval.bench import Bench
from eval.prediction import Prediction
from eval.result import Figure, TaskResult, not_evaluated
from eval.served import folder_of
from eval.system import System

BATCH: Final = 32
_TURNS: Final = 64
_DEADLINE: Final = timedelta(minutes=2)
"""For a batch on a slow, busy machine."""


class NeighbourTask:
    """The largest change of any number of a reply between scored alone and scored in a batch of 32."""

    name = "neighbour"
    version = 1
    about = (
        f"the largest difference in any number of a reply, scored alone and in a batch of {BATCH}: as this benchmark "
        "reads the system, and through the service's own scorer, the search vector included"
    )
    set_names = ("public_written",)

    def measure(self, bench: Bench, system: System, set_name: str) -> TaskResult:
        """Return the largest difference, absolute; it is a maximum over turns and has no interval."""
        rows = bench.rows(set_name)
        if rows.reason is not None:
            return TaskResult(figures={"largest_difference": not_evaluated(rows.reason)})
        turns = rows.inputs[:_TURNS]
        alone = [numbers_of(system.predict([turn])[0]) for turn in turns]
        together = [numbers_of(answer) for batch in _batches(turns) for answer in system.predict(batch)]
        folder = folder_of(system)
        if folder is None:
            served = not_evaluated("not a system that our service serves")
        else:
            scorer = build_scorer(model=str(folder))
            try:
                served = _figure(_served_alone(scorer, turns), _served_together(scorer, turns))
            finally:
                scorer.close()
        return TaskResult(figures={"largest_difference": _figure(alone, together), "largest_difference_served": served})


def numbers_of(prediction: Prediction) -> dict[str, float]:
    """Return every number of a prediction under a name of its own; decisions count as 0 or 1."""
    numbers: dict[str, float] = {}
    for head in ("primary", "sentiment", "emotion", "urgency", "purchase"):
        numbers |= {f"{head}.{label}": float(p) for label, p in (getattr(prediction, head) or {}).items()}
    numbers |= {f"intents.{name}": 1.0 for name in prediction.intents or ()}
    for flag in ("out_of_scope", "abstained", "opts_out", "held"):
        value = getattr(prediction, flag)
        if value is not None:
            numbers[flag] = float(value)
    return numbers


def _served_alone(scorer: Scorer, turns: Sequence[ReplyInput]) -> list[dict[str, float]]:
    return [_served_numbers(scorer.score([turn], deadline=_DEADLINE)[0]) for turn in turns]


def _served_together(scorer: Scorer, turns: Sequence[ReplyInput]) -> list[dict[str, float]]:
    return [_served_numbers(scored) for batch in _batches(turns) for scored in scorer.score(batch, deadline=_DEADLINE)]


def _served_numbers(scored: ScoredTurn) -> dict[str, float]:
    """Return the numbers of an analysis, and of the vector, which no rounding hides."""
    numbers = dict(_leaves("", scored.analysis.model_dump(mode="json")))
    if scored.vector is not None:
        numbers |= {f"vector.{i}": float(value) for i, value in enumerate(scored.vector)}
    return numbers


def _leaves(path: str, value: Any) -> Iterator[tuple[str, float]]:
    """Yield every number below a JSON value; a word is a name that is there or not, so it counts as 1."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}", inner)
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _leaves(f"{path}.{i}", inner)
    elif isinstance(value, int | float):
        yield path, float(value)
    elif value is not None:
        yield f"{path}={value}", 1.0


def _batches(turns: Sequence[ReplyInput]) -> Iterator[Sequence[ReplyInput]]:
    for start in range(0, len(turns), BATCH):
        yield turns[start : start + BATCH]


def _figure(alone: Sequence[Mapping[str, float]], together: Sequence[Mapping[str, float]]) -> Figure:
    """Return the largest difference; a number that only one side has counts whole."""
    largest = max(
        (abs(a.get(name, 0.0) - b.get(name, 0.0)) for a, b in zip(alone, together, strict=True) for name in {*a, *b}),
        default=0.0,
    )
    return Figure(value=largest, n=len(alone))
