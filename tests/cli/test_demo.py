"""The demo plays its conversations on the real parts and leaves nothing behind."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from copilot.cli.demo import CONVERSATIONS
from tests.cli.conftest import Start, environment_of


def processes_of(session: int) -> list[int]:
    """Return what still runs of a session."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, _group, its_session = status.read_text().rpartition(") ")[2].split()[:4]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(its_session) == session and state != "Z":
            found.append(int(status.parent.name))
    return found


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Home and temporary folder of the demo: its data, and whatever a library would leave there."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.mark.slow
def test_without_a_terminal_it_plays_everything_and_ends(tmp_path: Path, scratch: Path) -> None:
    environment = environment_of(
        tmp_path / "unused", TMPDIR=str(scratch), HOME=str(scratch), XDG_CACHE_HOME="", COLUMNS="100"
    )
    demo = subprocess.Popen(
        [sys.executable, "-m", "copilot.cli", "demo"],
        env=environment,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    out, err = demo.communicate(timeout=120)
    assert demo.returncode == 0, err
    turns = sum(len(scene["turns"]) for scene in CONVERSATIONS)
    for label in ("they said", "knew", "decided", "stored and decided"):
        assert out.count(label) >= turns, label
    for scene in CONVERSATIONS:
        assert out.count(scene["title"]) == len(scene["turns"])
    assert f"The fake send layer verified {turns} decisions and sent 1 texts:" in out
    assert "until Ctrl-C" not in out
    assert "Traceback" not in err
    assert list(scratch.iterdir()) == []
    assert not (tmp_path / "unused").exists()
    assert not (tmp_path / "data").exists()
    assert processes_of(demo.pid) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP], ids=lambda number: number.name)
def test_interrupted_it_leaves_nothing_behind(start: Start, scratch: Path, number: signal.Signals) -> None:
    demo = start("demo", TMPDIR=str(scratch), HOME=str(scratch), XDG_CACHE_HOME="")
    demo.line_with("is ready on")  # said by the service that it started
    assert demo.end(number) == 0
    assert list(scratch.iterdir()) == []
    assert processes_of(demo.session) == []
    assert not [line for line in demo.lines if "Traceback" in line]
