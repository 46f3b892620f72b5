"""Whom a specialist must call within the golden minutes."""

from datetime import timedelta

from copilot.domain.analysis import Analysis
from copilot.domain.decision import Action
from copilot.domain.label import Intent, Urgency
from copilot.routing.base import DecisionContext
from copilot.routing.policy_model import Policy
from copilot.routing.reading import first_of, late_in_deal, later, purchase_score, rank, why_unjudged
from copilot.routing.rule import (
    OURS_IS_LAST,
    Act,
    Finding,
    Rule,
    applies,
    does_not_apply,
    intent_rule,
    not_evaluated,
    rule,
)
from copilot.routing.rule_name import RuleName


def _whenever(name: RuleName, intent: Intent, summary: str) -> Rule:
    """Make a rule that alerts a specialist whenever the intent is in the turn, primary or not."""

    def find(analysis: Analysis, context: DecisionContext, policy: Policy) -> Finding:
        found = first_of(analysis, [intent])
        if found is None:
            return does_not_apply(f"{intent} is not in the turn")
        detail = f"{intent} applies with probability {found.probability:.2f}"
        return _alert(name, detail, context, policy, value=found.probability)

    find.__doc__ = summary
    return intent_rule(name)(find)


purchase_ready = _whenever(
    RuleName.PURCHASE_READY, Intent.PURCHASE_READY, "They want to go ahead, whatever else they say."
)
discount_request = _whenever(
    RuleName.DISCOUNT_REQUEST, Intent.DISCOUNT_REQUEST, "They bargain: only a person may name another price."
)
meeting_request = _whenever(
    RuleName.MEETING_REQUEST,
    Intent.MEETING_REQUEST,
    "They want to talk: offer a time while they hold the phone.",
)
upgrade_interest = _whenever(RuleName.UPGRADE_INTEREST, Intent.UPGRADE_INTEREST, "They want more than they have.")


@rule(RuleName.STRONG_PURCHASE_SIGNAL)
def strong_purchase_signal(context: DecisionContext, policy: Policy) -> Finding:
    """They would buy if answered well now, also where the words are a service question."""
    if context.analysis is None:
        return not_evaluated(OURS_IS_LAST)
    score, threshold = purchase_score(context), policy.thresholds.purchase_strong
    if score is None:
        reason = why_unjudged(context) or "the purchase signal was not judged"
        return not_evaluated(reason, threshold=threshold)
    if score < threshold:
        return does_not_apply(f"purchase score {score:.0f} is below {threshold:g}", value=score, threshold=threshold)
    detail = f"purchase score {score:.0f} is {threshold:g} or more"
    return _alert(RuleName.STRONG_PURCHASE_SIGNAL, detail, context, policy, value=score, threshold=threshold)


@intent_rule(RuleName.MEETING_ACCEPT)
def meeting_accept(analysis: Analysis, context: DecisionContext, policy: Policy) -> Finding:
    """They accept a meeting and are evaluating, or the deal is late: whoever meets them must know now."""
    return _hot(RuleName.MEETING_ACCEPT, (Intent.MEETING_ACCEPT,), (), analysis, context, policy)


@intent_rule(RuleName.HOT_QUESTION)
def hot_question(analysis: Analysis, context: DecisionContext, policy: Policy) -> Finding:
    """A question by somebody near to buying, or about price or contract late in a deal."""
    sets = policy.intents
    return _hot(RuleName.HOT_QUESTION, sets.hot_question, sets.hot_by_score, analysis, context, policy)


@intent_rule(RuleName.MEETING_CHANGE)
def meeting_change(analysis: Analysis, context: DecisionContext, policy: Policy) -> Finding:
    """They move or miss a meeting that is near: somebody is about to wait for them."""
    found = first_of(analysis, [Intent.MEETING_CHANGE])
    if found is None:
        return does_not_apply("meeting_change is not in the turn")
    if analysis.urgency is None:
        return not_evaluated("the urgency was not judged", value=found.probability)
    urgency = analysis.urgency.label
    if urgency == Urgency.NONE:
        return does_not_apply("meeting_change without urgency: a rep answers it", value=urgency.value, threshold="soon")
    detail = f"meeting_change with urgency {urgency}"
    return _alert(RuleName.MEETING_CHANGE, detail, context, policy, value=urgency.value, threshold="soon")


def _hot(
    name: RuleName,
    late_or_hot: tuple[Intent, ...],
    only_hot: tuple[Intent, ...],
    analysis: Analysis,
    context: DecisionContext,
    policy: Policy,
) -> Finding:
    found = first_of(analysis, (*late_or_hot, *only_hot))
    if found is None:
        return does_not_apply(f"none of {', '.join((*late_or_hot, *only_hot))} is in the turn")
    late = late_in_deal(context, policy) if first_of(analysis, late_or_hot) else None
    score, threshold = purchase_score(context), policy.thresholds.purchase_hot
    if late and (score is None or score < threshold):
        return _alert(name, f"{found.name} at {late}", context, policy, value=late)
    if score is None:
        return not_evaluated("the purchase signal was not judged", threshold=threshold)
    if score < threshold:
        detail = f"{found.name} with purchase score {score:.0f}, below {threshold:g}, and not late in a deal"
        return does_not_apply(detail, value=score, threshold=threshold)
    detail = f"{found.name} with purchase score {score:.0f}, {threshold:g} or more"
    return _alert(name, detail, context, policy, value=score, threshold=threshold)


def _alert(
    name: RuleName,
    detail: str,
    context: DecisionContext,
    policy: Policy,
    *,
    value: float | str | None = None,
    threshold: float | str | None = None,
) -> Finding:
    deadline = later(context.received_at, timedelta(minutes=policy.golden_window_minutes))
    priority = rank(policy.priorities.rules[name], context, policy)
    act = Act(Action.NOTIFY_SPECIALIST, priority, deadline_at=deadline)
    return applies(act, detail, value=value, threshold=threshold)
