"""What a rule is: a name and a pure function from a frozen context and the policy to an outcome with its reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from copilot.domain.analysis import Analysis
from copilot.domain.decision import Action, Reason, ReasonState
from copilot.routing.base import DecisionContext
from copilot.routing.policy_model import Policy
from copilot.routing.reading import why_unjudged
from copilot.routing.rule_name import RuleName


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be done if this rule is the first that applies."""

    action: Action
    priority: int
    """0 … 100, most urgent first."""
    deadline_at: datetime | None = None
    follow_up_at: datetime | None = None
    notice_text: str | None = None
    auto_send: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, before its name is put to it."""

    state: ReasonState
    detail: str
    """For people: rendered from numbers and names of our own, never from the customer's text."""
    value: float | str | None = None
    threshold: float | str | None = None
    act: Act | None = None
    """Set exactly when the rule applies."""


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """The reason to keep, and the act if the rule applies."""

    reason: Reason
    act: Act | None


OURS_IS_LAST: Final = "there is no reply: the last message is ours"
"""The reason rules give when an opening is to be drafted."""

Find = Callable[[DecisionContext, Policy], Finding]
FindInAnalysis = Callable[[Analysis, DecisionContext, Policy], Finding]


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the flat list."""

    name: RuleName
    find: Find
    summary: str

    def evaluate(self, context: DecisionContext, policy: Policy) -> RuleOutcome:
        """Judge the context; pure, never raises."""
        found = self.find(context, policy)
        value = round(found.value, 4) if isinstance(found.value, float) else found.value
        reason = Reason(rule=self.name, state=found.state, value=value, threshold=found.threshold, detail=found.detail)
        return RuleOutcome(reason, found.act)


def rule(name: RuleName) -> Callable[[Find], Rule]:
    """Make a function of context and policy a rule; its docstring is the summary."""

    def make(find: Find) -> Rule:
        return Rule(name, find, find.__doc__ or "")

    return make


def intent_rule(name: RuleName) -> Callable[[FindInAnalysis], Rule]:
    """Make a function that reads intents a rule: where nobody judged them it is not evaluated, never a "no"."""

    def make(find: FindInAnalysis) -> Rule:
        def guarded(context: DecisionContext, policy: Policy) -> Finding:
            if context.analysis is None:
                return not_evaluated(OURS_IS_LAST)
            if reason := why_unjudged(context):
                return not_evaluated(reason)
            return find(context.analysis, context, policy)

        return Rule(name, guarded, find.__doc__ or "")

    return make


def applies(
    act: Act, detail: str, *, value: float | str | None = None, threshold: float | str | None = None
) -> Finding:
    """State that the rule holds."""
    return Finding("applies", detail, value, threshold, act)


def does_not_apply(detail: str, *, value: float | str | None = None, threshold: float | str | None = None) -> Finding:
    """State that the rule was judged and does not hold."""
    return Finding("does_not_apply", detail, value, threshold)


def not_evaluated(because: str, *, value: float | str | None = None, threshold: float | str | None = None) -> Finding:
    """State that the rule could not be judged."""
    return Finding("not_evaluated", f"not evaluated because {because}", value, threshold)
