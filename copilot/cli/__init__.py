"""The command ``sms-copilot``. Each command imports what it needs, so that ``--help`` answers at once."""

import sys

import typer
from rich.console import Console
from rich.text import Text

from copilot import __version__
from copilot.cli import admin, demo, evaluate, knowledge, serve, train, trial, tune
from copilot.errors import CopilotError, InvalidInputError

app = typer.Typer(
    name="sms-copilot",
    help="Reads SMS replies to sales texts, decides who should act by when, and drafts the next message.",
    epilog="Settings are COPILOT_* variables, or a TOML file named by COPILOT_CONFIG; data lives in COPILOT_DATA_DIR.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve")(serve.serve)
app.command("demo")(demo.demo)
app.command("try")(trial.try_reply)
app.command("replay")(admin.replay)
app.command("openapi")(serve.openapi)
app.command("train")(train.train)
app.command("tune")(tune.tune)
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(admin.contact_app, name="contact")
app.add_typer(admin.key_app, name="key")
app.add_typer(admin.outbox_app, name="outbox")
app.add_typer(evaluate.app, name="eval")


@app.command("version")
def version() -> None:
    """Print the version."""
    print(__version__)


def main() -> None:
    """Run the command; what goes wrong on purpose is one line and exit code 2."""
    try:
        _refuse_broken_text(sys.argv)
        app(prog_name="sms-copilot")
    except CopilotError as error:
        console = Console(stderr=True)
        # Soft-wrapped, so that a line stays one in a log; as Text, since a message may hold brackets.
        console.print(Text.assemble(("sms-copilot:", "red"), " ", error.message), soft_wrap=True)
        for field in getattr(error, "errors", ()):
            console.print(Text(f"  {field.pointer}: {field.message}"), soft_wrap=True)
        sys.exit(2)


def _refuse_broken_text(arguments: list[str]) -> None:
    """Refuse bytes that are no UTF-8: Python hands them on as lone surrogates, which nothing further down can write."""
    try:
        "".join(arguments).encode()
    except UnicodeEncodeError as error:
        raise InvalidInputError("an argument is not valid UTF-8") from error
