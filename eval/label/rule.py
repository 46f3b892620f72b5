"""What must hold before a system may ship: each rule with its bound, and whether a count decides it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from copilot.errors import InvalidInputError
from eval.interval import exact_lower, exact_upper
from eval.result import Figure

State = Literal["met", "missed", "undecided", "not_evaluated", "not_refused"]
"""``undecided``: the interval contains the bound. ``not_refused``: so it does for a rule that need not be proven."""

MOST_ROWS: Final = 5_000
"""Further replies beyond which a rule counts as one that labelling will not decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A bound on a share."""

    name: str
    about: str
    bound: float
    is_at_least: bool
    must_be_proven: bool = True
    """Whether the whole interval must lie on the right side; otherwise it must only not lie on the wrong one."""


RULES: Final = (
    Rule(
        name="accuracy_when_answered",
        about="answered replies whose primary intent is right",
        bound=0.80,
        is_at_least=True,
    ),
    Rule(name="answered", about="replies that are answered rather than left to a person", bound=0.70, is_at_least=True),
    Rule(
        name="missed_stops",
        about="replies that ask for no more messages and are neither stopped nor held",
        bound=0.025,  # what 150 random replies without a miss prove
        is_at_least=False,
    ),
    Rule(
        name="stop_recall",
        about="opt-outs that are stopped or held",
        bound=0.90,
        is_at_least=True,
        must_be_proven=False,  # proving it takes 36 opt-outs without a miss, which a small sample does not hold
    ),
    Rule(
        name="stop_precision",
        about="stops that were asked for",
        bound=0.90,
        is_at_least=True,
        must_be_proven=False,
    ),
    Rule(
        name="hot_recall",
        about="replies that want a person within five minutes and get one",
        bound=0.60,
        is_at_least=True,
    ),
    Rule(
        name="page_precision",
        about="pages to a person that were wanted",
        bound=0.25,  # with the default costs a page pays from 1 in 25; people stop answering well before that
        is_at_least=True,
    ),
)
"""Defaults; ``--bound name=value`` states others, ``--bound name=off`` leaves one out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the labelled replies say of one rule."""

    rule: Rule
    figure: Figure
    state: State
    more: int | None = None
    """Further random replies after which it is probably decided; None where it is, or where no number will do."""


def judge(rule: Rule, k: int, n: int, *, replies: int) -> Finding:
    """Return what k of n says of a rule.

    Args:
        rule: The rule.
        k: Hits.
        n: Replies it is counted on.
        replies: All labelled replies of the random part, to say how many must be labelled to find as many again.
    """
    if n == 0:
        nothing = Figure(value=None, n=0, k=0, reason="no such reply among the labelled ones")
        # None in so many: as many again is the least that may show one.
        state: State = "not_evaluated" if rule.must_be_proven else "not_refused"
        return Finding(rule=rule, figure=nothing, state=state, more=max(replies, 1) if rule.must_be_proven else None)
    figure = Figure(value=k / n, low=exact_lower(k, n), high=exact_upper(k, n), n=n, k=k)
    side = _side(rule, k, n)
    if side != "undecided":
        return Finding(rule=rule, figure=figure, state=side)
    if not rule.must_be_proven:
        return Finding(rule=rule, figure=figure, state="not_refused")
    needed = _rows_to_decide(rule, k, n)
    more = None if needed is None else math.ceil((needed - n) * max(replies, 1) / n)
    return Finding(rule=rule, figure=figure, state="undecided", more=more if more and more <= MOST_ROWS else None)


def parse_bounds(stated: Sequence[str]) -> tuple[Rule, ...]:
    """Return the rules with other bounds from ``name=value`` or ``name=off`` pairs.

    Raises:
        InvalidInputError: An unknown or repeated name, or a value that is no share.
    """
    rules = {rule.name: rule for rule in RULES}
    seen: set[str] = set()
    for pair in stated:
        name, _, value = (part.strip() for part in pair.partition("="))
        if name not in {rule.name for rule in RULES}:
            raise InvalidInputError(f"--bound: no rule has this name; use {', '.join(rule.name for rule in RULES)}")
        if name in seen:
            raise InvalidInputError(f"--bound: {name} is given twice")
        seen.add(name)
        if value == "off":
            del rules[name]
            continue
        rules[name] = replace(rules[name], bound=_share(name, value))
    return tuple(rules.values())


def _share(name: str, value: str) -> float:
    try:
        share = float(value)
    except ValueError:
        share = math.nan
    if not 0 < share < 1:
        raise InvalidInputError(f"--bound: {name} needs a share between 0 and 1, such as {name}=0.8, or {name}=off")
    return share


def _side(rule: Rule, k: int, n: int) -> Literal["met", "missed", "undecided"]:
    low, high = exact_lower(k, n), exact_upper(k, n)
    if low >= rule.bound:
        return "met" if rule.is_at_least else "missed"
    if high <= rule.bound:
        return "missed" if rule.is_at_least else "met"
    return "undecided"


def _rows_to_decide(rule: Rule, k: int, n: int) -> int | None:
    """Return how many rows decide the rule if their share stays as it is; None beyond what anybody would label."""

    def is_decided(rows: int) -> bool:
        return _side(rule, round(k / n * rows), rows) != "undecided"

    low, high = n, n
    while not is_decided(high):
        low, high = high, high * 2
        if high > 2 * MOST_ROWS:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_decided(middle) else (middle, high)
    return high
