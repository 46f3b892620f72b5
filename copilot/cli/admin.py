"""``contact``, ``key``, ``outbox`` and ``replay``: what an operator does to the store."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copilot.cli.argument import writing
from copilot.cli.table import print_table
from copilot.errors import ConfigurationError, InvalidInputError, ModelUnavailableError

if TYPE_CHECKING:
    from copilot.settings import Settings
    from copilot.store.row import ApiRole
    from copilot.store.store import Store

contact_app = typer.Typer(help="What is known of one person: show, export, erase.", no_args_is_help=True)
key_app = typer.Typer(help="API keys.", no_args_is_help=True)
outbox_app = typer.Typer(help="Events for the send layer that were given up.", no_args_is_help=True)

_LONGEST_NAME = 100

Phone = Annotated[str, typer.Argument(help="The person's number, E.164.")]


@contextmanager
def opened_store() -> "Iterator[tuple[Store, Settings]]":
    """Open the store beside a running service: SQLite lets both in."""
    from copilot.clock import SystemClock
    from copilot.service.folder import subject_key_of
    from copilot.settings import load_settings
    from copilot.store.engine import open_engine
    from copilot.store.migration import upgrade
    from copilot.store.store import Store

    settings = load_settings()
    if not settings.data_dir.is_dir():
        raise ConfigurationError("COPILOT_DATA_DIR does not exist yet; start the service once")
    engine = open_engine(settings.data_dir / "copilot.db")
    upgrade(engine)
    store = Store(engine, subject_key=subject_key_of(settings), clock=SystemClock())
    try:
        yield store, settings
    finally:
        store.close()


def _subject(store: "Store", phone: str) -> str:
    from copilot.text.phone import parse_phone

    try:
        return store.subject_of(parse_phone(phone))
    except ValueError as error:
        raise InvalidInputError(f"PHONE {error}") from error


@contact_app.command("show")
def show_contact(phone: Phone) -> None:
    """Print what is known of a person."""
    with opened_store() as (store, _):
        subject = _subject(store, phone)
        with store.read() as tx:
            consent = tx.consent.status_of(subject)
            contact = tx.contacts.get(subject)
            events = tx.consent.events_of(subject)
    profile = "none (never written, or erased)" if contact is None else contact.profile.model_dump_json()
    rows = [("subject", subject[:16] + "…"), ("profile", profile)]
    rows.append(("consent", f"{consent.state} (version {consent.version})"))
    rows += [(e.recorded_at.isoformat(), f"{e.event} by {e.method} {e.rule or ''}".rstrip()) for e in events]
    print_table(("what", "value"), rows)


@contact_app.command("export")
def export_contact(
    phone: Phone, output: Annotated[Path | None, typer.Option("--output", "-o", help="File; left out: printed.")] = None
) -> None:
    """Write everything known of a person as JSON."""
    with opened_store() as (store, _):
        subject = _subject(store, phone)
        with store.read() as tx:
            text = json.dumps(tx.export(subject), indent=2, ensure_ascii=False, default=str)
    if output is None:
        print(text)
    else:
        with writing(output):
            output.write_text(text + "\n", "utf-8")


@contact_app.command("erase")
def erase_contact(
    phone: Phone,
    reason: Annotated[str, typer.Option(help="Who asked, and how.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase a person; only the keyed suppression hash stays, so that a stop outlives the erasure."""
    if not reason.strip():
        raise InvalidInputError("--reason: say who asked, and how")
    if not yes and not typer.confirm("Erase all messages, analyses, decisions and the profile of this person?"):
        raise typer.Exit(1)
    with opened_store() as (store, _):
        erasure = store.erase(_subject(store, phone), actor=f"cli: {reason}")
    print(
        f"Erased {erasure.messages} messages in {erasure.conversations} conversations "
        f"and {erasure.decisions} decisions; ledger event {erasure.event_id}."
    )
    if not erasure.scrubbed:
        print("The database file still holds freed pages; erase again when the service is idle.")


@key_app.command("create")
def create_key(
    name: Annotated[str, typer.Argument(help="Whose it is.")],
    role: Annotated[str, typer.Option(help="rep, hook, evaluator or admin.")],
) -> None:
    """Make a key; it is shown once."""
    if not 0 < len(name.strip()) <= _LONGEST_NAME or not name.isprintable():
        raise InvalidInputError(f"NAME is 1 to {_LONGEST_NAME} printable characters")
    with opened_store() as (store, _), store.transaction() as tx:
        is_first = not tx.api_keys.any_usable()
        made = tx.api_keys.create(name.strip(), _role(role))
    print(made.text)
    if is_first:
        typer.echo("From now on every call needs a key; this command reads its own from COPILOT_API_KEY.", err=True)


@key_app.command("list")
def list_keys() -> None:
    """List keys without their secrets."""
    with opened_store() as (store, _), store.read() as tx:
        rows = tx.api_keys.list()
    print_table(
        ("id", "name", "role", "created", "last used", "revoked"),
        [
            (row.id, row.name, row.role, *map(_printed, (row.created_at, row.last_used_at, row.revoked_at)))
            for row in rows
        ],
    )


@key_app.command("revoke")
def revoke_key(key_id: Annotated[str, typer.Argument(help="The id that 'key list' shows.")]) -> None:
    """Revoke a key; a running service stops taking it within seconds."""
    with opened_store() as (store, _), store.transaction() as tx:
        tx.api_keys.revoke(key_id)
        is_last = not tx.api_keys.any_usable()
    print(f"Key {key_id} is revoked.")
    if is_last:
        typer.echo("No usable key is left: only this machine is answered, with every role.", err=True)


def _printed(at: datetime | None) -> str:
    return "" if at is None else at.isoformat()


def _role(text: str) -> "ApiRole":
    match text:
        case "rep" | "hook" | "evaluator" | "admin":
            return text
        case _:
            raise InvalidInputError("--role is rep, hook, evaluator or admin")


@outbox_app.command("list")
def list_dead_letters() -> None:
    """List events that were given up, and how many still wait."""
    with opened_store() as (store, _), store.read() as tx:
        stats, rows = tx.outbox.stats(), tx.outbox.dead_letters()
    print_table(
        ("id", "type", "created", "attempts", "last answer"),
        [(row.id, row.type, row.created_at.isoformat(), str(row.attempts), row.last_detail or "") for row in rows],
    )
    typer.echo(f"{stats.pending} waiting, {stats.dead} given up.", err=True)


@outbox_app.command("replay")
def replay_dead_letters(
    event_id: Annotated[str | None, typer.Argument(help="One event; left out: all.")] = None,
) -> None:
    """Put given-up events back in line, under their old ids."""
    with opened_store() as (store, _), store.transaction() as tx:
        count = tx.outbox.replay_all() if event_id is None else len([tx.outbox.replay(event_id)])
    print(f"{count} back in line.")


def replay(
    decision_id: Annotated[str, typer.Argument(help="Such as dec_…, from the API or a webhook.")],
    rescore: Annotated[
        bool, typer.Option("--rescore", help="Score the text again and compare within a tolerance.")
    ] = False,
) -> None:
    """Decide a stored decision again and compare it, byte for byte."""
    from copilot.routing.policy import load_policy
    from copilot.service.copilot import open_scorer
    from copilot.service.replay import TOLERANCE, replay_decision

    with opened_store() as (store, settings):
        scorer, fault = open_scorer(settings) if rescore else (None, None)
        if rescore and scorer is None:
            raise ModelUnavailableError(f"nothing can be scored again: {fault}")
        try:
            result = replay_decision(store, load_policy(settings.policy), decision_id, scorer)
        finally:
            if scorer is not None:
                scorer.close()
    if result.largest_difference is not None:
        within = result.largest_difference <= TOLERANCE
        print(f"largest difference of a probability: {result.largest_difference:.4f} (tolerance {TOLERANCE})")
        raise typer.Exit(0 if within and result.has_same_action else 1)
    print("same bytes" if result.is_same else f"different:\n  stored    {result.stored}\n  replayed  {result.replayed}")
    raise typer.Exit(0 if result.is_same else 1)
