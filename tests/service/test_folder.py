"""The data folder belongs to one process at a time, and its secret to nobody else."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from copilot.errors import ConfigurationError, DataFolderLockedError
from copilot.service.copilot import Copilot
from copilot.service.folder import DataFolder, Holder, holder_of, subject_key_of
from copilot.settings import load_settings

TRY = """
import sys
from pathlib import Path
from copilot.errors import DataFolderLockedError
from copilot.service.folder import DataFolder
try:
    DataFolder(Path(sys.argv[1]))
except DataFolderLockedError as error:
    print(error.message)
"""


def test_a_second_process_is_refused_and_told_what_to_do(data_dir: Path) -> None:
    folder = DataFolder(data_dir)
    said = subprocess.run(
        [sys.executable, "-c", TRY, str(data_dir)], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert "another process holds COPILOT_DATA_DIR" in said
    folder.release()


def test_a_second_service_is_refused_and_harms_nothing(open_desk: Any, data_dir: Path) -> None:
    desk = open_desk()
    with pytest.raises(DataFolderLockedError):
        Copilot(load_settings(data_dir=data_dir, scorer="fake", knowledge="memory"))
    assert desk.receive() is not None


def test_the_holder_is_told_with_its_address(data_dir: Path) -> None:
    assert holder_of(data_dir) is None
    folder = DataFolder(data_dir)
    assert holder_of(data_dir) == Holder(pid=os.getpid(), url=None)
    folder.announce("http://127.0.0.1:8000")
    assert holder_of(data_dir) == Holder(pid=os.getpid(), url="http://127.0.0.1:8000")
    folder.release()
    assert holder_of(data_dir) is None


def test_a_folder_let_go_can_be_taken_again(data_dir: Path) -> None:
    DataFolder(data_dir).release()
    DataFolder(data_dir).release()


def test_a_folder_that_cannot_be_made_is_a_wrong_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="COPILOT_DATA_DIR"):
        DataFolder(tmp_path / "file" / "data")


def test_the_subject_key_is_made_once_and_is_for_the_owner_only(data_dir: Path) -> None:
    data_dir.mkdir()
    settings = load_settings(data_dir=data_dir)
    key = subject_key_of(settings)
    assert len(key) == 32
    assert subject_key_of(settings) == key
    assert stat.S_IMODE((data_dir / "subject.key").stat().st_mode) == 0o600


def test_a_damaged_subject_key_is_not_replaced(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "subject.key").write_text("not hexadecimal")
    with pytest.raises(ConfigurationError, match=r"subject\.key"):
        subject_key_of(load_settings(data_dir=data_dir))


def test_a_configured_subject_key_wins(data_dir: Path) -> None:
    secret = "a configured key of many bytes .."
    assert subject_key_of(load_settings(data_dir=data_dir, subject_key=secret)) == secret.encode()
