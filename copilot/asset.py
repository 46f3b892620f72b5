"""Shipped files: models, policies, prompts and starter knowledge, found and checked in one place.

In a checkout they lie at the project root; in a wheel under ``copilot/_data``. Each folder of text
files carries a ``SHA256SUMS`` in the format of ``sha256sum``; a model carries its sums in its manifest.
"""

import hashlib
from pathlib import Path

from copilot.errors import ArtefactCorruptError

_PACKAGE = Path(__file__).resolve().parent
SUMS = "SHA256SUMS"


def asset_folder(name: str) -> Path:
    """Return the folder of shipped files called ``name``, such as ``models``.

    Raises:
        ArtefactCorruptError: Neither the wheel nor the checkout holds it.
    """
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise ArtefactCorruptError(f"the shipped folder {name!r} is missing; install the package again")


def sha256_of(path: Path) -> str:
    """Return the hex SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def verify(path: Path, expected: str) -> None:
    """Check a file against its recorded sum.

    Raises:
        ArtefactCorruptError: It is missing or differs.
    """
    if not path.is_file():
        raise ArtefactCorruptError(f"{path.parent.name}/{path.name} is missing; install the package again")
    if sha256_of(path) != expected:
        raise ArtefactCorruptError(f"{path.parent.name}/{path.name} does not match its checksum; install it again")


def checked_files(folder: Path) -> list[Path]:
    """Return the files that ``folder/SHA256SUMS`` lists, sorted, each checked.

    Raises:
        ArtefactCorruptError: The list is missing, or a file is missing or differs from it.
    """
    sums = folder / SUMS
    if not sums.is_file():
        raise ArtefactCorruptError(f"{folder.name}/{SUMS} is missing; install the package again")
    files = []
    for line in sums.read_text("utf-8").splitlines():
        expected, _, name = line.partition("  ")
        verify(folder / name, expected)
        files.append(folder / name)
    return sorted(files)
