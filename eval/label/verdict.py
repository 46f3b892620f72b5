"""One verdict from labelled replies: ship, do not ship, or so many more to label."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from copilot.domain.decision import Action
from eval.decision.harm import Costs, Harm, cost_of
from eval.decision.row import AT_ONCE
from eval.interval import Indices, bootstrap, paired
from eval.label.outcome import Outcome, harm_of_reply
from eval.label.rule import Finding, Rule, judge
from eval.label.sample import Part
from eval.result import Figure

Word = Literal["ship", "do_not_ship", "more_rows"]
PER: Final = 1_000
"""Replies that costs are stated for."""
FEWEST: Final = 30
"""Labelled random replies below which no verdict is given, whatever the bounds: a handful shows nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostFinding:
    """Cost per 1,000 replies, beside the cheaper of two ways that need no model."""

    cost: Figure
    simple: str
    """The cheaper simple way."""
    simple_cost: float
    difference: Figure
    """Cost minus that of the simple way; below 0 is cheaper."""
    state: Literal["met", "missed", "not_refused"]
    """Refused only where it is dearer for sure: a dear harm is so rare that few rows cannot prove the contrary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the labelled replies say."""

    word: Word
    reasons: tuple[str, ...]
    """Names of the rules that led to it."""
    more: int | None
    """Further replies to label; None where the word is another, or where labelling more would not decide."""
    findings: tuple[Finding, ...]
    costs: CostFinding | None
    """None below ``FEWEST`` replies."""
    rows: int
    """Labelled replies of the random part."""
    extra: int
    """Further labelled replies, of the extra part."""


def reach_verdict(
    outcomes: Sequence[Outcome], rules: Sequence[Rule], costs: Costs, *, resamples: int, seed: int
) -> Verdict:
    """Return the verdict: any rule missed is a no, any undecided asks for more, else it may ship.

    Args:
        outcomes: Labelled replies of both parts.
        rules: With their bounds.
        costs: By harm, in the evaluator's currency.
        resamples: Of the bootstrap of costs.
        seed: Of it.
    """
    random = [outcome for outcome in outcomes if outcome.part == "random"]
    findings = tuple(_find(rule, outcomes, random) for rule in rules)
    cost = _cost(random, costs, resamples, seed) if len(random) >= FEWEST else None
    states: dict[str, tuple[str, int | None]] = {f.rule.name: (f.state, f.more) for f in findings}
    if cost is not None:
        states["cost"] = (cost.state, None)
    missed = tuple(name for name, (state, _) in states.items() if state == "missed")
    open_rules = tuple(name for name, (state, _) in states.items() if state in ("undecided", "not_evaluated"))
    word: Word = "ship"
    reasons: tuple[str, ...] = ()
    more: int | None = None
    if len(random) < FEWEST:
        word, reasons, more = "more_rows", ("too_few",), FEWEST - len(random)
    elif missed:
        word, reasons = "do_not_ship", missed
    elif open_rules:
        word, reasons = "more_rows", open_rules
        needs = [states[name][1] for name in open_rules]
        more = None if None in needs else max(need for need in needs if need is not None)
    extra = len(outcomes) - len(random)
    return Verdict(word=word, reasons=reasons, more=more, findings=findings, costs=cost, rows=len(random), extra=extra)


Count = Callable[[Sequence[Outcome]], tuple[int, int]]


def _hits(outcomes: Sequence[Outcome], is_hit: Callable[[Outcome], bool]) -> tuple[int, int]:
    return sum(map(is_hit, outcomes)), len(outcomes)


def _stopped_or_held(outcome: Outcome) -> bool:
    return outcome.action in (Action.SUPPRESS, Action.HOLD_FOR_REVIEW)


_COUNTS: Final[Mapping[str, Count]] = {
    "accuracy_when_answered": lambda rows: _hits([r for r in rows if r.is_answered], lambda r: r.is_right),
    "answered": lambda rows: _hits(rows, lambda r: r.is_answered),
    "missed_stops": lambda rows: _hits(
        [r for r in rows if r.truth.wants_stop is not None], lambda r: r.harm is Harm.MISSED_STOP
    ),
    "stop_recall": lambda rows: _hits([r for r in rows if r.truth.wants_stop], _stopped_or_held),
    "stop_precision": lambda rows: _hits(
        [r for r in rows if r.action is Action.SUPPRESS and r.truth.wants_stop is not None],
        lambda r: bool(r.truth.wants_stop),
    ),
    "hot_recall": lambda rows: _hits(
        [r for r in rows if r.truth.wants_person and not r.truth.wants_stop], lambda r: r.action in AT_ONCE
    ),
    "page_precision": lambda rows: _hits(
        [r for r in rows if r.action is Action.NOTIFY_SPECIALIST and r.truth.wants_person is not None],
        lambda r: bool(r.truth.wants_person),
    ),
}
"""Rule → (hits, rows)."""

_EXTRA: Final[Mapping[str, Part]] = {"stop_precision": "stops", "page_precision": "pages"}
"""Rules that an extra part joins: both are drawn by lot among what is stopped or paged, so they are one such draw
together. All others are counted on the random part alone."""


def _find(rule: Rule, outcomes: Sequence[Outcome], random: Sequence[Outcome]) -> Finding:
    extra = _EXTRA.get(rule.name)
    rows = random if extra is None else [outcome for outcome in outcomes if outcome.part in ("random", extra)]
    k, n = _COUNTS[rule.name](rows)
    return judge(rule, k, n, replies=len(random))


def _cost(random: Sequence[Outcome], costs: Costs, resamples: int, seed: int) -> CostFinding:
    ours = np.array([cost_of(outcome.harm, costs) for outcome in random])
    ways = {
        "page a person for every reply": _simple(random, Action.NOTIFY_SPECIALIST, costs),
        "let a person read every reply later": _simple(random, Action.HOLD_FOR_REVIEW, costs),
    }
    simple = min(ways, key=lambda name: float(ways[name].mean()))
    other = ways[simple]
    n = len(random)

    def mean_of(values: NDArray[np.float64]) -> Callable[[Indices], float]:
        return lambda rows: float(values[rows].mean()) * PER

    low, high = bootstrap(mean_of(ours), n, resamples=resamples, seed=seed)
    difference, below, above = paired(mean_of(ours), mean_of(other), n, resamples=resamples, seed=seed)
    return CostFinding(
        cost=Figure(value=float(ours.mean()) * PER, low=low, high=high, n=n),
        simple=simple,
        simple_cost=float(other.mean()) * PER,
        difference=Figure(value=difference, low=below, high=above, n=n),
        state="met" if above < 0 else "missed" if below > 0 else "not_refused",
    )


def _simple(random: Sequence[Outcome], action: Action, costs: Costs) -> NDArray[np.float64]:
    """Return what one and the same action for every reply costs; a person who reads stops whom they must."""
    needless = Harm.NEEDLESS_PAGE if action is Action.NOTIFY_SPECIALIST else Harm.WRONG_HOLD
    return np.array(
        [
            cost_of(needless, costs)
            if outcome.truth.wants_stop
            else cost_of(harm_of_reply(outcome.truth, action, is_answered=False, is_right=False), costs)
            for outcome in random
        ]
    )
