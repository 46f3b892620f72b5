"""``--system``: what an evaluator names, opened."""

from pathlib import Path

from copilot.errors import ConfigurationError
from eval.own.python_system import load_python_system
from eval.own.url_system import connect, is_local
from eval.system import System


def is_own(named: str) -> bool:
    """Whether a name is that of an evaluator's system, and no model's name or folder."""
    return named.startswith(("http://", "https://")) or (":" in named and not Path(named).exists())


def open_system(named: str, *, local_only: bool = False) -> System:
    """Return the system of ``http://host:port`` or ``module:attribute``.

    Args:
        named: As given on the command line.
        local_only: Refuse a URL that leads away from this machine.

    Raises:
        ConfigurationError: It is neither, cannot be loaded, or leads away where it may not.
        SystemFailedError: Nothing answers at the URL.
    """
    if not is_own(named):
        raise ConfigurationError(f"--system: {named} is neither module:attribute nor http://host:port")
    if not named.startswith(("http://", "https://")):
        return load_python_system(named)
    if local_only and not is_local(named):
        raise ConfigurationError("--system: customers' replies stay on this machine; the URL must be on localhost")
    return connect(named)
