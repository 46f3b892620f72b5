"""``tune``: policy thresholds by what wrong decisions cost. The work is in the benchmark, beside this package."""

from pathlib import Path
from typing import Annotated

import typer

from copilot.cli.benchmark import benchmark
from copilot.cli.progress import progress_bar


def tune(
    labelled: Annotated[Path, typer.Argument(help="JSONL of labelled decisions; docs/tune.md describes a row.")],
    cost: Annotated[
        list[str] | None,
        typer.Option(
            help="name=amount for one event of missed_stop, wrong_stop, missed_hot, needless_page, wrong_hold or "
            "wrong_action, in your currency; left out: the default."
        ),
    ] = None,
    policy: Annotated[Path | None, typer.Option(help="Policy to start from; left out: the configured one.")] = None,
    output: Annotated[Path | None, typer.Option(help="Where to write the tuned policy.")] = None,
    name: Annotated[str | None, typer.Option(help="Name of the tuned policy.")] = None,
    version: Annotated[str | None, typer.Option(help="Version of the tuned policy.")] = None,
    hot_share: Annotated[
        float | None, typer.Option(help="Share of hot replies in your traffic, such as 0.05; left out: as in the file.")
    ] = None,
    folds: Annotated[int, typer.Option(min=2, max=20, help="Parts of the cross-validation.")] = 5,
    seed: Annotated[int, typer.Option(min=0, help="Of every random choice.")] = 20261124,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Choose the policy's purchase thresholds for stated costs, on labelled replies."""
    benchmark("tune")(
        labelled=labelled,
        costs=cost or [],
        policy=policy,
        output=output,
        name=name,
        version=version,
        hot_share=hot_share,
        folds=folds,
        seed=seed,
        is_json=as_json,
        progress=progress_bar,
    )
