"""``serve`` starts, says what matters, and ends cleanly when asked."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from copilot.cli.serve import callable_host
from copilot.service.folder import DataFolder
from tests.cli.conftest import Run, Start

ENDINGS = pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)


@ENDINGS
def test_it_ends_with_0_and_lets_the_folder_go(start: Start, data_dir: Path, number: signal.Signals) -> None:
    program = start("serve")
    program.line_with("is ready on")
    assert program.end(number) == 0
    assert not [line for line in program.lines if "Traceback" in line or "ERROR" in line]
    DataFolder(data_dir).release()


@ENDINGS
def test_it_ends_with_0_while_it_is_starting(start: Start, data_dir: Path, number: signal.Signals) -> None:
    data_dir.mkdir()
    pipe = data_dir / "subject.key"
    os.mkfifo(pipe)  # whoever reads the key waits in the middle of the start
    program = start("serve")
    writer = None
    while writer is None and not program.has_ended(within_s=0.01):
        with suppress(OSError):  # nobody reads yet
            writer = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    assert writer is not None, program.lines
    try:
        assert program.end(number) == 0
    finally:
        os.close(writer)
    assert program.lines == []
    DataFolder(data_dir).release()


def test_it_says_who_is_answered_and_which_setting_is_none(start: Start) -> None:
    program = start("serve", COPILOT_SETLE_MS="1", COPILOT_API_KEY="sk_live_x")
    program.line_with("COPILOT_SETLE_MS")
    assert program.end() == 0
    assert program.lines[1:] == [
        "No keys are configured: only this machine is answered, with every role.",
        "COPILOT_SETLE_MS is no setting and is ignored; did you mean COPILOT_SETTLE_MS?",
    ]


def test_a_missing_model_degrades_and_is_named(start: Start, tmp_path: Path) -> None:
    program = start("serve", COPILOT_SCORER="onnx", COPILOT_MODEL=str(tmp_path / "nowhere"))
    program.line_with("is ready on")
    program.line_with("degraded: model: ")
    program.line_with("degraded: knowledge: ")
    assert program.end() == 0


def test_a_name_that_is_no_address_is_told(cli: Run) -> None:
    ended = cli("serve", "--host", "no.such.name.invalid", "--port", "0")
    assert ended.code == 2
    assert ended.err.startswith("sms-copilot: port 0 on no.such.name.invalid cannot be taken: ")


@pytest.mark.parametrize(
    ("host", "called"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("::1", "[::1]")]
)
def test_what_listens_everywhere_is_called_on_loopback(host: str, called: str) -> None:
    assert callable_host(host) == called
