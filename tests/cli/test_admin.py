"""What an operator does to the store: people, keys, given-up events, decisions decided again."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from copilot.cli.admin import opened_store
from copilot.errors import AuthenticationError
from tests.cli.conftest import CUSTOMER, Run

Taken = Callable[..., str]


# -- people ------------------------------------------------------------------------------------


def test_a_person_is_shown_with_consent_and_its_history(cli: Run, taken: Taken) -> None:
    taken("STOP")
    shown = cli("contact", "show", "+1 (555) 0100")
    assert shown.code == 0
    facts = dict(shown.rows)
    assert facts["consent"].startswith("opted_out")
    assert any(value.startswith("opt_out by keyword") for value in facts.values())
    assert CUSTOMER not in shown.out.replace(facts["profile"], "")


def test_a_person_nobody_knows_is_shown_as_such(cli: Run, taken: Taken) -> None:
    taken("hello")
    assert dict(cli("contact", "show", "+15550111").rows)["consent"].startswith("unknown")


def test_everything_known_of_a_person_is_exported(cli: Run, taken: Taken, tmp_path: Path) -> None:
    taken("how much for 20 seats?")
    printed, file = cli("contact", "export", CUSTOMER), tmp_path / "person.json"
    written = cli("contact", "export", CUSTOMER, "--output", str(file))
    assert (printed.code, written.code, written.out) == (0, 0, "")
    assert "how much for 20 seats?" in printed.out
    assert json.loads(printed.out).keys() == json.loads(file.read_text("utf-8")).keys()


def test_an_export_that_cannot_be_written_is_told(cli: Run, taken: Taken, tmp_path: Path) -> None:
    taken("hello")
    ended = cli("contact", "export", CUSTOMER, "-o", str(tmp_path / "nowhere" / "person.json"))
    assert ended.code == 2
    assert "person.json cannot be written: No such file or directory" in ended.err


def test_an_erased_person_is_gone_and_stays_opted_out(cli: Run, taken: Taken) -> None:
    taken("how much for 20 seats?")
    taken("STOP", "SM2")
    erased = cli("contact", "erase", CUSTOMER, "--reason", "asked by letter", "--yes")
    assert erased.code == 0
    assert erased.out.startswith("Erased 2 messages in 1 conversations and 2 decisions")
    shown = cli("contact", "show", CUSTOMER)
    assert dict(shown.rows)["consent"].startswith("opted_out")
    assert "seats" not in cli("contact", "export", CUSTOMER).out


def test_nobody_is_erased_without_a_yes(cli: Run, taken: Taken, monkeypatch: pytest.MonkeyPatch) -> None:
    taken("how much for 20 seats?")
    monkeypatch.setattr("typer.confirm", lambda question: False)
    assert cli("contact", "erase", CUSTOMER, "--reason", "asked by letter").code == 1
    assert "seats" in cli("contact", "export", CUSTOMER).out


# -- keys --------------------------------------------------------------------------------------


def test_a_key_is_shown_once_and_works_until_revoked(cli: Run, data_dir: Path) -> None:
    data_dir.mkdir()
    made = cli("key", "create", "my hook", "--role", "hook")
    text = made.out.strip()
    assert text.startswith("sk_live_")
    assert made.err == "From now on every call needs a key; this command reads its own from COPILOT_API_KEY.\n"
    (row,) = cli("key", "list").rows
    key_id, name, role, _created, _used, revoked = row
    assert (name, role, revoked) == ("my hook", "hook", "")
    assert text.rpartition("_")[2] not in cli("key", "list").out
    with opened_store() as (store, _), store.read() as tx:
        assert tx.api_keys.authenticate(text).id == key_id
    ended = cli("key", "revoke", key_id)
    assert ended.out == f"Key {key_id} is revoked.\n"
    assert ended.err == "No usable key is left: only this machine is answered, with every role.\n"
    assert cli("key", "list").rows[0][5] != ""
    with opened_store() as (store, _), store.read() as tx, pytest.raises(AuthenticationError):
        tx.api_keys.authenticate(text)


def test_only_the_first_key_and_the_last_one_change_who_is_answered(cli: Run, data_dir: Path) -> None:
    data_dir.mkdir()
    cli("key", "create", "first", "--role", "admin")
    assert cli("key", "create", "second", "--role", "rep").err == ""
    assert cli("key", "revoke", cli("key", "list").rows[0][0]).err == ""


def test_a_name_is_printed_as_it_was_given(cli: Run, data_dir: Path) -> None:
    data_dir.mkdir()
    cli("key", "create", "[/bold] ünï [red]", "--role", "rep")
    assert cli("key", "list").rows[0][1] == "[/bold] ünï [red]"


# -- events ------------------------------------------------------------------------------------


def give_up_all() -> list[str]:
    """Have the send layer refuse every waiting event for good."""
    with opened_store() as (store, _), store.transaction() as tx:
        leased = tx.outbox.lease(10, timedelta(minutes=1))
        for event in leased:
            tx.outbox.dead(event.id, event.attempts, 410, "410 Gone")
        return [event.id for event in leased]


def test_given_up_events_are_listed_and_put_back_in_line(cli: Run, taken: Taken) -> None:
    taken("how much for 20 seats?")
    taken("and for 30?", "SM2")
    first, second = give_up_all()
    listed = cli("outbox", "list")
    assert [row[0] for row in listed.rows] == [first, second]
    assert {(row[1], row[4]) for row in listed.rows} == {("decision.made", "410 Gone")}
    assert listed.err == "0 waiting, 2 given up.\n"
    assert cli("outbox", "replay", first).out == "1 back in line.\n"
    assert cli("outbox", "list").err == "1 waiting, 1 given up.\n"
    assert cli("outbox", "replay").out == "1 back in line.\n"
    assert cli("outbox", "list").err == "2 waiting, 0 given up.\n"


# -- decisions ---------------------------------------------------------------------------------


def test_a_decision_is_decided_again_to_the_same_bytes(cli: Run, taken: Taken) -> None:
    ended = cli("replay", taken("how much for 20 seats?"))
    assert (ended.code, ended.out, ended.err) == (0, "same bytes\n", "")


def test_a_decision_scored_again_stays_within_the_tolerance(cli: Run, taken: Taken) -> None:
    ended = cli("replay", taken("how much for 20 seats?"), "--rescore")
    assert ended.code == 0
    assert ended.out.startswith("largest difference of a probability: 0.0000 (tolerance ")


def test_without_a_model_nothing_is_said_of_scoring_again(
    cli: Run, taken: Taken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision_id = taken("how much for 20 seats?")
    monkeypatch.setenv("COPILOT_SCORER", "onnx")
    monkeypatch.setenv("COPILOT_MODEL", str(tmp_path / "nowhere"))
    ended = cli("replay", decision_id, "--rescore")
    assert (ended.code, ended.out) == (2, "")
    assert "nothing can be scored again" in ended.err
