"""What a model must reach to ship: one line a floor, and the verdict on a figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from eval.result import Figure

Direction = Literal["at_least", "at_most"]
Verdict = Literal["met", "missed", "too few rows to decide", "not evaluated"]


@dataclass(frozen=True, slots=True)
class Floor:
    """The least, or the most, that a figure of our own systems may be."""

    task: str
    set_name: str
    metric: str
    bound: float
    direction: Direction = "at_least"
    model: str | None = None
    """Name of the only model it binds, without the version; ``None`` binds each of ours."""

    def binds(self, system_name: str) -> bool:
        """Return whether a system of ours must keep to it."""
        return self.model is None or system_name.partition("@")[0] == self.model


FLOORS: Final[tuple[Floor, ...]] = (
    Floor("primary", "public_written", "macro_f1", 0.84, model="reply-scorer-small"),
    Floor("primary", "public_written", "macro_f1", 0.87, model="reply-scorer-base"),
    Floor("primary", "public_written", "top_3", 0.95),
    Floor("primary", "public_real", "accuracy", 0.62),
    Floor("multi_label", "public_written", "micro_f1", 0.82),
    Floor("abstention", "public_written", "auroc", 0.91),
    Floor("abstention", "public_written", "accuracy_at_90", 0.89),
    Floor("abstention", "held_out_writers", "in_scope_answered", 0.88),
    Floor("abstention", "held_out_writers", "out_of_scope_abstained", 0.70),
    Floor("calibration", "public_written", "ece", 0.06, "at_most"),
    Floor("calibration", "held_out_writers", "ece", 0.03, "at_most"),
    Floor("opt_out", "public_written", "stopped", 1.0),
    Floor("opt_out", "public_written", "false_stops", 0.005, "at_most"),
    Floor("opt_out", "opt_out_t06", "stopped", 0.96),
    Floor("opt_out", "opt_out_t06", "false_stops", 0.03, "at_most"),
    Floor("opt_out", "opt_out_t15", "stopped", 0.96),
    Floor("opt_out", "opt_out_t15", "false_stops", 0.03, "at_most"),
    Floor("keyword", "bare_keywords", "stopped_by_keyword", 1.0),
    Floor("purchase", "public_written", "auroc_strong", 0.94),
    Floor("urgency", "public_written", "auroc", 0.90),
    Floor("sentiment", "public_written", "macro_f1", 0.76),
    Floor("retrieval", "stackfaq", "mrr_at_10", 0.95),
    Floor("neighbour", "public_written", "largest_difference_served", 1e-5, "at_most"),
    Floor("latency", "public_real", "times_first", 9.0, "at_most", model="reply-scorer-base"),
)


def judge(figure: Figure | None, floor: Floor) -> Verdict:
    """Return the verdict on a figure.

    A value at the bound or better is met. A worse one is missed only where its whole interval is worse: otherwise the
    rows are too few to tell it from one that is good enough.
    """
    if figure is None or figure.value is None:
        return "not evaluated"
    if _is_at_least_as_good(figure.value, floor):
        return "met"
    nearest = figure.high if floor.direction == "at_least" else figure.low
    return "missed" if nearest is None or not _is_at_least_as_good(nearest, floor) else "too few rows to decide"


def is_sure(figure: Figure | None, floor: Floor) -> bool:
    """Return whether the whole interval of a figure lies on one side of the bound.

    A floor of all or none is about these very rows, which no interval can widen; so is a figure that has none.
    """
    if floor.bound in {0.0, 1.0} and figure is not None and figure.value == floor.bound:
        return True
    if figure is None or figure.value is None:
        return False
    if figure.low is None or figure.high is None:
        return True
    return _is_at_least_as_good(figure.low, floor) == _is_at_least_as_good(figure.high, floor)


def floors_of(task: str, set_name: str, *, floors: Iterable[Floor] = FLOORS) -> list[Floor]:
    """Return the floors of one task on one set."""
    return [floor for floor in floors if floor.task == task and floor.set_name == set_name]


def _is_at_least_as_good(value: float, floor: Floor) -> bool:
    return value >= floor.bound if floor.direction == "at_least" else value <= floor.bound
