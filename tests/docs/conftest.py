"""What is needed to run the code blocks of a page: the blocks, free ports, and a real service."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START_DEADLINE_S = 120
LINE_DEADLINE_S = 60


class Process:
    """A program whose output is read line by line, each wait with a deadline."""

    def __init__(self, command: list[str], env: Mapping[str, str], folder: Path) -> None:
        self.lines: list[str] = []
        self._has_ended = False
        self._grown = threading.Condition()
        self._process = subprocess.Popen(
            command,
            env=dict(env),
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def line_with(self, text: str, deadline_s: float = LINE_DEADLINE_S) -> str:
        """Return the first line that holds a text, waiting for it."""
        with self._grown:
            found = self._grown.wait_for(lambda: self._first(text) is not None or self._has_ended, deadline_s)
            line = self._first(text)
        assert line is not None, f"{'no' if found else 'not yet a'} line with {text!r} in {self.lines}"
        return line

    def has_ended(self, within_s: float) -> bool:
        """Return whether the program ends within this time."""
        with self._grown:
            return self._grown.wait_for(lambda: self._has_ended, within_s)

    def stop(self) -> None:
        """End the whole process group and wait for it."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._reader.join()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _first(self, text: str) -> str | None:
        return next((line for line in self.lines if text in line), None)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._grown:
                self.lines.append(line.rstrip())
                self._grown.notify_all()
        with self._grown:
            self._has_ended = True
            self._grown.notify_all()


@pytest.fixture
def code_blocks() -> Callable[[str, str], list[str]]:
    """Return the fenced blocks of one language in a page of ``docs/``."""

    def read(page: str, language: str) -> list[str]:
        text = (ROOT / "docs" / page).read_text("utf-8")
        return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)

    return read


@pytest.fixture
def free_port() -> Callable[[], int]:
    """Return a port nobody listens on."""

    def find() -> int:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port: int = probe.getsockname()[1]
            return port

    return find


@pytest.fixture
def quiet_env(tmp_path: Path) -> dict[str, str]:
    """An environment with no settings of ours, and ``sms-copilot`` and ``python3`` from this interpreter."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, arguments in (("sms-copilot", " -m copilot.cli"), ("python", ""), ("python3", "")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}"{arguments} "$@"\n')
        program.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COPILOT_")}
    return {
        **kept,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "NO_PROXY": "127.0.0.1",
    }


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[[list[str], Mapping[str, str]], Process]]:
    """Start a program in an empty folder; it is ended with the test."""
    started: list[Process] = []

    def start(command: list[str], env: Mapping[str, str]) -> Process:
        started.append(Process(command, env, tmp_path))
        return started[-1]

    yield start
    for process in reversed(started):
        process.stop()


@pytest.fixture
def run_service(
    tmp_path: Path, run: Callable[[list[str], Mapping[str, str]], Process]
) -> Callable[[str, Mapping[str, str], int], Process]:
    """Run a shell block that ends in ``sms-copilot serve``, and wait until the service is ready."""

    def start(block: str, env: Mapping[str, str], port: int) -> Process:
        settings = {
            "COPILOT_DATA_DIR": str(tmp_path / "data"),
            "COPILOT_PORT": str(port),
            "COPILOT_SCORER": "fake",
            "COPILOT_KNOWLEDGE": "memory",
        }
        process = run(["bash", "-eu", "-c", block], {**env, **settings})
        process.line_with("is ready on", START_DEADLINE_S)
        _await_ready(process, f"http://127.0.0.1:{port}/readyz")
        return process

    return start


def _await_ready(process: Process, url: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + START_DEADLINE_S
    while True:
        try:
            with opener.open(url, timeout=START_DEADLINE_S) as answer:
                assert answer.status == 200
                return
        except urllib.error.URLError:
            assert not process.has_ended(within_s=0.05), process.lines
            assert time.monotonic() < deadline, process.lines
