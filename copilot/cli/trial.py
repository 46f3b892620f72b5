"""``try``: the whole way for any text, printed."""

import json
import time
from typing import Annotated, Any

import typer

from copilot.cli.argument import checked
from copilot.domain.conversation import Stage


def try_reply(
    text: Annotated[str, typer.Argument(help="What the customer wrote.")],
    context: Annotated[str | None, typer.Option(help="What we wrote before.")] = None,
    stage: Annotated[Stage | None, typer.Option(help="Funnel stage.")] = None,
    industry: Annotated[str | None, typer.Option(help="Such as software.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer of /v1/suggest instead.")] = False,
) -> None:
    """Analyse, retrieve, decide and suggest for one text. Stores nothing."""
    from copilot.api.shape import SuggestConversation, TextMessage
    from copilot.domain.conversation import Direction
    from copilot.service.folder import holder_of
    from copilot.settings import load_settings

    with checked("TEXT"):
        messages = [TextMessage(direction=Direction.INBOUND, text=text)]
    if context:
        with checked("--context"):
            messages.insert(0, TextMessage(direction=Direction.OUTBOUND, text=context))
    with checked():
        conversation = SuggestConversation(stage=stage, industry=industry, messages=tuple(messages))
    settings = load_settings()
    holder = holder_of(settings.data_dir)
    if holder is not None and holder.url is not None:
        answer, spent_ms = _ask_service(holder.url, conversation)
    else:
        answer, spent_ms = _ask_here(conversation)
    if as_json:
        print(json.dumps(answer, indent=2, ensure_ascii=False))
        return
    from rich.console import Console

    from copilot.cli.panel import answer_panel

    where = "no stage" if stage is None else str(stage)
    Console().print(answer_panel(where, context, text, answer, f"{spent_ms:.1f} ms"))


def _ask_service(url: str, conversation: Any) -> tuple[dict[str, Any], float]:
    from copilot.cli.remote import RemoteDesk

    with RemoteDesk(url) as desk:
        started = time.perf_counter()
        answer = desk.suggest(conversation)
        return answer, (time.perf_counter() - started) * 1000


def _ask_here(conversation: Any) -> tuple[dict[str, Any], float]:
    from copilot.cli.progress import progress_bar
    from copilot.pipeline import turn_of
    from copilot.service.copilot import Copilot
    from copilot.settings import load_settings

    with progress_bar("Embedding knowledge") as progress:
        copilot = Copilot(load_settings(), progress=progress)
    try:
        started = time.perf_counter()
        answer = copilot.pipeline.answer(turn_of(conversation, copilot.clock.now()))
        spent_ms = (time.perf_counter() - started) * 1000
    finally:
        copilot.close()
    return answer.public(), spent_ms
