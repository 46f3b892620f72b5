"""The shipped text files are those whose sums are written down (``make sums``)."""

import pytest

from copilot.asset import SUMS, asset_folder, checked_files


@pytest.mark.parametrize("folder", ["policies", "knowledge", "prompts"])
def test_every_shipped_file_has_its_sum(folder: str) -> None:
    root = asset_folder(folder)
    present = sorted(path for path in root.rglob("*") if path.is_file() and path.name != SUMS)
    assert checked_files(root) == present
