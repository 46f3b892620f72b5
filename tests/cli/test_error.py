"""What goes wrong is one clear line on standard error and exit code 2, never a traceback."""

import os
from pathlib import Path

import pytest

from copilot.service.folder import DataFolder
from tests.cli.conftest import Finished, Run


def refusal(ended: Finished) -> str:
    """Return the one line of a refusal."""
    assert ended.code == 2, ended
    assert ended.out == ""
    assert len(ended.err.splitlines()) == 1, ended.err
    assert ended.err.startswith("sms-copilot: ")
    return ended.err.removeprefix("sms-copilot: ").rstrip("\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["serve", "--nonsense"], "No such option: --nonsense"),
        (["serve", "--port", "high"], "Invalid value for '--port'"),
        (["try"], "Missing argument 'text'"),
        (["try", "x", "--stage", "nonsense"], "Invalid value for '--stage'"),
        (["knowledge", "search", "x", "--limit", "0"], "Invalid value for '--limit'"),
        (["key", "create", "mine"], "Missing option '--role'"),
        (["contact", "erase", "+15550100"], "Missing option '--reason'"),
        (["train", "--epochs", "0"], "Invalid value for '--epochs'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_call_is_told_with_exit_code_2(cli: Run, arguments: list[str], said: str) -> None:
    ended = cli(*arguments)
    assert ended.code == 2
    assert ended.out == ""
    assert said.lower() in " ".join(ended.err.split()).lower()
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["serve", "--port", "70000"], "settings cannot be used: COPILOT_PORT: Input should be less than or equal"),
        (["contact", "show", "555"], "PHONE must be an E.164 number"),
        (["key", "create", "mine", "--role", "boss"], "--role is rep, hook, evaluator or admin"),
        (["key", "create", " ", "--role", "hook"], "NAME is 1 to 100 printable characters"),
        (["key", "create", "two\nlines", "--role", "hook"], "NAME is 1 to 100 printable characters"),
        (["key", "revoke", "nobody"], "no API key has this id"),
        (["outbox", "replay", "evt_none"], "no event in the outbox has this id"),
        (["replay", "dec_none"], "no decision has this id"),
        (["contact", "export", "+15550100"], "nothing is known of this contact"),
        (["contact", "erase", "+15550100", "--yes", "--reason", " "], "--reason: say who asked, and how"),
        (["try", ""], "TEXT: String should have at least 1 character"),
        (["try", "a" * 1601], "TEXT: String should have at most 1600 characters"),
        (["try", "ok", "--context", "a" * 1601], "--context: String should have at most 1600 characters"),
        (["try", "ok", "--industry", " "], "--industry: String should have at least 1 character"),
        (["try", os.fsdecode(b"\xff")], "an argument is not valid UTF-8"),
        (["knowledge", "search", ""], "QUERY: String should have at least 1 character"),
        (
            ["knowledge", "search", "x", "--language", "English"],
            "--language: String should match pattern '^[a-z]{2,3}$'",
        ),
        (["train", "--data", "nowhere.jsonl"], "nowhere.jsonl is not there"),
    ],
    ids=lambda value: " ".join(value)[:30].replace("\n", " ") if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_one_line(cli: Run, data_dir: Path, arguments: list[str], said: str) -> None:
    data_dir.mkdir()
    assert refusal(cli(*arguments)).startswith(said)


def test_a_refused_text_is_not_repeated(cli: Run) -> None:
    assert "secret" not in refusal(cli("try", "secret" * 300))


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (b"port = ?", "COPILOT_CONFIG names a file that is not TOML: Invalid value (at line 1, column 8)"),
        (b'our_company = "caf\xe9"', "COPILOT_CONFIG names a file that cannot be read as UTF-8"),
        (b"prot = 1", "settings cannot be used: COPILOT_PROT: Extra inputs are not permitted"),
        (b'port = "high"\nsettle_ms = -1', "settings cannot be used: COPILOT_PORT: "),
        (b'send_layer = "http"', "COPILOT_SEND_LAYER=http needs COPILOT_SEND_LAYER_URL and COPILOT_SEND_LAYER_SECRET"),
    ],
)
def test_a_wrong_settings_file_is_named(
    cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toml: bytes, said: str
) -> None:
    file = tmp_path / "copilot.toml"
    file.write_bytes(toml)
    monkeypatch.setenv("COPILOT_CONFIG", str(file))
    assert refusal(cli("try", "hello")).startswith(said)


@pytest.mark.parametrize("name", ["nowhere.toml", "."])
def test_a_settings_file_that_is_none_is_named(
    cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("COPILOT_CONFIG", str(tmp_path / name))
    assert refusal(cli("try", "hello")) == "COPILOT_CONFIG names a file that does not exist"


def test_a_wrong_setting_is_told_without_its_value(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPILOT_SETTLE_MS", "hunter2")
    said = refusal(cli("try", "hello"))
    assert "COPILOT_SETTLE_MS" in said
    assert "hunter2" not in said


@pytest.mark.parametrize("arguments", [["key", "list"], ["contact", "show", "+15550100"], ["outbox", "list"]])
def test_an_administrators_command_makes_no_data_folder(cli: Run, data_dir: Path, arguments: list[str]) -> None:
    assert refusal(cli(*arguments)) == "COPILOT_DATA_DIR does not exist yet; start the service once"
    assert not data_dir.exists()


def test_a_data_folder_that_cannot_be_made_is_told(cli: Run, data_dir: Path) -> None:
    data_dir.write_text("a file", "utf-8")
    assert refusal(cli("knowledge", "list")) == "COPILOT_DATA_DIR cannot be created or written"


def test_a_damaged_database_is_told(cli: Run, data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "copilot.db").write_bytes(b"not a database, whatever its name says" * 100)
    assert refusal(cli("key", "list")) == "the database file is not a database; restore a backup"


def test_a_damaged_subject_key_is_told_and_kept(cli: Run, data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "subject.key").write_text("not a key", "utf-8")
    assert "subject.key in COPILOT_DATA_DIR is damaged" in refusal(cli("contact", "show", "+15550100"))
    assert (data_dir / "subject.key").read_text("utf-8") == "not a key"


@pytest.mark.parametrize("arguments", [["knowledge", "list"], ["knowledge", "search", "x"]])
def test_a_folder_held_by_a_command_without_an_api_is_told(cli: Run, data_dir: Path, arguments: list[str]) -> None:
    folder = DataFolder(data_dir)
    try:
        assert "holds the data folder and serves no API; wait for it" in refusal(cli(*arguments))
        assert "another process holds COPILOT_DATA_DIR" in refusal(cli("try", "hello"))
    finally:
        folder.release()
    assert cli(*arguments).code == 0
