"""Figures of a measurement: samples kept by round, so that ratios compare what was measured at the same time."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


def percentile(values: Sequence[float], share: float) -> float:
    """Return the nearest-rank percentile; ``share`` is 0 … 1."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(slots=True)
class Series:
    """One thing measured again in every round: milliseconds a request, or units a second."""

    unit: str
    rounds: list[list[float]] = field(default_factory=list)

    @property
    def values(self) -> list[float]:
        """Return every sample."""
        return [value for one in self.rounds for value in one]

    @property
    def median(self) -> float:
        """Return the median of all samples."""
        return statistics.median(self.values)

    def summary(self) -> dict[str, Any]:
        """Return the figures of the report; p99 only where a hundred samples stand behind it."""
        values = self.values
        figures: dict[str, Any] = {"unit": self.unit, "n": len(values), "p50": round(self.median, 3)}
        if len(values) >= 100:
            figures["p99"] = round(percentile(values, 0.99), 3)
        figures["round_p50"] = [round(statistics.median(one), 3) for one in self.rounds]
        return figures


def ratio(of: Series, to: Series) -> tuple[float, float, float]:
    """Return median, least and greatest of the rounds' ratios of medians."""
    ratios = [statistics.median(a) / statistics.median(b) for a, b in zip(of.rounds, to.rounds, strict=True)]
    return statistics.median(ratios), min(ratios), max(ratios)
