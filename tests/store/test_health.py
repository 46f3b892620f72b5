"""A database that cannot be used: said once, in our words, with nothing half done."""

import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, OperationalError

from copilot.errors import ConfigurationError, StoreUnavailableError
from copilot.store.engine import open_engine
from copilot.store.failure import translated_failures
from copilot.store.row import OutboxStats
from copilot.store.store import Store


def fill_the_disk(desk: Any, spare_pages: int = 0) -> None:
    """Let the database grow no more: what SQLite sees when the disk is full."""
    with desk.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    _limit(desk, pages + spare_pages)


def _limit(desk: Any, pages: int) -> None:
    desk.engine.dispose()
    event.listen(desk.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count={pages}"))


def stop_often(desk: Any) -> None:
    for number in range(1, 200):
        desk.stop(message_id=f"SM{number}", text="x" * 1600)


@pytest.mark.parametrize("spare_pages", range(6))
def test_full_disk_stores_all_of_a_reply_or_nothing(desk: Any, spare_pages: int) -> None:
    received = desk.stop(message_id="SM0")
    fill_the_disk(desk, spare_pages)
    with pytest.raises(StoreUnavailableError, match="disk is full"):
        stop_often(desk)
    with desk.store.read() as tx:
        stored = tx.messages.recent(received.conversation.id, 1000)
        lines = tx.consent.events_of(received.conversation.subject_key)
        assert [line.message_id for line in lines] == [message.id for message in stored]
        assert tx.verify_ledger() == []
    assert not desk.store.health().writable
    _limit(desk, 100_000)
    assert desk.store.health().writable
    assert not desk.stop(message_id=f"SM{len(stored)}", text="x" * 1600).duplicate


def test_health_of_a_sound_database(desk: Any) -> None:
    health = desk.store.health()
    assert (health.writable, health.migrations_behind, health.reason) == (True, False, None)
    assert health.outbox == OutboxStats(pending=0, dead=0, oldest_pending_at=None)


def test_health_of_a_database_without_tables(tmp_path: Path, desk: Any) -> None:
    engine = open_engine(tmp_path / "empty.db")
    store = Store(engine, subject_key=b"k" * 32, clock=desk.clock)
    health = store.health()
    assert (health.writable, health.migrations_behind) == (False, True)
    with pytest.raises(StoreUnavailableError, match="migrations"), store.read() as tx:
        tx.knowledge.count()
    store.close()


def test_missing_folder_is_told(tmp_path: Path, desk: Any) -> None:
    store = Store(open_engine(tmp_path / "none" / "x.db"), subject_key=b"k" * 32, clock=desk.clock)
    assert store.health().reason == "the database file cannot be opened; check its folder"
    store.close()


def test_file_that_is_no_database_is_told(tmp_path: Path, desk: Any) -> None:
    (tmp_path / "x.db").write_bytes(b"no database " * 1000)
    store = Store(open_engine(tmp_path / "x.db"), subject_key=b"k" * 32, clock=desk.clock)
    assert store.health().reason == "the database file is not a database; restore a backup"
    store.close()


def test_foreign_writer_makes_a_write_fail_but_not_a_read(desk: Any) -> None:
    received = desk.receive()
    other = sqlite3.connect(desk.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailableError, match="locked"):
        desk.receive()
    with desk.store.read() as tx:
        assert tx.messages.get(received.reply.id) == received.reply
    other.execute("ROLLBACK")
    other.close()
    assert not desk.receive().duplicate


def test_read_only_database_is_told(desk: Any) -> None:
    desk.engine.dispose()
    event.listen(desk.engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only=ON"))
    assert desk.store.health().reason == "the database is read-only; check the rights of its file and folder"


def test_our_own_mistakes_are_not_called_an_outage(desk: Any) -> None:
    with pytest.raises(OperationalError), translated_failures(), desk.engine.connect() as connection:
        connection.execute(text("SELEKT 1"))
    with pytest.raises(IntegrityError), translated_failures(), desk.engine.begin() as connection:
        connection.execute(text("INSERT INTO ledger_head (id, seq, hash) VALUES (1, 1, 'x')"))


def test_errors_never_show_customer_text(desk: Any) -> None:
    statement = text("INSERT INTO contacts (subject_key, phone) VALUES (:key, :phone)")
    with pytest.raises(IntegrityError) as failed, desk.engine.begin() as connection:
        connection.execute(statement, {"key": "k", "phone": "+15550142"})
    assert "+15550142" not in str(failed.value)


def test_connections_are_set_up_for_durability(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "x.db")
    with engine.connect() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        values = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names}
    engine.dispose()
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "secure_delete": 1,
    }


def test_readers_see_one_state_while_others_write(desk: Any) -> None:
    conversation_id = desk.receive().conversation.id
    with desk.store.read() as tx:
        assert len(tx.messages.recent(conversation_id)) == 1
        writer = threading.Thread(target=desk.receive)
        writer.start()
        writer.join()
        assert len(tx.messages.recent(conversation_id)) == 1
    with desk.store.read() as tx:
        assert len(tx.messages.recent(conversation_id)) == 2


def test_short_subject_key_is_refused(desk: Any) -> None:
    with pytest.raises(ConfigurationError):
        Store(desk.engine, subject_key=b"short", clock=desk.clock)
