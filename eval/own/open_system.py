"""``--system``: what an evaluator names, opened."""

from pathlib import Path

from copilot.errors import ConfigurationError
from copilot.scoring.artefact import load_artefact
from eval.own.python_system import load_python_system
from eval.own.url_system import connect, is_local
from eval.system import ArtefactSystem, System


def open_system(named: str, *, local_only: bool = False) -> System:
    """Return the system of ``http://host:port``, ``module:attribute``, an artefact's folder or a shipped model's name.

    Args:
        named: As given on the command line.
        local_only: Refuse a URL that leads away from this machine.

    Raises:
        ConfigurationError: It is none of these, or leads away where it may not.
        ArtefactCorruptError: The artefact is not there or damaged.
        SystemFailedError: Nothing answers at the URL.
    """
    if named.startswith(("http://", "https://")):
        if local_only and not is_local(named):
            raise ConfigurationError("--system: customers' replies stay on this machine; the URL must be on localhost")
        return connect(named)
    if ":" in named and not Path(named).exists():
        return load_python_system(named)
    return ArtefactSystem(load_artefact(named).folder)
