"""Where a human must look first: text nobody read, a stop that may be meant, the wrong person, signals that clash."""

from copilot.domain.analysis import Analysis
from copilot.domain.consent import ConsentEvent
from copilot.domain.decision import Action
from copilot.domain.label import Intent
from copilot.routing.base import DecisionContext
from copilot.routing.policy_model import Policy
from copilot.routing.reading import first_of, intents_of, is_possible_buyer, purchase_score, rank, why_unjudged
from copilot.routing.rule import OURS_IS_LAST, Act, Finding, applies, does_not_apply, intent_rule, not_evaluated, rule
from copilot.routing.rule_name import RuleName


@rule(RuleName.POSSIBLE_OPT_OUT)
def possible_opt_out(context: DecisionContext, policy: Policy) -> Finding:
    """The words may be a wish to stop, too unsure to act on: automation waits for a human."""
    analysis = context.analysis
    if analysis is None:
        return not_evaluated(OURS_IS_LAST)
    if analysis.possible_opt_out:
        detail = "the model sees a possible opt-out below the threshold to act"
        return applies(_hold(RuleName.POSSIBLE_OPT_OUT, context, policy), detail)
    if analysis.consent.event is ConsentEvent.OPT_OUT:
        return does_not_apply("the opt-out of this turn acts already")
    if reason := why_unjudged(context):
        return not_evaluated(reason)
    if found := first_of(analysis, [Intent.OPT_OUT]):
        detail = f"opt_out applies with probability {found.probability:.2f} but no consent event was set"
        return applies(_hold(RuleName.POSSIBLE_OPT_OUT, context, policy), detail, value=found.probability)
    return does_not_apply("nothing in the turn looks like an opt-out in free words")


@rule(RuleName.MEDIA_ONLY)
def media_only(context: DecisionContext, policy: Policy) -> Finding:
    """Only pictures or files: nothing here can read them, so a human looks."""
    if not context.media_only:
        return does_not_apply("the turn holds words" if context.analysis else OURS_IS_LAST)
    return applies(_hold(RuleName.MEDIA_ONLY, context, policy), "the turn holds pictures or files and no words")


@rule(RuleName.UNREAD_TEXT)
def unread_text(context: DecisionContext, policy: Policy) -> Finding:
    """No model judged the text. It may be a stop or an order, so automation waits and a human reads it."""
    if context.analysis is None:
        return does_not_apply(OURS_IS_LAST)
    if context.media_only:
        return does_not_apply("the turn holds no words")
    if reason := why_unjudged(context):
        return applies(_hold(RuleName.UNREAD_TEXT, context, policy), f"{reason}; a human reads it instead")
    return does_not_apply("the intents were judged")


@intent_rule(RuleName.WRONG_PERSON)
def wrong_person(analysis: Analysis, context: DecisionContext, policy: Policy) -> Finding:
    """Not the person we think: nobody automatic writes there again until a human has corrected the contact."""
    found = first_of(analysis, [Intent.WRONG_PERSON])
    if found is None:
        return does_not_apply("nobody says that this is the wrong person")
    if analysis.primary == Intent.REFERRAL:
        detail = "wrong_person stands beside a referral, which names the right person"
        return does_not_apply(detail, value=found.probability)
    detail = f"wrong_person applies with probability {found.probability:.2f}, without a wish to be removed"
    return applies(_hold(RuleName.WRONG_PERSON, context, policy), detail, value=found.probability)


@intent_rule(RuleName.ABSTAINED)
def abstained(analysis: Analysis, context: DecisionContext, policy: Policy) -> Finding:
    """The model is not sure enough to name what they want: a human says it instead."""
    best = analysis.top[0].probability if analysis.top else None
    if not analysis.abstained:
        return does_not_apply("the model named a primary intent", value=best)
    why = analysis.abstain_reason or "low_confidence"
    chance = "" if best is None else f"; the likeliest intent has probability {best:.2f}"
    return applies(_hold(RuleName.ABSTAINED, context, policy), f"the model abstained: {why}{chance}", value=why)


@intent_rule(RuleName.CONTRADICTING_SIGNALS)
def contradicting_signals(analysis: Analysis, context: DecisionContext, policy: Policy) -> Finding:
    """They seem to buy and to refuse at once (often irony): a human reads before anybody acts."""
    against = first_of(analysis, policy.intents.contradicts_purchase)
    if against is None:
        return does_not_apply("no refusal, cancellation or complaint is in the turn")
    if any(score.name == Intent.PURCHASE_READY for score in intents_of(analysis)):
        act = _hold(RuleName.CONTRADICTING_SIGNALS, context, policy)
        return applies(act, f"{against.name} and purchase_ready both apply", value=against.probability)
    score, threshold = purchase_score(context), policy.thresholds.purchase_strong
    if score is None:
        return not_evaluated("the purchase signal was not judged", threshold=threshold)
    if against.name != analysis.primary or score < threshold:
        detail = f"{against.name} with purchase score {score:.0f} does not clash (as primary, from {threshold:g} on)"
        return does_not_apply(detail, value=score, threshold=threshold)
    detail = f"primary {against.name} with purchase score {score:.0f}, from {threshold:g} on a contradiction"
    return applies(_hold(RuleName.CONTRADICTING_SIGNALS, context, policy), detail, value=score, threshold=threshold)


def _hold(name: RuleName, context: DecisionContext, policy: Policy) -> Act:
    base = policy.priorities.rules[name]
    if is_possible_buyer(context, policy):
        base += policy.priorities.raises.possible_buyer
    return Act(Action.HOLD_FOR_REVIEW, min(100, rank(base, context, policy)))
