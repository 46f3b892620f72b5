"""Turns that need no answer."""

from copilot.domain.analysis import Analysis
from copilot.domain.decision import Action
from copilot.domain.label import Intent
from copilot.routing.base import DecisionContext
from copilot.routing.policy_model import Policy
from copilot.routing.reading import first_of, purchase_score, says_only
from copilot.routing.rule import Act, Finding, applies, does_not_apply, intent_rule, not_evaluated
from copilot.routing.rule_name import RuleName


@intent_rule(RuleName.AUTO_REPLY)
def auto_reply(analysis: Analysis, context: DecisionContext, policy: Policy) -> Finding:
    """A machine answered: nobody is there to read us."""
    return _primary_is(Intent.AUTO_REPLY, RuleName.AUTO_REPLY, analysis, policy)


@intent_rule(RuleName.ABUSE_OR_SPAM)
def abuse_or_spam(analysis: Analysis, context: DecisionContext, policy: Policy) -> Finding:
    """Insults or advertising without a request; with one for the people who serve, they still get it."""
    if found := first_of(analysis, policy.intents.service):
        detail = f"{found.name} is in the turn, so it is not ignored"
        return does_not_apply(detail, value=found.probability)
    return _primary_is(Intent.ABUSE_OR_SPAM, RuleName.ABUSE_OR_SPAM, analysis, policy)


@intent_rule(RuleName.SOCIAL)
def social(analysis: Analysis, context: DecisionContext, policy: Policy) -> Finding:
    """Thanks or an "ok" and nothing else: writing again would only push."""
    if not says_only(analysis, policy.intents.social):
        return does_not_apply("the turn says more than thanks or an acknowledgement")
    score, threshold = purchase_score(context), policy.thresholds.social_purchase
    if score is None:
        return not_evaluated("the purchase signal was not judged, so silence might lose a buyer", threshold=threshold)
    if score >= threshold:
        detail = f"purchase score {score:.0f} is {threshold:g} or more: a buyer is talking"
        return does_not_apply(detail, value=score, threshold=threshold)
    detail = f"only {analysis.primary} with purchase score {score:.0f}, below {threshold:g}: no answer is expected"
    act = Act(Action.NO_REPLY, policy.priorities.rules[RuleName.SOCIAL])
    return applies(act, detail, value=score, threshold=threshold)


def _primary_is(intent: Intent, name: RuleName, analysis: Analysis, policy: Policy) -> Finding:
    if analysis.primary != intent:
        return does_not_apply(f"the primary intent is not {intent}")
    found = first_of(analysis, [intent])
    value = found.probability if found else None
    return applies(
        Act(Action.NO_REPLY, policy.priorities.rules[name]), f"the primary intent is {intent}: no answer", value=value
    )
