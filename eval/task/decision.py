"""Whether the shipped policy does the right thing with what a system reads, and what it costs where it does not."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol, runtime_checkable

import numpy as np

from copilot.domain.analysis import Analysis
from copilot.domain.conversation import Stage
from copilot.domain.decision import Action, Decision
from copilot.routing.policy import load_policy
from copilot.routing.policy_model import Policy
from copilot.scoring.base import ReplyInput
from eval.bench import Bench
from eval.decision.harm import DEFAULT_COSTS, Costs, Harm, cost_of, harm_of
from eval.decision.row import SHIPPED_ROWS, DecisionRow, read_decisions
from eval.decision.simulate import decide_rows, reply_of, winner_of
from eval.interval import proportion
from eval.result import Figure, TaskResult, not_evaluated
from eval.system import System
from eval.task.base import Statistic, figure_of

_PER: Final = 1000
"""Replies that the cost is stated for."""
_REVISION_DIGITS: Final = 12
_SHOWN: Final = 25
"""Worst decisions listed."""


@runtime_checkable
class Analyst(Protocol):
    """A system that gives whole analyses, which a policy needs; peers give labels only."""

    def analyse(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Analysis]:
        """Return one analysis a turn, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled turn and what was decided about it."""

    row: DecisionRow
    analysis: Analysis
    decision: Decision
    harm: Harm | None


@dataclass(frozen=True, slots=True)
class DecisionTask:
    """Actions of a policy against the actions that two blind readers accept."""

    path: Path = SHIPPED_ROWS
    costs: Costs = field(default_factory=lambda: DEFAULT_COSTS)
    policy: Policy | None = None
    """None: the shipped one."""
    name: str = "decision"
    version: int = 1
    about: str = "the action that the shipped policy takes on what a system reads, with its stage; harms and their cost"
    set_names: tuple[str, ...] = ("decisions",)

    def measure(self, bench: Bench, system: System, set_name: str) -> TaskResult:
        """Return accuracy, harms and cost of the policy over a system's analyses."""
        if not self.path.is_file():
            return TaskResult(figures={"action_accuracy": not_evaluated("no labelled decisions are here")})
        if not isinstance(system, Analyst):
            reason = "this system gives labels, not the whole analysis that a policy reads"
            return TaskResult(figures={"action_accuracy": not_evaluated(reason)})
        rows = read_decisions(self.path)
        analyses = system.analyse([reply_of(row) for row in rows])
        decisions = decide_rows(rows, analyses, self.policy or load_policy())
        every = [
            Judged(row, analysis, decision, None if row.is_disputed else harm_of(row, decision.action))
            for row, analysis, decision in zip(rows, analyses, decisions, strict=True)
        ]
        judged = [each for each in every if not each.row.is_disputed]
        disputed = [each for each in every if each.row.is_disputed]
        return TaskResult(
            figures={
                **_shares(judged),
                "cost_per_1000": figure_of(_cost(judged, self.costs), bench),
                "disputed_taken_by_a_reader": _disputed(disputed),
            },
            detail={
                "confusion": _confusion(judged),
                "slices": _slices(judged),
                "worst": _worst(judged, self.costs),
                "labels_revision": hashlib.sha256(self.path.read_bytes()).hexdigest()[:_REVISION_DIGITS],
                "costs": {str(harm): cost for harm, cost in self.costs.items()},
            },
        )


def judged_share(judged: Sequence[Judged], harm: Harm, is_at_risk: Callable[[DecisionRow], bool]) -> Figure:
    """Return how many of the rows that could suffer a harm do."""
    at_risk = [each for each in judged if is_at_risk(each.row)]
    return proportion(sum(each.harm is harm for each in at_risk), len(at_risk))


def _shares(judged: Sequence[Judged]) -> dict[str, Figure]:
    return {
        "action_accuracy": proportion(sum(each.harm is None for each in judged), len(judged)),
        "best_action": proportion(sum(each.decision.action is each.row.best for each in judged), len(judged)),
        "missed_hot_leads": judged_share(judged, Harm.MISSED_HOT, lambda row: row.is_hot),
        "needless_pages": judged_share(
            judged, Harm.NEEDLESS_PAGE, lambda row: Action.NOTIFY_SPECIALIST not in row.acceptable
        ),
        "wrong_holds": judged_share(
            judged, Harm.WRONG_HOLD, lambda row: not row.is_hot and Action.HOLD_FOR_REVIEW not in row.acceptable
        ),
        "missed_stops": judged_share(judged, Harm.MISSED_STOP, lambda row: row.best is Action.SUPPRESS),
        "wrong_stops": judged_share(judged, Harm.WRONG_STOP, lambda row: Action.SUPPRESS not in row.acceptable),
        "wrong_actions": judged_share(judged, Harm.WRONG_ACTION, lambda row: True),
    }


def _cost(judged: Sequence[Judged], costs: Costs) -> Statistic:
    spent = np.array([_PER * cost_of(each.harm, costs) for each in judged], dtype=np.float64)
    return Statistic(
        compute=lambda rows: float(spent[rows].mean()) if len(rows) else float("nan"),
        n=len(spent),
        lower_is_better=True,
    )


def _disputed(disputed: Sequence[Judged]) -> Figure:
    """Return how often a row on which the readers share nothing gets an action of one of them."""
    taken = sum(any(each.decision.action in reader for reader in each.row.readers) for each in disputed)
    return proportion(taken, len(disputed))


def _confusion(judged: Sequence[Judged]) -> dict[str, Any]:
    """Count (wanted, taken); a right action stands on the diagonal, for a wrong one the best action is the wanted."""
    labels = list(Action)
    matrix = np.zeros((len(labels), len(labels)), dtype=int)
    for each in judged:
        taken = each.decision.action
        wanted = taken if each.harm is None else each.row.best
        matrix[labels.index(wanted), labels.index(taken)] += 1
    return {"labels": [label.value for label in labels], "matrix": matrix.tolist()}


def _slices(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    slices = []
    for stage in Stage:
        found = [each for each in judged if each.row.stage is stage]
        if found:
            figure = proportion(sum(each.harm is None for each in found), len(found))
            slices.append(
                {"slice": f"stage: {stage}", "metric": "action_accuracy", "value": figure.value}
                | {"low": figure.low, "high": figure.high, "n": figure.n}
            )
    return slices


def _worst(judged: Sequence[Judged], costs: Costs) -> list[dict[str, Any]]:
    """List the dearest wrong decisions, each with its harm and the rule that decided."""
    wrong = sorted(
        ((cost_of(each.harm, costs), each) for each in judged if each.harm is not None), key=lambda pair: -pair[0]
    )
    return [
        {
            "id": each.row.id,
            "context": each.row.context,
            "text": each.row.text,
            "truth": ", ".join(each.row.actions),
            "given": each.decision.action.value,
            "probability": each.analysis.top[0].probability if each.analysis.top else None,
            "harm": each.harm,
            "rule": winner_of(each.decision),
        }
        for _, each in wrong[:_SHOWN]
    ]
