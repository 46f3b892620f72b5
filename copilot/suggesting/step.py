"""Tables: which step moves a deal on, and which fixed line stands for a step, a wish, a stage or a signal."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from copilot.domain.conversation import Stage
from copilot.domain.label import Intent
from copilot.suggesting.phrase import Line


class Step(StrEnum):
    """What moves the deal after the answer."""

    STAGE = "stage"
    """Whatever is next at this stage."""
    TALK = "talk"
    APPROVER = "approver"
    DATE = "date"
    TIME = "time"
    AGENDA = "agenda"
    REACH = "reach"
    NONE = "none"
    """They declined, or nothing is to be moved."""


STEP_OF_INTENT: Final[Mapping[Intent, Step]] = {
    Intent.WRONG_PERSON: Step.NONE,
    Intent.MEETING_REQUEST: Step.TIME,
    Intent.MEETING_ACCEPT: Step.AGENDA,
    Intent.MEETING_CHANGE: Step.TIME,
    Intent.DISCOUNT_REQUEST: Step.TALK,
    Intent.PRICE_OBJECTION: Step.TALK,
    Intent.COMPETITOR: Step.TALK,
    Intent.NOT_NOW: Step.DATE,
    Intent.NEEDS_APPROVAL: Step.APPROVER,
    Intent.NOT_INTERESTED: Step.NONE,
    Intent.WHO_IS_THIS: Step.NONE,
    Intent.REFERRAL: Step.REACH,
}
"""Intents that are not here take the step of the stage."""

LINE_OF_STEP: Final = {
    Step.TALK: Line.STEP_MEETING,
    Step.APPROVER: Line.STEP_APPROVER,
    Step.DATE: Line.STEP_DATE,
    Step.TIME: Line.STEP_TIME,
    Step.AGENDA: Line.STEP_AGENDA,
    Step.REACH: Line.STEP_REACH,
}

LINE_OF_STAGE: Final = {
    None: Line.STEP_MEETING,
    Stage.LEAD: Line.STEP_MEETING,
    Stage.QUALIFICATION: Line.STEP_MEETING,
    Stage.PROPOSAL: Line.STEP_QUOTE,
    Stage.CLOSING: Line.STEP_SIGN,
    Stage.RENEWAL: Line.STEP_RENEW,
}

LINE_OF_INTENT: Final[Mapping[Intent, Line]] = {
    Intent.WRONG_PERSON: Line.WRONG_PERSON,
    Intent.PURCHASE_READY: Line.BUY,
    Intent.MEETING_REQUEST: Line.MEETING,
    Intent.MEETING_ACCEPT: Line.AGREED,
    Intent.MEETING_CHANGE: Line.CHANGE,
    Intent.DISCOUNT_REQUEST: Line.OBJECTION,
    Intent.PRICE_OBJECTION: Line.OBJECTION,
    Intent.COMPETITOR: Line.OBJECTION,
    Intent.NOT_NOW: Line.LATER,
    Intent.NEEDS_APPROVAL: Line.APPROVAL,
    Intent.NOT_INTERESTED: Line.DECLINE,
    Intent.WHO_IS_THIS: Line.WHO,
    Intent.REFERRAL: Line.REFERRAL,
    Intent.GRATITUDE: Line.THANKS,
    Intent.ACKNOWLEDGEMENT: Line.NOTED,
    Intent.GREETING: Line.GREETING,
}
"""Intents that are not here are questions."""

ASK_OF_SERVICE: Final = {
    Intent.COMPLAINT: Line.ASK_COMPLAINT,
    Intent.CANCEL_REQUEST: Line.ASK_CANCEL,
    Intent.HUMAN_REQUEST: Line.ASK_HUMAN,
    Intent.SUPPORT_ISSUE: Line.ASK_SUPPORT,
    Intent.BILLING_ISSUE: Line.ASK_BILLING,
    Intent.ORDER_STATUS: Line.ASK_ORDER,
}

LINE_OF_SIGNAL: Final = {
    "contract_final_review": Line.SIGNAL_CONTRACT,
    "ticket_solved": Line.SIGNAL_SOLVED,
    "renewal_window": Line.SIGNAL_RENEWAL,
    "item_viewed": Line.SIGNAL_VIEWED,
    "usage_drop": Line.SIGNAL_USAGE,
}

ANSWERED_BEFORE_THE_STEP: Final = frozenset(
    {
        *(Intent.PRICING_QUESTION, Intent.DISCOUNT_REQUEST, Intent.CONTRACT_QUESTION, Intent.UPGRADE_INTEREST),
        *(Intent.RENEWAL_QUESTION, Intent.PRODUCT_QUESTION, Intent.INFO_REQUEST, Intent.PRICE_OBJECTION),
        *(Intent.COMPETITOR, Intent.NEEDS_APPROVAL),
    }
)
"""A step alone would ignore what they said: the statements of the answer go in front."""
