"""``make eval``: score the tasks with the shipped model, print a table and write a JSON report."""

import argparse
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import track
from rich.table import Table

from copilot.scoring.base import ReplyInput
from copilot.scoring.scorer import Scorer, build_scorer
from copilot.settings import load_settings
from eval.figure import figures_of
from eval.task import Task, load_tasks

ORIGIN: Final = "Rows are written and labelled by machine, except public_real: human turns, labelled by machine."
_BATCH: Final = 64
_DEADLINE: Final = timedelta(minutes=2)


def evaluate() -> dict[str, Any]:
    """Return the report of every task that can be run here."""
    settings = load_settings()
    scorer = build_scorer(
        backend=settings.scorer,
        model=settings.model,
        sessions=settings.scoring_sessions,
        queue=settings.scoring_queue,
        default_timezone=settings.default_timezone or "UTC",
    )
    tasks, missing = load_tasks()
    try:
        figures = {task.name: figures_of(task.turns, _analyse(scorer, task)) for task in tasks}
    finally:
        scorer.close()
    return {"origin": ORIGIN, "model": scorer.model_id, "tasks": figures, "not_evaluated": missing}


def _analyse(scorer: Scorer, task: Task) -> list[Any]:
    replies = [ReplyInput(turn.text, turn.context) for turn in task.turns]
    batches = [replies[start : start + _BATCH] for start in range(0, len(replies), _BATCH)]
    analyses = []
    for batch in track(batches, description=task.name, transient=True, console=Console(stderr=True)):
        analyses += [scored.analysis for scored in scorer.submit(batch, deadline=_DEADLINE).result()]
    return analyses


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def table_of(report: dict[str, Any]) -> Table:
    """Return the report as a table, a column for each task."""
    tasks = report["tasks"]
    table = Table("", *tasks, title=f"{report['model']}\n{report['origin']}")

    def row(name: str, *path: str) -> None:
        cells = []
        for figures in tasks.values():
            value: Any = figures
            for step in path:
                value = value[step]
            if isinstance(value, dict):
                cells.append(f"{value['k']} of {value['n']}")
            else:
                cells.append("–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value))
        table.add_row(name, *cells)

    row("rows", "rows")
    row("primary: macro-F1", "primary", "macro_f1")
    row("primary: accuracy", "primary", "accuracy")
    row("primary: in the first three", "primary", "top_3")
    row("calibration error (15 bins)", "primary", "calibration_error")
    row("in scope, answered", "abstaining", "in_scope_answered")
    row("out of scope, abstained", "abstaining", "out_of_scope_abstained")
    row("right among answered", "abstaining", "right_among_answered")
    row("opt-outs stopped", "opt_out", "stopped")
    row("opt-outs stopped or held", "opt_out", "stopped_or_held")
    row("false stops", "opt_out", "false_stops")
    row("held needlessly", "opt_out", "held_needlessly")
    for head in ("sentiment", "emotion", "urgency", "purchase"):
        row(f"{head}: macro-F1", "heads", head, "macro_f1")
    row("purchase: AUROC, moderate or strong", "heads", "purchase", "auroc_moderate_or_strong")
    return table


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("reports/eval.json"))
    output: Path = parser.parse_args(arguments).output
    report = _rounded(evaluate())
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    Console().print(table_of(report))
    for name, reason in report["not_evaluated"].items():
        Console().print(f"not evaluated: {name}: {reason}")
    print(f"Written to {output}.")


if __name__ == "__main__":
    main()
