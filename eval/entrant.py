"""What a command line names, opened as the systems of a report."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import Progress

from copilot.errors import ArtefactCorruptError, InvalidInputError
from copilot.scoring.artefact import load_artefact
from eval.own.open_system import open_system
from eval.system import ArtefactSystem, Entrant, System

SHIPPED: Final = {"small": "reply-scorer-small", "base": "reply-scorer-base"}
"""Short names of the models that come with the project."""
ALL: Final = "all"
"""Stands for every peer."""


def open_model(named: str) -> Entrant:
    """Return one of our models: ``small``, ``base``, a name in ``models/`` or an artefact's folder.

    Raises:
        ArtefactCorruptError: It is not there, or damaged.
    """
    folder = _folder(named)
    size = next((size for size, name in SHIPPED.items() if folder.name == name), "artefact")
    return Entrant(ArtefactSystem(folder), "ours", f"our scorer, {size}, int8, as it is served")


def open_models(named: Sequence[str]) -> list[Entrant]:
    """Return the named models, or, where none is named, those that are shipped.

    Raises:
        ArtefactCorruptError: One that was named is not there, or one is damaged.
    """
    if named:
        return [open_model(name) for name in dict.fromkeys(named)]
    return [open_model(name) for name in SHIPPED if name == "small" or _is_there(name)]


def open_own(named: Sequence[str]) -> list[Entrant]:
    """Return an evaluator's systems: ``module:attribute`` or ``http://host:port``.

    Raises:
        ConfigurationError: It is neither, or cannot be loaded.
        SystemFailedError: Nothing answers at the URL.
    """
    return [Entrant(open_system(name), "own", "brought by the evaluator") for name in dict.fromkeys(named)]


def open_peers(named: Sequence[str], *, console: Console) -> tuple[list[Entrant], dict[str, str]]:
    """Return the named peers that can be built here, and why the others are not evaluated, by name.

    Args:
        named: Names of peers, or ``all``.
        console: Where their training is shown.

    Raises:
        InvalidInputError: No peer has one of the names.
    """
    if not named:
        return [], {}
    from eval.peer.registry import build_peers  # only here: it pulls in libraries that nothing else needs

    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        peers, reasons = build_peers(None if ALL in named else named, progress=progress)
    for peer in peers:
        if host := getattr(peer, "sends_to", None):
            console.print(f"{peer.name}: the text of every row goes to {host}", markup=False, highlight=False)
    entrants = [Entrant(peer, "peer") for peer in peers]
    return entrants, {f"peer {name}": reason for name, reason in reasons.items()}


def open_pair(model: str, against: str) -> tuple[System, System]:
    """Return two of our models to be compared.

    Raises:
        ArtefactCorruptError: One is not there, or damaged.
        InvalidInputError: Both carry one name and version.
    """
    pair = [open_model(model), open_model(against)]
    check_names(pair)
    return pair[0].system, pair[1].system


def check_names(entrants: Sequence[Entrant]) -> None:
    """Refuse two systems under one name: a report could not tell them apart.

    Raises:
        InvalidInputError: Names the first name that comes twice.
    """
    seen: set[str] = set()
    for entrant in entrants:
        if entrant.system.name in seen:
            raise InvalidInputError(f"two systems are called {entrant.system.name}; give one another name or version")
        seen.add(entrant.system.name)


def _folder(named: str) -> Path:
    return load_artefact(SHIPPED.get(named, named)).folder


def _is_there(named: str) -> bool:
    try:
        _folder(named)
    except ArtefactCorruptError:
        return False
    return True
