"""``train``: an optional part, reached only when asked for."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from copilot.errors import ConfigurationError, InvalidInputError


def train(
    size: Annotated[Literal["small", "base", "tiny"], typer.Option(help="tiny only tries the whole way.")] = "small",
    output: Annotated[Path | None, typer.Option(help="Folder of the new artefact; left out: in models/.")] = None,
    data: Annotated[
        Path | None, typer.Option(help="JSONL of turns, or a folder of them; left out: the set of a checkout.")
    ] = None,
    public_sets: Annotated[Path | None, typer.Option(help="Folder of the public sets mapped to our labels.")] = None,
    teacher: Annotated[Path | None, typer.Option(help="--scratch of a finished run of size base.")] = None,
    scratch: Annotated[Path | None, typer.Option(help="Where to keep what a stopped run goes on from.")] = None,
    seed: Annotated[int | None, typer.Option(help="Of every random choice.")] = None,
    epochs: Annotated[int | None, typer.Option(min=1, max=50, help="Passes over the turns.")] = None,
) -> None:
    """Train a scorer again. Needs the extra 'train'; a GPU is used when there is one."""
    for path in (data, public_sets, teacher):
        if path is not None and not path.exists():
            raise InvalidInputError(f"{path} is not there")
    try:
        from copilot.training.dataset import TRAINING_TURNS
        from copilot.training.run import train as run
        from copilot.training.size import SIZES, vary
    except ImportError as error:
        raise ConfigurationError(f"training needs the extra 'train' ({error.name} is missing)") from error
    if data is None and not TRAINING_TURNS.is_dir():
        raise InvalidInputError("the training turns come with a checkout only; name yours with --data")
    recipe = vary(SIZES[size], seed=seed, epochs=epochs)
    run(
        size=recipe,
        data=data or TRAINING_TURNS,
        public_sets=public_sets,
        teacher=teacher,
        output=output or Path("reports" if size == "tiny" else "models") / recipe.artefact,
        scratch=scratch or Path("reports/training") / size,
    )
