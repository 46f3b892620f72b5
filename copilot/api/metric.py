"""Prometheus metrics: counts and times, never a customer's words, numbers or ids."""

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

_METHODS = frozenset({"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"})

Gauge = tuple[str, str, Callable[[], float]]
"""(name, help, how to read it)."""


class _ReadWhenAsked(Collector):
    def __init__(self, gauges: tuple[Gauge, ...], decisions: Callable[[], Mapping[str, int]]) -> None:
        self._gauges = gauges
        self._decisions = decisions

    def collect(self) -> Iterator[GaugeMetricFamily | CounterMetricFamily]:
        for name, text, read in self._gauges:
            yield GaugeMetricFamily(name, text, value=read())
        decisions = CounterMetricFamily("copilot_decisions", "Decisions made.", labels=["action"])
        for action, count in self._decisions().items():
            decisions.add_metric([action], count)
        yield decisions


class Metrics:
    """One registry per app, so that two apps in one process do not share numbers."""

    def __init__(self, gauges: tuple[Gauge, ...], decisions: Callable[[], Mapping[str, int]]) -> None:
        self._registry = CollectorRegistry()
        self._seconds = Histogram(
            "copilot_request_seconds", "Time to answer.", ["method", "route"], buckets=_BUCKETS, registry=self._registry
        )
        self._answers = Counter(
            "copilot_requests", "Requests answered.", ["method", "route", "status"], registry=self._registry
        )
        self._registry.register(_ReadWhenAsked(gauges, decisions))

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request; ``route`` is the template, never the path itself."""
        method = method if method in _METHODS else "other"
        self._seconds.labels(method, route).observe(seconds)
        self._answers.labels(method, route, str(status)).inc()

    def render(self) -> bytes:
        """Return the text that a scraper reads."""
        return generate_latest(self._registry)
