"""``eval``: the accuracy benchmark, an optional part beside this package, reached only when asked for."""

from pathlib import Path
from typing import Annotated

import typer

from copilot.cli.benchmark import benchmark

app = typer.Typer(help="The accuracy benchmark.", no_args_is_help=True)

Resamples = Annotated[int, typer.Option(min=50, max=100_000, help="Of every bootstrap.")]
Seed = Annotated[int, typer.Option(min=0, help="Of every random choice.")]
_RESAMPLES = 1000
_SEED = 20261124


@app.command("run")
def run(
    model: Annotated[
        list[str] | None, typer.Option(help="small, base or an artefact's folder; left out: what is shipped.")
    ] = None,
    system: Annotated[list[str] | None, typer.Option(help="Your own: module:attribute, or http://host:port.")] = None,
    peer: Annotated[
        list[str] | None,
        typer.Option(help="Beside ours: keyword, svm, frozen, router, static, llm, or all. Needs the extra 'peers'."),
    ] = None,
    set_name: Annotated[list[str] | None, typer.Option("--set", help="Only this set of rows.")] = None,
    task: Annotated[list[str] | None, typer.Option(help="Only this task.")] = None,
    rows: Annotated[Path | None, typer.Option(help="Your own labelled rows, JSONL or CSV, and only these.")] = None,
    columns: Annotated[str | None, typer.Option(help="Their columns, such as text=body,intents=label.")] = None,
    leave_out_bad: Annotated[
        bool, typer.Option("--leave-out-bad", help="Measure the good rows of a file with bad ones.")
    ] = False,
    quote: Annotated[bool, typer.Option("--quote", help="Let the report show the texts of your rows.")] = False,
    output: Annotated[Path, typer.Option(help="Where to write the report.")] = Path("reports/eval.json"),
    html: Annotated[Path | None, typer.Option(help="Where to write its page; left out: beside the report.")] = None,
    resamples: Resamples = _RESAMPLES,
    seed: Seed = _SEED,
) -> None:
    """Measure models on rows they never learnt from."""
    benchmark("run")(
        models=model or [],
        systems=system or [],
        peers=peer or [],
        set_names=set_name or [],
        task_names=task or [],
        rows=rows,
        columns=columns,
        leave_out_bad=leave_out_bad,
        quote=quote,
        output=output,
        html=html,
        resamples=resamples,
        seed=seed,
    )


@app.command("compare")
def compare(
    model: Annotated[str, typer.Option(help="small, base or an artefact's folder.")],
    against: Annotated[str, typer.Option(help="The model it is compared with.")],
    set_name: Annotated[list[str] | None, typer.Option("--set", help="Only this set of rows.")] = None,
    every_metric: Annotated[
        bool, typer.Option("--every-metric", help="Not the headlines only; some will differ by chance.")
    ] = False,
    resamples: Resamples = _RESAMPLES,
    seed: Seed = _SEED,
) -> None:
    """Compare two models on the same rows, by paired intervals."""
    benchmark("compare")(
        model=model,
        against=against,
        set_names=set_name or [],
        every_metric=every_metric,
        resamples=resamples,
        seed=seed,
    )


@app.command("gate")
def gate(
    report: Annotated[Path, typer.Argument(help="A report of 'run'.")],
    baseline: Annotated[
        str | None, typer.Option(help="A model that the report's may not be significantly worse than.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="The report's model, where its name in models/ is not it.")] = None,
    resamples: Resamples = _RESAMPLES,
    seed: Seed = _SEED,
) -> None:
    """Say whether a model may ship: exit code 1 when a floor is missed or a comparison is significantly worse."""
    code = benchmark("gate")(report, baseline=baseline, model=model, resamples=resamples, seed=seed)
    if code:
        raise typer.Exit(code)


@app.command("label")
def label(
    export: Annotated[Path, typer.Argument(help="Your own replies, CSV or JSONL; labels in it are not looked at.")],
    columns: Annotated[str | None, typer.Option(help="Its columns, such as text=Body,context=Last Message.")] = None,
    system: Annotated[
        str | None, typer.Option(help="small, base, a folder, module:attribute or a URL on this machine.")
    ] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, max=20_000, help="Replies to label: 200, or more to go on.", show_default=False)
    ] = None,
    reader: Annotated[str, typer.Option(help="A second reader labels the same replies under another name.")] = "A",
    cost: Annotated[list[str] | None, typer.Option(help="name=amount, as for 'tune'; left out: the default.")] = None,
    bound: Annotated[
        list[str] | None, typer.Option(help="rule=share or rule=off, such as hot_recall=0.7; left out: the default.")
    ] = None,
    verdict: Annotated[bool, typer.Option("--verdict", help="Label nothing; judge what is labelled so far.")] = False,
    leave_out_bad: Annotated[
        bool, typer.Option("--leave-out-bad", help="Use the good rows of a file with bad ones.")
    ] = False,
    output: Annotated[Path | None, typer.Option(help="Verdict as JSON; left out: beside the export.")] = None,
    labelled: Annotated[Path | None, typer.Option(help="Also write the labelled replies, with their texts.")] = None,
) -> None:
    """Label some of your own replies at the keyboard, blind, and get one verdict. Nothing leaves this machine."""
    benchmark("label")(
        export=export,
        columns=columns,
        system=system,
        sample=sample,
        reader=reader,
        costs=cost or [],
        bounds=bound or [],
        verdict_only=verdict,
        leave_out_bad=leave_out_bad,
        output=output,
        labelled=labelled,
    )
