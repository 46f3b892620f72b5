"""``train`` says what it lacks."""

import re
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import environment_of


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
