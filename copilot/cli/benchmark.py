"""The installed benchmark, which this package never imports: its commands are found by their entry points."""

from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Any

from copilot.errors import ConfigurationError


def benchmark(name: str) -> Callable[..., Any]:
    """Return one command of the benchmark.

    Raises:
        ConfigurationError: It is not installed.
    """
    found = [entry for entry in entry_points(group="sms_copilot.eval") if entry.name == name]
    if not found:
        raise ConfigurationError("the benchmark is not installed beside this command")
    work: Callable[..., Any] = found[0].load()
    return work
