"""The wheel, installed elsewhere, works the same: model, policy and starter library travel with it."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the unpacked wheel and nothing of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(build, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    site = folder / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


def _run(site: Path, folder: Path, *arguments: str) -> str:
    own = {name: value for name, value in os.environ.items() if not name.startswith("COPILOT_")}
    env = {**own, "PYTHONPATH": os.pathsep.join([str(site), str(ROOT / "tests" / "guard")])}
    ended = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=120
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_the_installed_command_answers_with_the_shipped_model_and_library(installed: Path, tmp_path: Path) -> None:
    assert Path(_run(installed, tmp_path, "-c", "import copilot; print(copilot.__file__)").strip()).is_relative_to(
        installed
    )
    answer = json.loads(_run(installed, tmp_path, "-m", "copilot.cli", "try", "how much for 20 seats?", "--json"))
    assert answer["versions"]["model"].startswith("reply-scorer-small@")
    assert answer["analysis"]["primary"] == "pricing_question"
    assert answer["hits"]
    assert answer["degraded"] == []


def test_training_data_stays_out_of_the_wheel(installed: Path) -> None:
    assert [path for path in installed.rglob("*.jsonl") if "training" in path.parts] == []
