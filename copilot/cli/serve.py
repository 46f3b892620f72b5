"""``serve`` and ``openapi``."""

import json
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from copilot.cli.stopping import end_when_asked
from copilot.errors import ConfigurationError

if TYPE_CHECKING:
    from copilot.service.copilot import Copilot

_BACKLOG: Final = 2048
_ENDINGS: Final = (signal.SIGINT, signal.SIGTERM)


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; left out: COPILOT_HOST, else 127.0.0.1.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on, 0 for a free one; left out: COPILOT_PORT, else 8000.")
    ] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Data folder; left out: COPILOT_DATA_DIR, else data.")] = None,
) -> None:
    """Run the service until Ctrl-C."""
    end_when_asked(*_ENDINGS)
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
    url = f"http://{callable_host(settings.host)}:{listener.getsockname()[1]}"
    with progress_bar("Embedding knowledge") as progress:
        copilot = Copilot(settings, progress=progress)
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(copilot),
            access_log=False,  # a path may hold an id of a person
            log_config=None,
            log_level="warning",
            timeout_graceful_shutdown=10,
            server_header=False,
        )
    )
    for number in _ENDINGS:
        signal.signal(number, server.handle_exit)  # from here on in order, also when it comes before the server runs
    try:
        copilot.folder.announce(url)
        for line in (f"sms-copilot is ready on {url}  (data in {settings.data_dir})", *_remarks(copilot, os.environ)):
            print(line, file=sys.stderr, flush=True)
        server.run(sockets=[listener])
    finally:
        if not server.started:  # else the app closed it
            copilot.close()


def openapi() -> None:
    """Print the OpenAPI document."""
    from copilot.api.app import describe

    print(json.dumps(describe().openapi(), indent=2, sort_keys=True))


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything slow begins: a taken one is known at once, and early callers wait for an answer."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        raise ConfigurationError(f"port {port} on {host} cannot be taken: {error.strerror}; choose another") from error
    return listener


def callable_host(host: str) -> str:
    """Return the host as it stands in an address to call; what listens everywhere is called on loopback."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"[{host}]" if ":" in host else host


def _remarks(copilot: "Copilot", variables: Mapping[str, str]) -> Iterator[str]:
    """Yield what an operator should know at the start."""
    from copilot.cli.remote import API_KEY_VARIABLE

    with copilot.store.read() as tx:
        if not tx.api_keys.any_usable():
            yield "No keys are configured: only this machine is answered, with every role."
    for part in copilot.degraded():
        yield f"degraded: {part.part}: {part.reason}"
    known = {f"COPILOT_{name.upper()}" for name in type(copilot.settings).model_fields} | {API_KEY_VARIABLE}
    for name in sorted(variables):
        if name.upper().startswith("COPILOT_") and name.upper() not in known:
            meant = get_close_matches(name.upper(), known, n=1)
            yield f"{name} is no setting and is ignored" + (f"; did you mean {meant[0]}?" if meant else ".")
