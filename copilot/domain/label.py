"""The label set, version 2. Names are wire strings; their order is part of the model's contract."""

from enum import StrEnum
from typing import Final

LABELS_VERSION: Final = "2"


class Intent(StrEnum):
    """What the customer wants now. A tie for the primary goes to the intent listed first."""

    OPT_OUT = "opt_out"
    WRONG_PERSON = "wrong_person"
    PURCHASE_READY = "purchase_ready"
    MEETING_REQUEST = "meeting_request"
    MEETING_ACCEPT = "meeting_accept"
    MEETING_CHANGE = "meeting_change"
    PRICING_QUESTION = "pricing_question"
    DISCOUNT_REQUEST = "discount_request"
    CONTRACT_QUESTION = "contract_question"
    UPGRADE_INTEREST = "upgrade_interest"
    RENEWAL_QUESTION = "renewal_question"
    PRODUCT_QUESTION = "product_question"
    INFO_REQUEST = "info_request"
    PRICE_OBJECTION = "price_objection"
    NOT_NOW = "not_now"
    NEEDS_APPROVAL = "needs_approval"
    COMPETITOR = "competitor"
    NOT_INTERESTED = "not_interested"
    COMPLAINT = "complaint"
    CANCEL_REQUEST = "cancel_request"
    HUMAN_REQUEST = "human_request"
    SUPPORT_ISSUE = "support_issue"
    BILLING_ISSUE = "billing_issue"
    ORDER_STATUS = "order_status"
    WHO_IS_THIS = "who_is_this"
    REFERRAL = "referral"
    GRATITUDE = "gratitude"
    ACKNOWLEDGEMENT = "acknowledgement"
    GREETING = "greeting"
    AUTO_REPLY = "auto_reply"
    ABUSE_OR_SPAM = "abuse_or_spam"


class Sentiment(StrEnum):
    """The feeling expressed, not the business outcome."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Emotion(StrEnum):
    """The strongest emotion present; ``none`` is the usual case and a judged label."""

    ANGER = "anger"
    FRUSTRATION = "frustration"
    WORRY = "worry"
    DISAPPOINTMENT = "disappointment"
    CONFUSION = "confusion"
    EXCITEMENT = "excitement"
    GRATITUDE = "gratitude"
    NONE = "none"


class Urgency(StrEnum):
    """How soon the customer needs an answer, by their own words."""

    NONE = "none"
    SOON = "soon"
    NOW = "now"


class PurchaseSignal(StrEnum):
    """How near the customer is to buying."""

    NONE = "none"
    WEAK = "weak"
    MODERATE = "moderate"
    STRONG = "strong"


SENTIMENT_VALUE: Final = {Sentiment.NEGATIVE: -1.0, Sentiment.NEUTRAL: 0.0, Sentiment.POSITIVE: 1.0}
"""Weights of the expected score, −1 … 1."""

URGENCY_VALUE: Final = {Urgency.NONE: 0.0, Urgency.SOON: 0.5, Urgency.NOW: 1.0}
"""Weights of the expected score, 0 … 1."""

PURCHASE_VALUE: Final = {
    PurchaseSignal.NONE: 0.0,
    PurchaseSignal.WEAK: 100 / 3,
    PurchaseSignal.MODERATE: 200 / 3,
    PurchaseSignal.STRONG: 100.0,
}
"""Weights of the expected score, 0 … 100."""
