"""Choose the one action: every rule is evaluated, every reason kept, the first that applies wins."""

from datetime import timedelta

from copilot.domain.decision import Decision, Preconditions
from copilot.routing.base import DecisionContext
from copilot.routing.policy_model import Policy
from copilot.routing.reading import later
from copilot.routing.rule import Act
from copilot.routing.rules import RULES


def decide(context: DecisionContext, policy: Policy) -> Decision:
    """Decide what to do about a turn; pure: the same context and policy give the same bytes.

    ``id``, ``suggestion_id`` and ``assignee`` are null: whoever stores the decision, drafts for it or knows the team
    puts them in. The recorded policy version is that of ``policy``, whatever the context was collected under.
    """
    outcomes = [rule.evaluate(context, policy) for rule in RULES]
    act = next(outcome.act for outcome in outcomes if outcome.act is not None)
    expires_at = later(act.follow_up_at or context.received_at, _lifetime(act, policy))
    return Decision(
        id=None,
        action=act.action,
        priority=act.priority,
        deadline_at=act.deadline_at,
        follow_up_at=act.follow_up_at,
        assignee=None,
        suggestion_id=None,
        auto_send=act.auto_send,
        notice_text=act.notice_text,
        turn=context.turn,
        reasons=tuple(outcome.reason for outcome in outcomes),
        preconditions=Preconditions(
            last_inbound_id=context.last_inbound_id,
            consent_version=context.consent_version,
            versions=context.versions.model_copy(update={"policy": policy.id}),
            expires_at=expires_at,
        ),
    )


def _lifetime(act: Act, policy: Policy) -> timedelta:
    return timedelta(minutes=policy.expiry_minutes[act.action])
