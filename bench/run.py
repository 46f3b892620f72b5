"""``make bench``: measure our service beside the plain stack, print tables and write a JSON report."""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bench.figure import Series
from bench.machine import load_average, machine_facts
from bench.round import FULL, OUR_PATH, PLAIN_PATH, QUICK, STEPS, Rounds, Sizes
from bench.sample import ROOT, intent_body, read_turns
from bench.server import our_server, plain_server
from bench.start import ITEMS, STEPS_PER_START, measure_imports, measure_starts
from bench.table import print_report
from bench.target import TARGETS, judge
from bench.worker import Worker

REPORT: Final = ROOT / "reports" / "bench.json"
_TURNS: Final = 1_024
"""Turns asked about; the head is fitted on others."""
_EMBEDDED: Final = 128


def measure(sizes: Sizes, advance: Callable[[str], None]) -> dict[str, Any]:
    """Return the report of one run."""
    load_before, started = load_average(), time.perf_counter()
    turns = read_turns(_TURNS + sizes.head_rows)
    asked, fitted_on = turns[:_TURNS], turns[_TURNS:]
    series, has_torch = measure_imports(sizes.starts)
    advance("imports")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        head = folder / "head.joblib"
        client = stack.enter_context(Worker("bench.client:HttpClient"))
        ours = stack.enter_context(Worker("bench.our_stack:OurBench"))
        plain = stack.enter_context(Worker("bench.plain_stack:PlainBench", head, fitted_on))
        advance("plain head fitted")
        starts = measure_starts(
            folder,
            head,
            asked[0],
            times=sizes.starts,
            post=lambda *given: client.call("post", *given),
            advance=advance,
        )
        our = stack.enter_context(our_server(folder / "filled"))
        other = stack.enter_context(plain_server(head))
        our.wait_for("POST", OUR_PATH, intent_body(asked[:1]))
        other.wait_for("POST", PLAIN_PATH, intent_body(asked[:1]))
        rounds = Rounds(
            turns=asked,
            sizes=sizes,
            client=client,
            plain=plain,
            plain_server=other,
            ours=ours,
            our_server=our,
            advance=advance,
        )
        rounds.run(0)
        rounds.forget()
        for number in range(1, sizes.rounds + 1):
            rounds.run(number)
        memory = {
            "ours: resident memory": Series("MB", [[our.resident_mb()]]),
            "plain: resident memory": Series("MB", [[other.resident_mb()]]),
        }
        embedding = {
            "ours: embedding items, in process": Series("items/s", [[ours.call("embed", _EMBEDDED)]]),
            f"ours: POST /v1/knowledge/batch of {ITEMS:,}": Series("items/s", [[starts.batch_items_per_s]]),
        }
        advance("memory")
    series = {**rounds.series, **starts.series, **memory, **embedding, **series}
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.perf_counter() - started, 1),
        "machine": machine_facts(),
        "load_before": load_before,
        "load_after": load_average(),
        "client_cpu_share": round(rounds.client_share, 3),
        "imports_torch": has_torch,
        "targets": [judge(target, series) for target in TARGETS],
        "figures": {name: series[name].summary() for name in sorted(series)},
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark. It measures, the reader judges: a missed target is no error."""
    parser = argparse.ArgumentParser(prog="bench.run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds: a look, not a result")
    parser.add_argument("--out", type=Path, default=REPORT, help="where the JSON report goes")
    options = parser.parse_args(arguments)
    sizes = QUICK if options.quick else FULL
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<40}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        steps = 3 + STEPS_PER_START * sizes.starts + STEPS * (sizes.rounds + 1)
        task = bar.add_task("starting", total=steps)
        report = measure(sizes, lambda name: bar.update(task, advance=1, description=name))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print_report(report, Console())
    console.print(f"written to {options.out}", highlight=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
