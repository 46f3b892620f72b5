"""A process killed in the middle of its work: what it acknowledged is there once, with its effects once."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from copilot.store.engine import open_engine
from copilot.store.migration import is_behind
from copilot.store.store import Store

WORKER = """
import sys
from datetime import timedelta
from pathlib import Path
from copilot.clock import SystemClock
from copilot.domain.consent import ConsentEvent, ConsentTier
from copilot.store.engine import open_engine
from copilot.store.entry import ConsentMark, IncomingReply
from copilot.store.store import Store

store = Store(open_engine(Path(sys.argv[1])), subject_key=b"k" * 32, clock=SystemClock())
for number in range(10_000):
    mark = ConsentMark(event=ConsentEvent.OPT_OUT, tier=ConsentTier.KEYWORD)
    reply = IncomingReply(
        provider="api", message_id=f"SM{number}", sender=f"+1555{number % 50:07d}", recipient="+15550199", text="STOP",
        fingerprint="f", settle=timedelta(seconds=3), consent=mark,
    )
    with store.transaction() as tx:
        received = tx.receive(reply)
    print(received.reply.id, flush=True)
"""

MIGRATOR = """
import sys
from pathlib import Path
from copilot.store.engine import open_engine
from copilot.store.migration import upgrade

upgrade(open_engine(Path(sys.argv[1])))
"""


def start(script: str, path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )


def lines_until_killed(worker: subprocess.Popen[str], count: int) -> Iterator[str]:
    assert worker.stdout is not None
    for number, line in enumerate(worker.stdout, start=1):
        yield line.strip()
        if number == count:
            worker.kill()


def test_every_acknowledged_reply_survives_a_kill_once(desk: Any) -> None:
    acknowledged: list[str] = []
    for _ in range(2):  # the second run meets what the first one left, as a provider's retries do
        with start(WORKER, desk.path) as worker:
            acknowledged += lines_until_killed(worker, 60)
    store = Store(desk.engine, subject_key=b"k" * 32, clock=desk.clock)
    with store.read() as tx:
        stored = [tx.messages.get(reply_id) for reply_id in set(acknowledged)]
        events = [
            event for number in range(50) for event in tx.consent.events_of(store.subject_of(f"+1555{number:07d}"))
        ]
        assert tx.verify_ledger() == []
    assert len(stored) >= 60
    evidence = [event.message_id for event in events]
    assert len(evidence) == len(set(evidence))
    assert {message.id for message in stored} <= set(evidence)


def test_processes_that_migrate_at_once_agree(tmp_path: Path) -> None:
    workers = [start(MIGRATOR, tmp_path / "x.db") for _ in range(2)]
    for worker in workers:
        worker.communicate()
    assert [worker.returncode for worker in workers] == [0, 0]
    engine = open_engine(tmp_path / "x.db")
    assert not is_behind(engine)
    engine.dispose()
