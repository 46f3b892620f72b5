"""``sms-copilot eval label export.csv``: sample, label, verdict; goes on where it ended."""

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from copilot.errors import InvalidInputError
from eval.decision.harm import parse_costs
from eval.label.desk import FIRST_READER, Desk, LabelOptions
from eval.label.keyboard import Keyboard, TerminalKeyboard
from eval.label.report import LabelReport
from eval.label.rule import parse_bounds
from eval.label.screen import Screen, TerminalScreen
from eval.label.session import run_session
from eval.own.column import parse_columns
from eval.own.row_file import read_rows

_FIELDS: Final = ("id", "text", "context")
"""What is read of an export; labels that it may carry are somebody else's, and the reader is blind."""
_READER: Final = re.compile(r"[A-Za-z0-9]{1,20}")


def run(
    *,
    export: Path,
    columns: str | None = None,
    system: str | None = None,
    sample: int | None = None,
    reader: str = FIRST_READER,
    costs: Sequence[str] = (),
    bounds: Sequence[str] = (),
    verdict_only: bool = False,
    leave_out_bad: bool = False,
    output: Path | None = None,
    labelled: Path | None = None,
) -> None:
    """Carry out the command; ``LabelOptions`` describes each option."""
    label(
        LabelOptions(
            export=export,
            columns=columns,
            system=system,
            sample=sample,
            reader=reader,
            costs=costs,
            bounds=bounds,
            verdict_only=verdict_only,
            leave_out_bad=leave_out_bad,
            output=output,
            labelled=labelled,
        )
    )


def label(
    options: LabelOptions,
    *,
    keyboard: Keyboard | None = None,
    screen: Screen | None = None,
    console: Console | None = None,
    now: Callable[[], float] = time.monotonic,
) -> LabelReport | None:
    """Label what is not labelled yet, then print and write the verdict; None where the reader quit before the end.

    Args:
        options: As stated.
        keyboard: None: the terminal's, looked for only if there is something to label.
        screen: None: the terminal.
        console: Where the verdict is printed; None: standard output.
        now: Seconds that never run backwards.

    Raises:
        InvalidInputError: The export, an option, or a file of an earlier session cannot be used.
        ConfigurationError: There is no terminal, or the system cannot be opened.
    """
    console = console or Console()
    costs, rules = parse_costs(options.costs), parse_bounds(options.bounds)
    if not _READER.fullmatch(options.reader):
        raise InvalidInputError("--reader: a short name of letters and digits")
    file = read_rows(
        options.export, parse_columns(options.columns), fields=_FIELDS, leave_out_bad=options.leave_out_bad
    )
    if file.left_out:
        console.print(Text(f"{file.rows_left_out} bad rows of {file.name} were left out."))
    desk = Desk(options, file, console)
    journal = desk.journal(options.reader)
    if not options.verdict_only:
        sample = desk.sample()
        turns = [desk.turns[row.id] for row in sample.rows]
        is_done = all(turn.id in journal.by_id for turn in turns)
        if not is_done:
            keys = keyboard or TerminalKeyboard()
            is_done = run_session(turns, journal, keys, screen or TerminalScreen(console), now=now)
        if not is_done:
            left = sum(turn.id not in journal.by_id for turn in turns)
            console.print(Text(f"Saved in {journal.path.name}; {left} replies are left. The same command goes on."))
            return None
    return desk.report(rules, costs)
