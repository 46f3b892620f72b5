"""Who is welcome to hear from us later, and when."""

from copilot.domain.analysis import Analysis
from copilot.domain.decision import Action
from copilot.domain.label import Intent
from copilot.routing.base import DecisionContext
from copilot.routing.follow_up_time import default_moment, named_moment
from copilot.routing.policy_model import Policy
from copilot.routing.reading import first_of, says_only
from copilot.routing.rule import Act, Finding, applies, does_not_apply, intent_rule
from copilot.routing.rule_name import RuleName

_LATER = (Intent.NOT_NOW, Intent.NEEDS_APPROVAL)
_GIVES_WAY = frozenset(
    (*_LATER, Intent.PRICE_OBJECTION, Intent.COMPETITOR, Intent.ACKNOWLEDGEMENT, Intent.GRATITUDE, Intent.GREETING)
)
"""Primaries beside which a date means: come back then. A question or a refusal is not put off by a date."""


@intent_rule(RuleName.FOLLOW_UP)
def follow_up(analysis: Analysis, context: DecisionContext, policy: Policy) -> Finding:
    """Not now, somebody must approve, or a date to come back: we return then and leave them alone until."""
    found = first_of(analysis, _LATER)
    if analysis.primary not in _GIVES_WAY:
        return does_not_apply("the primary intent is not one that waits")
    if found is None and not says_only(analysis, _GIVES_WAY):
        return does_not_apply("the turn asks for more than to come back")
    named = named_moment(context, policy)
    priority = policy.priorities.rules[RuleName.FOLLOW_UP]
    if named:
        what = f"{found.name} with a date" if found else f"{analysis.primary} with a date"
        act = Act(Action.SCHEDULE_FOLLOW_UP, priority, follow_up_at=named)
        return applies(act, f"{what}: {named.isoformat()}", value=named.isoformat())
    if found is None or found.name != analysis.primary:
        return does_not_apply("no date in the future was named")
    terms = policy.follow_up
    if found.name == Intent.NOT_NOW:
        moment, term = default_moment(context, policy, days=terms.not_now_days), f"{terms.not_now_days} days"
    else:
        days = terms.needs_approval_business_days
        moment, term = default_moment(context, policy, business_days=days), f"{days} business days"
    detail = f"{found.name} without a date in the future: {term} later, {moment.isoformat()}"
    act = Act(Action.SCHEDULE_FOLLOW_UP, priority, follow_up_at=moment)
    return applies(act, detail, value=moment.isoformat(), threshold=term)
