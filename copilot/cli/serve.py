"""``serve`` and ``openapi``."""

import json
import logging
import socket
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from copilot.errors import ConfigurationError


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Data folder.")] = None,
) -> None:
    """Run the service until Ctrl-C."""
    import uvicorn

    from copilot.api.app import create_app
    from copilot.cli.progress import progress_bar
    from copilot.service.copilot import Copilot
    from copilot.settings import load_settings

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for chatty in ("httpx2", "httpcore2", "chromadb", "alembic"):  # they log addresses, which may hold a token
        logging.getLogger(chatty).setLevel(logging.WARNING)
    settings = load_settings(host=host, port=port, data_dir=data_dir)
    listener = _listen(settings.host, settings.port)
    url = f"http://{_printable(settings.host)}:{listener.getsockname()[1]}"
    with progress_bar("Embedding knowledge") as progress:
        copilot = Copilot(settings, progress=progress)
    copilot.folder.announce(url)
    console = Console(stderr=True)
    console.print(f"sms-copilot is ready on {url}  (data in {settings.data_dir})", highlight=False)
    with copilot.store.read() as tx:
        if not tx.api_keys.any_usable():
            console.print("No keys are configured: only this machine is answered, with every role.", highlight=False)
    for part in copilot.degraded():
        console.print(f"[yellow]degraded:[/yellow] {part.part}: {part.reason}", highlight=False)
    config = uvicorn.Config(
        create_app(copilot),
        access_log=False,  # a path may hold an id of a person
        log_config=None,
        log_level="warning",
        timeout_graceful_shutdown=10,
        server_header=False,
    )
    uvicorn.Server(config).run(sockets=[listener])


def openapi() -> None:
    """Print the OpenAPI document."""
    from copilot.api.app import describe

    print(json.dumps(describe().openapi(), indent=2, sort_keys=True))


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything slow begins, so that a taken one is known at once."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise ConfigurationError(f"port {port} on {host} cannot be taken: {error.strerror}; choose another") from error
    return listener


def _printable(host: str) -> str:
    return f"[{host}]" if ":" in host else host
