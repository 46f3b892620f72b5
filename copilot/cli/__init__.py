"""The command ``sms-copilot``. Each command imports what it needs, so that ``--help`` answers at once."""

import sys

import typer
from rich.console import Console

from copilot import __version__
from copilot.cli import admin, demo, knowledge, serve, train, trial
from copilot.errors import CopilotError

app = typer.Typer(
    name="sms-copilot",
    help="Reads SMS replies to sales texts, decides who should act by when, and drafts the next message.",
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
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(admin.contact_app, name="contact")
app.add_typer(admin.key_app, name="key")
app.add_typer(admin.outbox_app, name="outbox")
app.add_typer(train.eval_app, name="eval")


@app.command("version")
def version() -> None:
    """Print the version."""
    print(__version__)


def main() -> None:
    """Run the command; what goes wrong on purpose is one line and exit code 2."""
    try:
        app()
    except CopilotError as error:
        Console(stderr=True).print(f"[red]sms-copilot:[/red] {error.message}", highlight=False)
        for field in getattr(error, "errors", ()):
            Console(stderr=True).print(f"  {field.pointer}: {field.message}", highlight=False)
        sys.exit(2)
