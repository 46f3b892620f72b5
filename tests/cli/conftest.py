"""The command as an operator meets it: in this process for what it says, as a program for how it lives and ends."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from copilot.cli import main
from copilot.service.copilot import Copilot
from copilot.service.inbound import ReplyText
from copilot.settings import load_settings
from tests.conftest import GUARD

ROOT = Path(__file__).parents[2]
CUSTOMER, OURS = "+15550100", "+15550199"
DEADLINE_S = 60
LIGHT = {"COPILOT_SCORER": "fake", "COPILOT_KNOWLEDGE": "memory", "COPILOT_STARTER_KNOWLEDGE": "false"}
"""Settings that start in no time."""


@dataclass(frozen=True)
class Finished:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[list[str]]:
        """The piped rows without the line of column names."""
        return [line.split("\t") for line in self.out.splitlines()[1:]]


Run = Callable[..., Finished]


@pytest.fixture
def cli(data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run a command in this process, on a data folder of its own, without a terminal."""
    for name, value in {**LIGHT, "COPILOT_DATA_DIR": str(data_dir), "COLUMNS": "80"}.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> Finished:
        monkeypatch.setattr(sys, "argv", ["sms-copilot", *arguments])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0
        said = capsys.readouterr()
        return Finished(code, said.out, said.err)

    heard = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield run
    for number, handler in heard.items():  # a command that stays up listens to them
        signal.signal(number, handler)


@pytest.fixture
def taken(cli: Run) -> Callable[..., str]:
    """Take a reply into the data folder of ``cli`` and return its decision's id."""

    def take(text: str, message_id: str = "SM1") -> str:
        copilot = Copilot(load_settings())
        try:
            reply = ReplyText(
                provider="api", message_id=message_id, sender=CUSTOMER, recipient=OURS, text=text, settle_ms=0
            )
            decision = copilot.decide(copilot.take(reply))
        finally:
            copilot.close()
        assert decision is not None
        assert decision.id is not None
        return decision.id

    return take


class Program:
    """A started command whose standard error is read line by line."""

    def __init__(self, arguments: tuple[str, ...], environment: dict[str, str], folder: Path) -> None:
        self.lines: list[str] = []
        self._grown = threading.Condition()
        self._has_ended = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "copilot.cli", *arguments],
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    @property
    def session(self) -> int:
        """The session that everything it starts belongs to."""
        return self._process.pid

    def line_with(self, text: str) -> str:
        """Wait for a line of standard error that holds a text."""

        def found() -> str | None:
            return next((line for line in self.lines if text in line), None)

        with self._grown:
            self._grown.wait_for(lambda: found() is not None or self._has_ended, DEADLINE_S)
            line = found()
        assert line is not None, self.lines
        return line

    def has_ended(self, within_s: float) -> bool:
        """Return whether the program ends within this time."""
        with self._grown:
            return self._grown.wait_for(lambda: self._has_ended, within_s)

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        if self._process.poll() is None:
            self._process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Return the exit code, and kill what does not end."""
        try:
            code = self._process.wait(DEADLINE_S)
        finally:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        return code

    def _read(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as lines:
            for line in lines:
                with self._grown:
                    self.lines.append(line.rstrip())
                    self._grown.notify_all()
        with self._grown:
            self._has_ended = True
            self._grown.notify_all()


Start = Callable[..., Program]


def environment_of(data_dir: Path, **settings: str) -> dict[str, str]:
    """Return the environment of a started command: light parts, loopback only."""
    search = os.pathsep.join((str(GUARD), str(ROOT)))
    chosen = {"COPILOT_DATA_DIR": str(data_dir), "COPILOT_PORT": "0", "PYTHONPATH": search, "PYTHONUNBUFFERED": "1"}
    return {**os.environ, **LIGHT, **chosen, **settings}


@pytest.fixture
def start(data_dir: Path, tmp_path: Path) -> Iterator[Start]:
    """Start a command as a program; it is ended with the test."""
    started: list[Program] = []

    def begin(*arguments: str, **settings: str) -> Program:
        started.append(Program(arguments, environment_of(data_dir, **settings), tmp_path))
        return started[-1]

    yield begin
    for program in reversed(started):
        program.end()


@pytest.fixture
def service(start: Start) -> Program:
    """A running service that holds the data folder of ``cli``."""
    program = start("serve")
    program.line_with("is ready on")
    return program
