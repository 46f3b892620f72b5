"""Consent comes first: these rules decide on events and state alone and need no model."""

from datetime import timedelta

from copilot.domain.consent import ConsentEvent, ConsentState
from copilot.domain.decision import Action
from copilot.domain.label import Intent
from copilot.routing.base import DecisionContext
from copilot.routing.policy_model import Policy
from copilot.routing.reading import later, purchase_score, rank, says_only, why_unjudged
from copilot.routing.rule import OURS_IS_LAST, Act, Finding, applies, does_not_apply, not_evaluated, rule
from copilot.routing.rule_name import RuleName


@rule(RuleName.OPT_OUT_EVENT)
def opt_out_event(context: DecisionContext, policy: Policy) -> Finding:
    """The customer said stop: everything to this number stops, one notice confirms it."""
    if missing := _without_event(context, ConsentEvent.OPT_OUT):
        return missing
    repeated = context.consent_state_before == ConsentState.OPTED_OUT
    notice = None if context.provider_answered or repeated else policy.notices.opt_out
    deadline = later(context.received_at, timedelta(minutes=policy.stop_notice_minutes)) if notice else None
    if context.provider_answered:
        confirmation = "the provider sent its own notice"
    elif repeated:
        confirmation = "the contact had stopped before and gets no second notice"
    else:
        confirmation = f"one notice within {policy.stop_notice_minutes} minutes"
    priority = policy.priorities.rules[RuleName.OPT_OUT_EVENT]
    act = Act(Action.SUPPRESS, priority, deadline_at=deadline, notice_text=notice)
    return applies(act, f"opt-out found by {_tier(context)}; {confirmation}", value=_tier(context))


@rule(RuleName.HELP_EVENT)
def help_event(context: DecisionContext, policy: Policy) -> Finding:
    """The customer asked for help with these messages: the fixed text answers, also after an opt-out."""
    if missing := _without_event(context, ConsentEvent.HELP):
        return missing
    return _notice(RuleName.HELP_EVENT, policy.notices.help, context, policy)


@rule(RuleName.OPT_IN_EVENT)
def opt_in_event(context: DecisionContext, policy: Policy) -> Finding:
    """The customer subscribed again: the fixed text confirms it."""
    if missing := _without_event(context, ConsentEvent.OPT_IN):
        return missing
    if context.consent_state == ConsentState.OPTED_OUT:
        return does_not_apply("an opt-in was found but the contact is still opted out, so nothing is confirmed")
    return _notice(RuleName.OPT_IN_EVENT, policy.notices.opt_in, context, policy)


@rule(RuleName.CONTACT_OPTED_OUT)
def contact_opted_out(context: DecisionContext, policy: Policy) -> Finding:
    """Somebody who had stopped writes again: nothing goes out, a human reads what they want."""
    if context.consent_state != ConsentState.OPTED_OUT:
        return does_not_apply(f"the contact's consent is {context.consent_state}", value=context.consent_state.value)
    if context.analysis is not None and context.analysis.consent.event is ConsentEvent.OPT_OUT:
        return does_not_apply("the opt-out of this turn acts already", value=context.consent_state.value)
    base = policy.priorities.rules[RuleName.CONTACT_OPTED_OUT]
    if context.analysis is None:
        # Nobody wrote, so there is nothing to review: the opening is simply not allowed.
        act = Act(Action.SUPPRESS, base)
        return applies(act, "the contact is opted out, so no message may be opened", value=context.consent_state.value)
    if _asks_for_nothing(context, policy):
        act = Act(Action.NO_REPLY, policy.priorities.rules[RuleName.SOCIAL])
        return applies(act, "the contact is opted out and asks for nothing", value=context.consent_state.value)
    act = Act(Action.HOLD_FOR_REVIEW, rank(base, context, policy))
    detail = "the contact is opted out and writes again; only a human may judge what they want"
    return applies(act, detail, value=context.consent_state.value)


def _asks_for_nothing(context: DecisionContext, policy: Policy) -> bool:
    analysis, score = context.analysis, purchase_score(context)
    if analysis is None or analysis.possible_opt_out or why_unjudged(context) or score is None:
        return False
    quiet = (*policy.intents.social, Intent.AUTO_REPLY, Intent.ABUSE_OR_SPAM)
    return says_only(analysis, quiet) and score < policy.thresholds.social_purchase


def _notice(name: RuleName, text: str, context: DecisionContext, policy: Policy) -> Finding:
    tier = _tier(context)
    if context.provider_answered:
        act = Act(Action.NO_REPLY, policy.priorities.rules[RuleName.SOCIAL])
        return applies(act, f"found by {tier}; the provider sent its own notice already", value=tier)
    act = Act(Action.SEND_NOTICE, policy.priorities.rules[name], notice_text=text)
    return applies(act, f"found by {tier}; the fixed notice answers", value=tier)


def _without_event(context: DecisionContext, wanted: ConsentEvent) -> Finding | None:
    """Return the finding for a turn without the wanted event, None when it is there."""
    if context.analysis is None:
        return does_not_apply(OURS_IS_LAST)
    event = context.analysis.consent.event
    if event == wanted:
        return None
    if event is not None:
        return does_not_apply(f"the consent event is {event}", value=event.value)
    if wanted == ConsentEvent.OPT_OUT and (reason := why_unjudged(context)):
        return not_evaluated(f"{reason}; no keyword or phrase was found")
    return does_not_apply("no consent event was found")


def _tier(context: DecisionContext) -> str:
    tier = context.analysis.consent.tier if context.analysis else None
    return tier.value if tier else "unknown tier"
