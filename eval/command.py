"""How a command of the benchmark ends: what goes wrong on purpose is one line and exit code 2."""

from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from copilot.errors import CopilotError

REFUSED = 2


def end_with(work: Callable[[], int | None]) -> int:
    """Return the exit code of some work, having said on standard error what it refused."""
    try:
        return work() or 0
    except CopilotError as error:
        console = Console(stderr=True)
        console.print(Text(error.message), soft_wrap=True)
        for field in getattr(error, "errors", ()):
            console.print(Text(f"  {field.pointer}: {field.message}"), soft_wrap=True)
        return REFUSED
