"""``train`` and ``eval`` say what they lack."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run, environment_of


def test_training_without_its_extra_names_it(tmp_path: Path) -> None:
    code = "import sys; sys.modules['torch'] = None; from copilot.cli import main; sys.argv = ['x', 'train']; main()"
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment_of(tmp_path), capture_output=True, text=True, cwd=tmp_path
    )
    assert ended.returncode == 2, ended.stderr
    # Which of its libraries is missed first depends on what else is installed.
    assert re.fullmatch(
        r"sms-copilot: training needs the extra 'train' \(\w+ is missing\)", ended.stderr.splitlines()[-1]
    )


def test_a_benchmark_that_is_not_installed_is_told(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copilot.cli.train.entry_points", lambda group: ())
    ended = cli("eval", "run")
    assert ended.code == 2
    assert ended.err == "sms-copilot: the benchmark is not installed beside this command\n"
