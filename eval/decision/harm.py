"""What a wrong action does, named after the harm, and what each harm costs."""

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from copilot.domain.decision import Action
from copilot.errors import InvalidInputError
from eval.decision.row import AT_ONCE, DecisionRow


class Harm(StrEnum):
    """What is wrong with a decision; a row has one at most."""

    MISSED_STOP = "missed_stop"
    WRONG_STOP = "wrong_stop"
    MISSED_HOT = "missed_hot"
    NEEDLESS_PAGE = "needless_page"
    WRONG_HOLD = "wrong_hold"
    WRONG_ACTION = "wrong_action"


Costs = Mapping[Harm, float]

DEFAULT_COSTS: Final[Costs] = {
    # The least a recipient may claim for one text after a stop (47 USC 227(b)(3)(B): $500, up to $1,500 when wilful).
    Harm.MISSED_STOP: 500,
    # Somebody who was still talking to us may not be written to again. Half of a missed hot lead: not all would buy.
    Harm.WRONG_STOP: 100,
    # A $4,000 sale, won 5 % less often when nobody answers within minutes.
    Harm.MISSED_HOT: 200,
    # Ten minutes of a specialist at $48 an hour.
    Harm.NEEDLESS_PAGE: 8,
    # Five minutes of a rep at the same rate, who reads what a rule could have decided.
    Harm.WRONG_HOLD: 4,
    # The same five minutes to send it on, and now and then a customer who gets no answer.
    Harm.WRONG_ACTION: 6,
}
"""Currency per event. Assumptions with their reasoning, to be replaced by a company's own; nothing here is measured."""


def harm_of(row: DecisionRow, action: Action) -> Harm | None:
    """Return what is wrong with an action for a row, None when it is right.

    A hot reply is answered rightly only by an acceptable action that puts a person on it at once, whatever slower one
    a reader would also accept.
    A stop that is held for a person counts as a wrong hold: nothing goes out meanwhile.
    """
    acceptable = row.acceptable
    if action in acceptable and not (row.is_hot and action not in AT_ONCE):
        return None
    if row.best is Action.SUPPRESS and action is not Action.HOLD_FOR_REVIEW:
        return Harm.MISSED_STOP
    if action is Action.SUPPRESS and action not in acceptable:
        return Harm.WRONG_STOP
    if action is Action.NOTIFY_SPECIALIST:
        return Harm.NEEDLESS_PAGE
    if row.is_hot:
        return Harm.MISSED_HOT
    return Harm.WRONG_HOLD if action is Action.HOLD_FOR_REVIEW else Harm.WRONG_ACTION


def cost_of(harm: Harm | None, costs: Costs) -> float:
    """Return what a decision costs; a right one nothing."""
    return 0.0 if harm is None else float(costs[harm])


def parse_costs(stated: Sequence[str]) -> dict[Harm, float]:
    """Read ``name=amount`` pairs; a harm that is not named keeps its default.

    Raises:
        InvalidInputError: An unknown name, no number, a negative or endless one, a name given twice, or all are 0.
    """
    costs = dict(DEFAULT_COSTS)
    seen: set[Harm] = set()
    for pair in stated:
        name, separator, amount = (part.strip() for part in pair.partition("="))
        if not separator:
            raise InvalidInputError("--cost: write name=amount, such as missed_hot=200")
        if name not in set(Harm):
            raise InvalidInputError(f"--cost: no cost has this name; use {', '.join(Harm)}")
        harm = Harm(name)
        if harm in seen:
            raise InvalidInputError(f"--cost: {harm} is given twice")
        seen.add(harm)
        costs[harm] = _amount(harm, amount)
    if not any(costs.values()):
        raise InvalidInputError("--cost: every cost is 0, so no threshold is better than another")
    return costs


def _amount(harm: Harm, text: str) -> float:
    try:
        amount = float(text)
    except ValueError:
        raise InvalidInputError(f"--cost: {harm} needs a number, such as {harm}=8") from None
    if not math.isfinite(amount) or amount < 0:
        raise InvalidInputError(f"--cost: {harm} must be 0 or more, and finite")
    return amount
