"""``train`` and ``eval``: optional parts, reached only when asked for."""

from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated

import typer

from copilot.errors import ConfigurationError, InvalidInputError

eval_app = typer.Typer(help="The accuracy benchmark.", no_args_is_help=True)


def train(
    output: Annotated[Path, typer.Option(help="Folder of the new artefact.")] = Path("models/reply-scorer-small"),
    data: Annotated[Path | None, typer.Option(help="JSONL of turns; left out: the set of a checkout.")] = None,
    texts: Annotated[
        list[Path] | None, typer.Option(help="JSONL of unlabelled texts that hold the search vector.")
    ] = None,
    checkpoints: Annotated[Path, typer.Option(help="Where to keep what a stopped run goes on from.")] = Path(
        "reports/checkpoints"
    ),
    epochs: Annotated[int, typer.Option(min=1, max=50, help="Passes over the turns.")] = 5,
    seed: Annotated[int, typer.Option(help="Of every random choice.")] = 20261124,
) -> None:
    """Train the scorer again. Needs the extra 'train'; a GPU is used when there is one."""
    for path in (*([] if data is None else [data]), *(texts or [])):
        if not path.exists():
            raise InvalidInputError(f"{path} is not there")
    try:
        from copilot.training.measure import TRAINING_TURNS
        from copilot.training.run import train as run
    except ImportError as error:
        raise ConfigurationError(f"training needs the extra 'train' ({error.name} is missing)") from error
    if data is None and not TRAINING_TURNS.is_dir():
        raise InvalidInputError("the training turns come with a checkout only; name yours with --data")
    run(
        data=data or TRAINING_TURNS,
        texts=tuple(texts or ()),
        output=output,
        checkpoint_dir=checkpoints,
        epochs=epochs,
        seed=seed,
    )


@eval_app.command("run")
def run_eval(
    output: Annotated[Path, typer.Option(help="Where to write the report.")] = Path("reports/eval.json"),
) -> None:
    """Measure the shipped model on rows it was never trained on."""
    found = [entry for entry in entry_points(group="sms_copilot.eval") if entry.name == "run"]
    if not found:
        raise ConfigurationError("the benchmark is not installed beside this command")
    found[0].load()(["--output", str(output)])
