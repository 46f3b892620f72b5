"""What a rep's words answer, and the one case in which a machine may."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from copilot.domain.analysis import Analysis
from copilot.domain.decision import Action
from copilot.domain.knowledge import Hit
from copilot.domain.label import Intent, Sentiment, Urgency
from copilot.routing.base import DecisionContext
from copilot.routing.policy_model import Policy
from copilot.routing.reading import first_of, purchase_score, rank, rank_of_intents, says_only
from copilot.routing.rule import Act, Finding, applies, does_not_apply, intent_rule, not_evaluated, rule
from copilot.routing.rule_name import RuleName

_OBJECTIONS = (
    *(Intent.PRICE_OBJECTION, Intent.COMPETITOR, Intent.REFERRAL, Intent.NOT_INTERESTED),
    *(Intent.NOT_NOW, Intent.NEEDS_APPROVAL),
)


@intent_rule(RuleName.MATERIAL_ANSWER)
def material_answer(analysis: Analysis, context: DecisionContext, policy: Policy) -> Finding:
    """A general question that the library answers, where the policy lets an answer leave by itself."""
    auto, threshold = policy.auto_send, policy.thresholds.auto_send
    if not auto.enabled or auto.window is None or auto.daily_cap is None:
        return does_not_apply("this policy lets nothing leave by itself", value="off", threshold="auto_send.enabled")
    if first_of(analysis, policy.intents.material) is None:
        return does_not_apply("the turn asks no general question")
    if not says_only(analysis, (*policy.intents.material, *policy.intents.social)):
        return does_not_apply("the turn says more than a general question")
    if because := _missing(analysis, context):
        return not_evaluated(because)
    best = _best_hit(context)
    if best is None:
        return does_not_apply("no item that may be sent scored above the floor", value=0)
    probability = analysis.top[0].probability if analysis.top else 0.0
    if probability < threshold:
        detail = f"probability {probability:.2f} is below {threshold:g}"
        return does_not_apply(detail, value=probability, threshold=threshold)
    if because := _unfit(analysis):
        return does_not_apply(because)
    local = context.received_at.astimezone(_known_zone(context)).strftime("%H:%M")
    if not auto.window.start <= local < auto.window.end:
        hours = f"{auto.window.start} to {auto.window.end}"
        return does_not_apply(f"{local} at the contact's place is outside {hours}", value=local, threshold=hours)
    sent = context.auto_sends_today or 0
    if sent >= auto.daily_cap:
        return does_not_apply("the contact's daily cap is reached", value=sent, threshold=auto.daily_cap)
    act = Act(Action.SEND_MATERIAL, policy.priorities.rules[RuleName.MATERIAL_ANSWER], auto_send=True)
    return applies(act, f"a general question with a hit scoring {best.score:.2f}", value=best.score)


@intent_rule(RuleName.GENERAL_QUESTION)
def general_question(analysis: Analysis, context: DecisionContext, policy: Policy) -> Finding:
    """A general question: a rep approves the answer that the library offers."""
    found = first_of(analysis, policy.intents.material)
    if found is None:
        return does_not_apply("the turn asks no general question")
    if context.hits is None:
        offer = "the library was not searched"
    elif context.hits:
        offer = f"best of {len(context.hits)} hits scores {context.hits[0].score:.2f}"
    else:
        offer = "nothing in the library scored above the floor"
    detail = f"{found.name} applies with probability {found.probability:.2f}; {offer}"
    return _suggest(RuleName.GENERAL_QUESTION, policy.intents.material, detail, found.probability, context, policy)


@intent_rule(RuleName.OBJECTION)
def objection(analysis: Analysis, context: DecisionContext, policy: Policy) -> Finding:
    """An objection, another supplier, somebody else to ask or a plain no: worth a human's words, never a push."""
    found = first_of(analysis, _OBJECTIONS)
    if found is None:
        return does_not_apply("the turn objects to nothing")
    detail = f"{found.name} applies with probability {found.probability:.2f}"
    return _suggest(RuleName.OBJECTION, _OBJECTIONS, detail, found.probability, context, policy)


@intent_rule(RuleName.OTHER_INTENT)
def other_intent(analysis: Analysis, context: DecisionContext, policy: Policy) -> Finding:
    """Anything else with a name: an appointment to confirm, a greeting, an "ok" by a likely buyer."""
    if analysis.primary is None:
        return does_not_apply("the turn has no primary intent")
    detail = f"the primary intent is {analysis.primary}"
    return _suggest(RuleName.OTHER_INTENT, tuple(Intent), detail, None, context, policy)


@rule(RuleName.OPENING)
def opening(context: DecisionContext, policy: Policy) -> Finding:
    """The last message is ours: drafts for the next one are offered, nothing is pressing."""
    if context.analysis is not None or context.media_only:
        return does_not_apply("there is a reply to answer")
    act = Act(Action.SUGGEST_TO_REP, policy.priorities.rules[RuleName.OPENING])
    return applies(act, "the last message is ours, so drafts for the next one are offered")


@rule(RuleName.NOTHING_ELSE)
def nothing_else(context: DecisionContext, policy: Policy) -> Finding:
    """No other rule speaks: a rep sees it, so that nobody is left without an answer."""
    priority = rank(policy.priorities.rules[RuleName.NOTHING_ELSE], context, policy)
    return applies(Act(Action.SUGGEST_TO_REP, priority), "always: without another rule a rep sees the turn")


def _suggest(
    name: RuleName,
    among: tuple[Intent, ...],
    detail: str,
    value: float | None,
    context: DecisionContext,
    policy: Policy,
) -> Finding:
    priority = rank_of_intents(policy.priorities.rules[name], context, policy, among)
    return applies(Act(Action.SUGGEST_TO_REP, priority), detail, value=value)


def _missing(analysis: Analysis, context: DecisionContext) -> str | None:
    """Return what an automatic answer would have to know and does not."""
    facts = {
        "the library was not searched": context.hits is None,
        "a part is degraded": bool(context.degraded or analysis.not_evaluated),
        "the purchase signal was not judged": purchase_score(context) is None,
        "sentiment or urgency was not judged": analysis.sentiment is None or analysis.urgency is None,
        "the contact's time zone is unknown": _known_zone(context) is None,
        "automatic answers of today were not counted": context.auto_sends_today is None,
    }
    return next((because for because, is_missing in facts.items() if is_missing), None)


def _unfit(analysis: Analysis) -> str | None:
    if analysis.sentiment and analysis.sentiment.label == Sentiment.NEGATIVE:
        return "the customer is displeased, which a person should answer"
    if analysis.urgency and analysis.urgency.label == Urgency.NOW:
        return "the customer is in a hurry, which a person should answer"
    return None


def _best_hit(context: DecisionContext) -> Hit | None:
    return next((hit for hit in context.hits or () if not hit.internal), None)


def _known_zone(context: DecisionContext) -> ZoneInfo | None:
    try:
        return ZoneInfo(context.timezone) if context.timezone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
