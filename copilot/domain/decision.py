"""The one typed action for the send layer, with every reason and its preconditions."""

from enum import StrEnum
from typing import Literal

from copilot.clock import UtcTime
from copilot.domain.analysis import Versions
from copilot.domain.model import DomainModel


class Action(StrEnum):
    """What the send layer does; a decision carries exactly one."""

    SUPPRESS = "suppress"
    SEND_NOTICE = "send_notice"
    NOTIFY_SPECIALIST = "notify_specialist"
    HAND_TO_SUPPORT = "hand_to_support"
    SUGGEST_TO_REP = "suggest_to_rep"
    SEND_MATERIAL = "send_material"
    SCHEDULE_FOLLOW_UP = "schedule_follow_up"
    NO_REPLY = "no_reply"
    HOLD_FOR_REVIEW = "hold_for_review"


ReasonState = Literal["applies", "does_not_apply", "not_evaluated"]


class Reason(DomainModel):
    """One rule's outcome: kept for every rule, not only the winner's."""

    rule: str
    state: ReasonState
    value: float | str | None = None
    threshold: float | str | None = None
    detail: str


class Assignee(DomainModel):
    """The person or team who shall act."""

    id: str
    name: str


class Preconditions(DomainModel):
    """What must still hold when the decision is carried out."""

    last_inbound_id: str | None
    consent_version: int | None
    versions: Versions
    expires_at: UtcTime


class Decision(DomainModel):
    """What to do about a turn. ``id`` is null for a stateless answer, which cannot be claimed."""

    id: str | None
    action: Action
    priority: int
    """0 … 100, most urgent first."""
    deadline_at: UtcTime | None
    follow_up_at: UtcTime | None
    assignee: Assignee | None
    suggestion_id: str | None
    auto_send: bool
    notice_text: str | None
    turn: tuple[str, ...]
    """Ids of the replies this decision answers."""
    reasons: tuple[Reason, ...]
    preconditions: Preconditions
