"""What a task gives back: figures with their intervals, and whatever a report draws."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number, or the reason why there is none; a missing number is never zero."""

    value: float | None
    low: float | None = None
    """Lower end of the 95 % interval."""
    high: float | None = None
    n: int = 0
    """Rows it was computed on."""
    k: int | None = None
    """Hits, where the figure is a share k of n."""
    reason: str | None = None
    """Why it was not evaluated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskResult:
    """One task for one system on one set of rows."""

    figures: Mapping[str, Figure]
    detail: Mapping[str, Any] = field(default_factory=dict)
    """What can be written as JSON and drawn: curves, bins, a confusion matrix, slices, worst errors."""


def not_evaluated(reason: str, *, n: int = 0) -> Figure:
    """Return a figure without a number."""
    return Figure(value=None, n=n, reason=reason)
