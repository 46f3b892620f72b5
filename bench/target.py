"""The targets, each a limit on one figure or on the ratio of two."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from bench.figure import Series, ratio


@dataclass(frozen=True, slots=True)
class Target:
    """``of`` (divided by ``to``, when given) must be at most, or at least, ``limit``."""

    name: str
    of: str
    to: str | None
    sense: Literal["≤", "≥"]
    limit: float
    unit: str = "×"


TARGETS: Final = (
    Target(
        "single-reply p50 over HTTP, to the plain stack in process",
        "ours: single, HTTP, 1 client",
        "plain: single, in process",
        "≤",
        0.5,
    ),
    Target(
        "single-reply p50 over HTTP, to the plain stack behind FastAPI",
        "ours: single, HTTP, 1 client",
        "plain: single, HTTP, 1 client",
        "≤",
        0.4,
    ),
    Target(
        "batch-256 throughput over HTTP, to our bare encoder",
        "ours: batch 256, HTTP",
        "ours: batch 256, bare encoder",
        "≥",
        0.65,
    ),
    Target(
        "batch-256 throughput over HTTP, to the scorer in process",
        "ours: batch 256, HTTP",
        "ours: batch 256, scorer in process",
        "≥",
        0.9,
    ),
    Target("process start to ready, existing data", "ours: start to ready, existing data", None, "≤", 3.0, "s"),
    Target("process start to ready, first time", "ours: start to ready, first time", None, "≤", 8.0, "s"),
    Target("resident memory, serving", "ours: resident memory", None, "≤", 400.0, "MB"),
    Target(
        "/v1/suggest p50 with 1,000 items, to /v1/intent p50",
        "ours: /v1/suggest, 1 client",
        "ours: single, HTTP, 1 client",
        "≤",
        2.5,
    ),
)


def judge(target: Target, series: Mapping[str, Series]) -> dict[str, Any]:
    """Return the target with its figure, its spread over the rounds, and whether it is met."""
    if target.to is None:
        values = series[target.of].values
        figure, low, high = series[target.of].median, min(values), max(values)
    else:
        figure, low, high = ratio(series[target.of], series[target.to])
    is_met = figure <= target.limit if target.sense == "≤" else figure >= target.limit
    return {
        "target": target.name,
        "sense": target.sense,
        "limit": target.limit,
        "unit": target.unit,
        "figure": round(figure, 3),
        "low": round(low, 3),
        "high": round(high, 3),
        "met": is_met,
    }
