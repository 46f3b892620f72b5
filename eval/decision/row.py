"""A labelled decision: a turn with its stage, and the actions that two readers would accept."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import Field, Strict, StringConstraints, ValidationError, field_validator, model_validator

from copilot.clock import Timezone, UtcTime
from copilot.domain.consent import ConsentState
from copilot.domain.conversation import MAX_TEXT, Signal, Stage
from copilot.domain.decision import Action
from copilot.domain.model import DomainModel
from copilot.errors import FieldError, InvalidInputError

SHIPPED_ROWS: Final = Path(__file__).resolve().parents[1] / "data" / "decisions" / "data.jsonl"
_SHOWN_PROBLEMS: Final = 20
"""A file of another kind is wrong in every line; the first ones say enough."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT, pattern=r"\S")]
Actions = tuple[Action, ...]
AT_ONCE: Final = frozenset({Action.NOTIFY_SPECIALIST, Action.HAND_TO_SUPPORT})
"""Actions that put a person on it now: what a hot reply needs."""


class DecisionRow(DomainModel):
    """One turn, its stage, and what may be done about it."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=128)]
    context: Annotated[str, StringConstraints(max_length=MAX_TEXT)] | None = None
    text: Text
    stage: Stage | None = None
    actions: Actions
    """Acceptable actions, best first. Empty only where the readers share none."""
    is_hot: Annotated[bool, Strict()]
    """A person should be on it within five minutes, since a deal or a customer is won or lost now."""
    signals: Annotated[tuple[Signal, ...], Field(max_length=100)] = ()
    consent: ConsentState = ConsentState.UNKNOWN
    """Before this turn."""
    received_at: UtcTime | None = None
    timezone: Timezone | None = None
    readers: tuple[Actions, ...] = ()
    """What each reader accepted, best first, as far as readers were asked."""
    readers_hot: tuple[Annotated[bool, Strict()], ...] = ()
    """Whether each reader called it hot, in the same order."""
    source: str = "unknown"
    kind: str = "authored"

    @field_validator("signals", mode="before")
    @classmethod
    def _name_signals(cls, signals: Any) -> Any:
        """Take a bare name for a signal without a date."""
        if isinstance(signals, list | tuple):
            return [{"type": signal} if isinstance(signal, str) else signal for signal in signals]
        return signals

    @field_validator("actions", "readers")
    @classmethod
    def _refuse_repeats(cls, given: tuple[Any, ...], info: Any) -> tuple[Any, ...]:
        for actions in given if info.field_name == "readers" else (given,):
            if len(set(actions)) != len(actions):
                raise ValueError("names an action twice")
        return given

    @model_validator(mode="after")
    def _check_whole(self) -> Self:
        if any(not reader for reader in self.readers):
            raise ValueError("readers: each must accept at least one action")
        if self.is_disputed:
            return self
        if not self.actions:
            raise ValueError("actions: name at least one acceptable action")
        if self.is_hot and not set(self.actions) & AT_ONCE:
            raise ValueError("is_hot: a hot reply must have notify_specialist or hand_to_support among its actions")
        return self

    @property
    def is_disputed(self) -> bool:
        """Whether no action is acceptable to every reader."""
        return len(self.readers) > 1 and not set.intersection(*(set(reader) for reader in self.readers))

    @property
    def acceptable(self) -> frozenset[Action]:
        """Return the acceptable actions; material to be sent may always be offered to a rep first."""
        offered = {Action.SUGGEST_TO_REP} if Action.SEND_MATERIAL in self.actions else set()
        return frozenset({*self.actions, *offered})

    @property
    def best(self) -> Action:
        """Return the action named first; only for rows that are not disputed."""
        return self.actions[0]


def read_decisions(path: Path) -> list[DecisionRow]:
    """Read a JSONL file of labelled decisions in its order; blank lines are passed over.

    Raises:
        InvalidInputError: It cannot be read, or rows are wrong: each is named by line, id and field, not by its words.
    """
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise InvalidInputError(f"{path.name} is not UTF-8: save it as UTF-8") from error
    except OSError as error:
        raise InvalidInputError(f"{path} cannot be read: {error.strerror}") from error
    rows: list[DecisionRow] = []
    problems: list[FieldError] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        found = _read_line(number, line)
        if isinstance(found, DecisionRow) and found.id in seen:
            message = f"this id stands in line {seen[found.id]} already"
            found = [FieldError(f"line {number} ({found.id})", "duplicate_id", message)]
        if isinstance(found, DecisionRow):
            seen[found.id] = number
            rows.append(found)
        else:
            problems += found
    if problems:
        raise InvalidInputError(_summary(path, problems), problems[:_SHOWN_PROBLEMS])
    if not rows:
        raise InvalidInputError(f"{path.name} holds no rows")
    return rows


def settled(rows: Sequence[DecisionRow]) -> list[DecisionRow]:
    """Return the rows that are not disputed."""
    return [row for row in rows if not row.is_disputed]


def _read_line(number: int, line: str) -> DecisionRow | list[FieldError]:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return [FieldError(f"line {number}", "not_json", "not JSON: write one object a line")]
    if not isinstance(content, dict):
        return [FieldError(f"line {number}", "not_an_object", "must be a JSON object")]
    given = content.get("id")
    where = f"line {number} ({given})" if isinstance(given, str) and 0 < len(given) <= 128 else f"line {number}"
    try:
        return DecisionRow.model_validate(content)
    except ValidationError as error:
        return [
            FieldError(where, found["type"], _describe(found["loc"], found["msg"]))
            for found in error.errors(include_input=False, include_url=False)
        ]


def _describe(location: tuple[int | str, ...], message: str) -> str:
    field = ".".join(str(part) for part in location)
    message = message.removeprefix("Value error, ")
    return f"{field}: {message}" if field else message


def _summary(path: Path, problems: Sequence[FieldError]) -> str:
    lines = len({problem.pointer for problem in problems})
    more = f"; the first {_SHOWN_PROBLEMS} problems" if len(problems) > _SHOWN_PROBLEMS else ""
    return f"{path.name}: {lines} row{'' if lines == 1 else 's'} cannot be used{more}"
