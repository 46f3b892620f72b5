"""``make eval``: measure every task, print the tables and write the report."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console

from copilot.errors import InvalidInputError
from eval.bench import Bench
from eval.command import end_with
from eval.entrant import check_names, open_models, open_own, open_peers
from eval.evaluate import Plan, evaluate
from eval.held_out import shared_writers
from eval.interval import RESAMPLES, SEED
from eval.own.column import parse_columns
from eval.own.row_file import describe_empty, read_rows
from eval.report.document import rounded, write_document
from eval.report.page.render import write_page
from eval.report.table import print_report, report_console
from eval.row_set import RowSet
from eval.task.base import Task
from eval.task.registry import TASKS

OUTPUT: Final = Path("reports/eval.json")


def run(
    *,
    models: Sequence[str] = (),
    systems: Sequence[str] = (),
    peers: Sequence[str] = (),
    set_names: Sequence[str] = (),
    task_names: Sequence[str] = (),
    rows: Path | None = None,
    columns: str | None = None,
    leave_out_bad: bool = False,
    quote: bool = False,
    output: Path = OUTPUT,
    html: Path | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> None:
    """Measure, print and write.

    Args:
        models: Ours: ``small``, ``base`` or artefact folders; the shipped ones where none is named.
        systems: An evaluator's own, by ``module:attribute`` or URL.
        peers: Names of peers to stand beside ours, or ``all``.
        set_names: Only these sets; where a file of rows is given, that file alone.
        task_names: Only these tasks.
        rows: An evaluator's own labelled rows, JSONL or CSV.
        columns: Their column mapping, ``text=body,intents=label``.
        leave_out_bad: Measure the good rows of a file with bad ones.
        quote: Whether the report may show the texts of those rows.
        output: Where the JSON goes.
        html: Where the page goes; beside the JSON when ``None``.
        resamples: Of every bootstrap.
        seed: Of every random choice.

    Raises:
        InvalidInputError: A task, a set, a row or an answer cannot be used.
    """
    page = html or output.with_suffix(".html")
    if page == output:
        raise InvalidInputError(f"the report and its page cannot both be {output}; give --html another name")
    tasks = _chosen_tasks(task_names)
    own_sets = [] if rows is None else [_read_own(rows, columns, leave_out_bad, may_quote=quote)]
    entrants = [*open_models(models), *open_own(systems)]
    others, missing = open_peers(peers, console=Console(stderr=True))
    entrants += others
    check_names(entrants)
    bench = Bench(
        writers=shared_writers(entrant.system for entrant in entrants if entrant.kind == "ours"),
        own_sets=own_sets,
        resamples=resamples,
        seed=seed,
    )
    own_names = [own.name for own in own_sets]
    for name in set_names:
        bench.rows(name)
    plan = Plan(entrants, tasks, set_names or own_names or None, own_names, missing)
    document = evaluate(plan, bench)
    write_document(document, output)
    write_page(document, page)
    print_report(rounded(document), report_console())
    print(f"Written to {output} and {page}.")


def _chosen_tasks(names: Sequence[str]) -> list[Task]:
    by_name = {task.name: task for task in TASKS}
    for name in names:
        if name not in by_name:
            raise InvalidInputError(f"no task is called {name!r}; there are {', '.join(by_name)}")
    return [task for task in TASKS if not names or task.name in names]


def _read_own(path: Path, columns: str | None, leave_out_bad: bool, *, may_quote: bool) -> RowSet:
    file = read_rows(path, parse_columns(columns), leave_out_bad=leave_out_bad)
    for sentence in describe_empty(file.turns):
        Console(stderr=True).print(sentence, markup=False, highlight=False)
    return file.as_row_set(may_quote=may_quote)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from ``python -m eval.run``, with the options that developers use; the command has them all."""
    parser = argparse.ArgumentParser(prog="python -m eval.run", description=__doc__)
    parser.add_argument("--model", action="append", default=[], help="small, base or an artefact's folder")
    parser.add_argument("--peer", action="append", default=[], help="a peer beside ours, or all")
    parser.add_argument("--set", action="append", default=[], help="only this set")
    parser.add_argument("--task", action="append", default=[], help="only this task")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--html", type=Path, help="where the page goes; left out: beside the output")
    parser.add_argument("--resamples", type=int, default=RESAMPLES)
    chosen = parser.parse_args(arguments)
    run(
        models=chosen.model,
        peers=chosen.peer,
        set_names=chosen.set,
        task_names=chosen.task,
        output=chosen.output,
        html=chosen.html,
        resamples=chosen.resamples,
    )


if __name__ == "__main__":
    sys.exit(end_with(main))
