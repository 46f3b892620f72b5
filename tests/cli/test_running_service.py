"""Beside a running service: its library through its API, its store directly, its folder and port taken."""

import json
import signal
from pathlib import Path

import pytest

from tests.cli.conftest import CUSTOMER, Program, Run, Start
from tests.cli.test_knowledge import ITEM, PRICE


def url_of(service: Program) -> str:
    return service.line_with("is ready on").split(" ready on ")[1].split()[0]


def import_through(cli: Run, tmp_path: Path) -> None:
    file = tmp_path / "library.jsonl"
    file.write_text("".join(json.dumps(item) + "\n" for item in (ITEM, PRICE)), "utf-8")
    ended = cli("knowledge", "import", str(file))
    assert (ended.code, ended.out, ended.err) == (0, "2 added, 0 replaced.\n", "")


def test_the_library_is_reached_through_the_service(cli: Run, service: Program, tmp_path: Path) -> None:
    import_through(cli, tmp_path)
    assert [row[0] for row in cli("knowledge", "list").rows] == ["harbor-story", "team-price"]
    found = cli("knowledge", "search", ITEM["title"], "--stage", "closing", "--language", "en", "--limit", "1")
    assert [row[1] for row in found.rows] == ["harbor-story"]
    exported = tmp_path / "out.csv"
    assert cli("knowledge", "export", str(exported)).code == 0
    assert cli("knowledge", "import", str(exported)).out == "0 added, 2 replaced.\n"
    shown = cli("try", ITEM["title"], "--stage", "closing")
    assert shown.code == 0
    assert "harbor-story" in cli("try", ITEM["title"], "--stage", "closing", "--json").out

    assert service.end() == 0  # what it held is in the folder
    assert [row[0] for row in cli("knowledge", "list").rows] == ["harbor-story", "team-price"]


def test_bad_rows_reach_no_service(cli: Run, service: Program, tmp_path: Path) -> None:
    file = tmp_path / "mixed.jsonl"
    file.write_text(json.dumps(PRICE) + "\n" + json.dumps({**ITEM, "language": "English"}) + "\n", "utf-8")
    ended = cli("knowledge", "import", str(file))
    assert ended.code == 2
    assert ended.err.startswith("mixed.jsonl:2 /language ")
    assert cli("knowledge", "list").rows == []


def test_a_service_with_keys_wants_one_of_its_library(
    cli: Run, service: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = cli("key", "create", "hook", "--role", "hook").out.strip()
    admin = cli("key", "create", "admin", "--role", "admin").out.strip()
    refused = cli("knowledge", "list")
    assert refused.code == 2
    assert refused.err == (
        "sms-copilot: Send a key: Authorization: Bearer sk_live_…. This command reads its key from COPILOT_API_KEY.\n"
    )
    monkeypatch.setenv("COPILOT_API_KEY", hook)
    assert cli("knowledge", "list").code == 0
    file = tmp_path / "library.jsonl"
    file.write_text(json.dumps(PRICE) + "\n", "utf-8")
    refused = cli("knowledge", "import", str(file))
    assert refused.code == 2
    assert "A key with role hook may not do this; it takes admin." in refused.err
    for unusable in ("ключ", "sk_live_0000000000000000_" + "a" * 43):
        monkeypatch.setenv("COPILOT_API_KEY", unusable)
        refused = cli("try", "hello")
        assert refused.code == 2
        assert len(refused.err.splitlines()) == 1
        assert unusable not in refused.err
    monkeypatch.setenv("COPILOT_API_KEY", admin)
    assert cli("knowledge", "import", str(file)).out == "1 added, 0 replaced.\n"


def test_the_store_is_opened_beside_the_service(cli: Run, service: Program) -> None:
    assert cli("key", "list").code == 0
    assert cli("outbox", "list").err == "0 waiting, 0 given up.\n"
    assert cli("contact", "show", CUSTOMER).code == 0


def test_a_held_folder_and_a_taken_port_are_told_at_once(start: Start, service: Program, tmp_path: Path) -> None:
    second = start("serve")
    assert second.wait() == 2
    assert second.lines == [
        "sms-copilot: another process holds COPILOT_DATA_DIR; stop it, or give this one another folder"
    ]
    port = url_of(service).rpartition(":")[2]
    third = start("serve", "--port", port, "--data-dir", str(tmp_path / "other"))
    assert third.wait() == 2
    assert third.lines == [
        f"sms-copilot: port {port} on 127.0.0.1 cannot be taken: Address already in use; choose another"
    ]
    assert not (tmp_path / "other").exists()


def test_a_killed_service_leaves_a_folder_that_works(cli: Run, service: Program, tmp_path: Path) -> None:
    import_through(cli, tmp_path)
    service.end(signal.SIGKILL)
    assert [row[0] for row in cli("knowledge", "list").rows] == ["harbor-story", "team-price"]
