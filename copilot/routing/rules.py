"""All rules, in the order in which they win. Adding one is adding a name and one entry here."""

from typing import Final

from copilot.routing.answer_rule import (
    general_question,
    material_answer,
    nothing_else,
    objection,
    opening,
    other_intent,
)
from copilot.routing.buying_rule import (
    discount_request,
    hot_question,
    meeting_accept,
    meeting_change,
    meeting_request,
    purchase_ready,
    strong_purchase_signal,
    upgrade_interest,
)
from copilot.routing.consent_rule import contact_opted_out, help_event, opt_in_event, opt_out_event
from copilot.routing.follow_up_rule import follow_up
from copilot.routing.quiet_rule import abuse_or_spam, auto_reply, social
from copilot.routing.review_rule import (
    abstained,
    contradicting_signals,
    media_only,
    possible_opt_out,
    unread_text,
    wrong_person,
)
from copilot.routing.rule import Rule
from copilot.routing.service_rule import service_intent

RULES: Final[tuple[Rule, ...]] = (
    # What the customer decided about hearing from us.
    opt_out_event,
    help_event,
    opt_in_event,
    contact_opted_out,
    # What a human must see before anything else happens.
    possible_opt_out,
    media_only,
    unread_text,
    opening,
    wrong_person,
    auto_reply,
    abuse_or_spam,
    abstained,
    contradicting_signals,
    # Who is about to buy, and who needs help before being sold to.
    purchase_ready,
    strong_purchase_signal,
    service_intent,
    discount_request,
    meeting_request,
    meeting_accept,
    meeting_change,
    hot_question,
    upgrade_interest,
    # Who wants to be left alone, for a while or for now.
    follow_up,
    social,
    # What is worth a human's words.
    material_answer,
    general_question,
    objection,
    other_intent,
    nothing_else,
)
"""Evaluated all, always; the first that applies decides."""
