"""What only a system of ours can show: its folder, and so the service around it."""

from pathlib import Path
from typing import Protocol, runtime_checkable

from eval.system import System


@runtime_checkable
class ServedSystem(Protocol):
    """A system that is an artefact on this machine."""

    @property
    def folder(self) -> Path:
        """Return the artefact's folder."""
        ...


def folder_of(system: System) -> Path | None:
    """Return the folder of an artefact, None for any other system."""
    return system.folder if isinstance(system, ServedSystem) else None
