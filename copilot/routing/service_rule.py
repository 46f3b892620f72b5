"""Who belongs with the people who serve."""

from copilot.domain.analysis import Analysis, IntentScore
from copilot.domain.decision import Action
from copilot.domain.label import Intent
from copilot.routing.base import DecisionContext
from copilot.routing.policy_model import Policy
from copilot.routing.reading import first_of, is_angry, is_possible_buyer, rank_of_intents
from copilot.routing.rule import Act, Finding, applies, does_not_apply, intent_rule
from copilot.routing.rule_name import RuleName

_YIELDS_TO_SERVICE = frozenset(
    (
        *(Intent.GRATITUDE, Intent.ACKNOWLEDGEMENT, Intent.GREETING, Intent.ABUSE_OR_SPAM),
        *(Intent.NOT_INTERESTED, Intent.WHO_IS_THIS, Intent.REFERRAL),
    )
)
"""Primaries that leave a service wish beside them the more costly one to miss; sales primaries stay with the seller."""


@intent_rule(RuleName.SERVICE_INTENT)
def service_intent(analysis: Analysis, context: DecisionContext, policy: Policy) -> Finding:
    """A complaint, a fault, a bill, an order, a cancellation or a wish for a human: no sales text in front of that."""
    found = _wish(analysis, policy)
    if found is None:
        return does_not_apply("no service intent leads the turn")
    if found.name in policy.intents.hot_by_score and is_possible_buyer(context, policy):
        return does_not_apply(f"{found.name} by a likely buyer goes to a specialist", value=found.probability)
    fallback = policy.priorities.rules[RuleName.SERVICE_INTENT]
    priority = rank_of_intents(fallback, context, policy, policy.intents.service)
    if is_angry(analysis):
        priority = min(100, priority + policy.priorities.raises.anger)
    detail = f"{found.name} applies with probability {found.probability:.2f}"
    return applies(Act(Action.HAND_TO_SUPPORT, priority), detail, value=found.probability)


def _wish(analysis: Analysis, policy: Policy) -> IntentScore | None:
    found = first_of(analysis, policy.intents.service)
    if found is None or found.name == analysis.primary or analysis.primary in _YIELDS_TO_SERVICE:
        return found
    return None
