"""A service under test: started as a user starts it, timed to its first answer, weighed, stopped."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from bench.sample import ROOT

_START_LIMIT_S: Final = 120.0
_POLL_S: Final = 0.005


class Server:
    """A child process that serves HTTP on a port of its own."""

    def __init__(self, command: list[str], *, port: int, environment: dict[str, str]) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COPILOT_")}
        self.port = port
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  # closed by stop()
        self._started = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**kept, "HF_HUB_OFFLINE": "1", **environment},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )

    def wait_for(self, method: str, path: str, body: bytes | None = None) -> float:
        """Ask until the answer is 200 and return the seconds since the process was started.

        Raises:
            RuntimeError: It ended, or took too long.
        """
        while time.perf_counter() - self._started < _START_LIMIT_S:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended while starting:\n{self._tail()}")
            if self._status(method, path, body) == 200:
                return time.perf_counter() - self._started
            time.sleep(_POLL_S)
        raise RuntimeError(f"the server was not up within {_START_LIMIT_S:.0f} s:\n{self._tail()}")

    def resident_mb(self) -> float:
        """Return the resident memory (VmRSS) of the process and its children, in MB of 10^6 bytes."""
        pids = [self._process.pid]
        for pid in pids:
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                pids += [int(child) for child in task.read_text().split()]
        return sum(_rss_bytes(pid) for pid in pids) / 1e6

    def stop(self) -> None:
        """End it as Ctrl-C does; what does not end is killed."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _status(self, method: str, path: str, body: bytes | None) -> int | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            response.read()
            return response.status
        except OSError:
            return None
        finally:
            connection.close()

    def _tail(self) -> str:
        self._log.seek(0)
        return self._log.read()[-2000:].decode(errors="replace")


def our_server(data_dir: Path) -> Server:
    """Start ``sms-copilot serve`` on a data folder."""
    port = _free_port()
    command = ["copilot.cli", "serve", "--port", str(port), "--data-dir", str(data_dir)]
    return Server(command, port=port, environment={})


def plain_server(head: Path) -> Server:
    """Start the plain stack behind FastAPI."""
    port = _free_port()
    command = ["uvicorn", "bench.plain_app:app", "--port", str(port), "--no-access-log", "--log-level", "warning"]
    return Server(command, port=port, environment={"BENCH_PLAIN_HEAD": str(head)})


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _rss_bytes(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0
