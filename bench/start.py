"""Starts and imports: what a user waits for before the first answer."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.client import Load
from bench.figure import Series
from bench.library import make_items
from bench.round import OUR_PATH, PLAIN_PATH
from bench.sample import ROOT, Turn, intent_body
from bench.server import Server, our_server, plain_server

ITEMS: Final = 1_000
"""Knowledge items in the data folder, beside the starter library."""
MODULES: Final = ("copilot", "copilot.cli", "copilot.api.app")
STEPS_PER_START: Final = 3
_SPENT = (
    "import sys, time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t, 'torch' in sys.modules)"
)


@dataclass(slots=True)
class Starts:
    """Seconds from process start, and what came with it."""

    series: dict[str, Series]
    batch_items_per_s: float = 0.0
    """``POST /v1/knowledge/batch`` of all items: embedded, stored and indexed."""

    def add(self, name: str, value: float) -> None:
        """Append one start."""
        self.series.setdefault(name, Series("s")).rounds.append([value])


def measure_starts(
    folder: Path, head: Path, turn: Turn, *, times: int, post: Callable[..., Load], advance: Callable[[str], None]
) -> Starts:
    """Start each service ``times`` times in turn; ``folder/filled`` is left behind as a data folder with all items."""
    starts = Starts({})
    body = intent_body([turn])
    for number in range(times):
        data = folder / ("filled" if number == 0 else f"fresh-{number}")
        with our_server(data) as server:
            _time_ours(starts, server, body, "first time")
            if number == 0:
                starts.batch_items_per_s = _fill(server, post)
        advance("ours: start, first time")
        with our_server(folder / "filled") as server:
            _time_ours(starts, server, body, "existing data")
        advance("ours: start, existing data")
        with plain_server(head) as server:
            starts.add("plain: start to first answer", server.wait_for("POST", PLAIN_PATH, body))
        advance("plain: start")
    return starts


def measure_imports(times: int) -> tuple[dict[str, Series], bool]:
    """Return seconds of importing each module in a fresh interpreter, and whether any of them imported torch."""
    series = {f"import {module}": Series("s") for module in MODULES}
    has_torch = False
    for _ in range(times):
        for module in MODULES:
            command = [sys.executable, "-c", _SPENT.format(module=module)]
            seconds, torch = subprocess.run(
                command, cwd=ROOT, check=True, capture_output=True, text=True
            ).stdout.split()
            series[f"import {module}"].rounds.append([float(seconds)])
            has_torch |= torch == "True"
    return series, has_torch


def _time_ours(starts: Starts, server: Server, body: bytes, which: str) -> None:
    starts.add(f"ours: start to ready, {which}", server.wait_for("GET", "/readyz"))
    starts.add(f"ours: start to first answer, {which}", server.wait_for("POST", OUR_PATH, body))


def _fill(server: Server, post: Callable[..., Load]) -> float:
    items = ",".join(item.model_dump_json() for item in make_items(ITEMS))
    load = post(server.port, "/v1/knowledge/batch", [f'{{"items":[{items}]}}'.encode()], 1)
    return ITEMS / load.seconds
