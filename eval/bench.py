"""The bench: rows by name, and each system's checked predictions on them, computed once."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from copilot.errors import InvalidInputError
from copilot.scoring.base import ReplyInput
from eval.check import check_predictions
from eval.interval import RESAMPLES, SEED
from eval.prediction import Prediction
from eval.row_set import ROW_SETS, RowSet, Writers, load_row_set
from eval.system import System

_THREADS: Final = 2
_CHUNK: Final = 32


class Bench:
    """Holds what tasks share: the sets of rows, the predictions and the settings of the bootstrap."""

    def __init__(
        self,
        *,
        writers: Writers | None = None,
        own_sets: Iterable[RowSet] = (),
        resamples: int = RESAMPLES,
        seed: int = SEED,
        console: Console | None = None,
    ) -> None:
        """Open a bench.

        Args:
            writers: Which writers the models under measure learnt from, and which they did not.
            own_sets: Further sets, such as an evaluator's file; one of a shipped set's name takes its place.
            resamples: Of every bootstrap.
            seed: Of every random choice.
            console: Where progress is drawn; standard error when ``None``.
        """
        self.writers: Writers = writers or {}
        self.resamples = resamples
        self.seed = seed
        self.console = console or Console(stderr=True)
        self._rows: dict[str, RowSet] = {rows.name: rows for rows in own_sets}
        self._done: dict[tuple[str, ...], Any] = {}

    def rows(self, set_name: str) -> RowSet:
        """Return a set of rows; without turns, and with the reason, where it cannot be read.

        Raises:
            InvalidInputError: No set has this name.
        """
        if set_name not in self._rows:
            if set_name not in ROW_SETS:
                known = ", ".join(dict.fromkeys([*self._rows, *ROW_SETS]))
                raise InvalidInputError(f"no set of rows is called {set_name!r}; there are {known}")
            self._rows[set_name] = load_row_set(set_name, writers=self.writers)
        return self._rows[set_name]

    def predict(self, system: System, set_name: str) -> list[Prediction]:
        """Return a system's checked predictions on a set, one a row, in order.

        Raises:
            InvalidInputError: An answer cannot be used; names the system and the row.
        """
        rows = self.rows(set_name)
        return self._predicted(system, rows.inputs, set_name, [turn.id for turn in rows.turns])

    def predict_turns(self, system: System, turns: Sequence[ReplyInput], name: str) -> list[Prediction]:
        """Return a system's checked predictions on other turns, such as perturbed copies of a set.

        Args:
            system: Who reads them.
            turns: What it reads; an ``id`` names a row in an error, else its number does.
            name: Tells these turns from others of this bench; the same name gets the same predictions back.

        Raises:
            InvalidInputError: An answer cannot be used; names the system and the row.
        """
        return self._predicted(system, turns, name, [t.id or str(number) for number, t in enumerate(turns, start=1)])

    def once(self, key: tuple[str, ...], work: Callable[[], Any]) -> Any:
        """Return what some work gave, done the first time that its key is asked for."""
        if key not in self._done:
            self._done[key] = work()
        return self._done[key]

    def _predicted(
        self, system: System, turns: Sequence[ReplyInput], name: str, ids: Sequence[str]
    ) -> list[Prediction]:
        predicted: list[Prediction] = self.once(
            ("predictions", system.name, name), lambda: self._score(system, turns, f"{system.name} {name}", ids)
        )
        return predicted

    def _score(self, system: System, turns: Sequence[ReplyInput], title: str, ids: Sequence[str]) -> list[Prediction]:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=self.console, transient=True, disable=not self.console.is_terminal) as bar:
            advance = partial(bar.advance, bar.add_task(title, total=len(turns)))
            predict = _predict_in_threads if getattr(system, "is_thread_safe", False) else _predict_in_one
            return check_predictions(predict(system, turns, advance), ids, system=system.name)


def _predict_in_one(system: System, turns: Sequence[ReplyInput], advance: Callable[[], None]) -> list[Prediction]:
    return system.predict(turns, advance=advance)


def _predict_in_threads(system: System, turns: Sequence[ReplyInput], advance: Callable[[], None]) -> list[Prediction]:
    """Score chunks side by side: one session serves several threads, and no turn sees its neighbours."""
    chunks = [turns[start : start + _CHUNK] for start in range(0, len(turns), _CHUNK)]
    with ThreadPoolExecutor(_THREADS) as pool:
        return [answer for part in pool.map(partial(system.predict, advance=advance), chunks) for answer in part]
