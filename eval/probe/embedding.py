"""Search vectors of many texts, two at a time, by whatever system offers them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol, runtime_checkable

import numpy as np
from rich.console import Console
from rich.progress import track

from copilot.scoring.base import FloatArray
from eval.system import System

_THREADS: Final = 2

NO_VECTOR: Final = "this system offers no search vector"


@runtime_checkable
class Embedder(Protocol):
    """A system that has a search vector."""

    def embed(self, text: str) -> FloatArray:
        """Return the unit search vector (dimension,) of a text; several threads may call at once."""
        ...


def embedder_of(system: System) -> Embedder | None:
    """Return the system as an embedder, None where it is none."""
    return system if isinstance(system, Embedder) else None


def embed_texts(embedder: Embedder, texts: Sequence[str], *, title: str, console: Console) -> FloatArray:
    """Return the vectors (n, dimension) of n ≥ 1 texts, in order, each text read alone."""
    with ThreadPoolExecutor(_THREADS) as pool:
        vectors = pool.map(embedder.embed, texts)
        return np.stack(list(track(vectors, title, total=len(texts), console=console, transient=True)))
