"""What kind of draft a decision calls for. The action is decided already; this only reads it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from copilot.domain.analysis import Analysis
from copilot.domain.consent import ConsentEvent
from copilot.domain.conversation import Conversation, Direction, Stage
from copilot.domain.decision import Action, Decision
from copilot.domain.label import Intent
from copilot.suggesting.base import DraftContext

SERVICE_INTENTS: Final = frozenset(
    {
        *(Intent.COMPLAINT, Intent.CANCEL_REQUEST, Intent.HUMAN_REQUEST),
        *(Intent.SUPPORT_ISSUE, Intent.BILLING_ISSUE, Intent.ORDER_STATUS),
    }
)
"""Wishes that are served and never pitched to."""

SILENT_INTENTS: Final = frozenset({Intent.OPT_OUT, Intent.AUTO_REPLY, Intent.ABUSE_OR_SPAM})
"""Nobody waits for an answer to these, or nobody may give one."""

SILENT_ACTIONS: Final = frozenset({Action.SUPPRESS, Action.SEND_NOTICE, Action.NO_REPLY})

_REVIEW_WORDS: Final = ("opt_out", "opted_out", "injection", "contradict", "media", "unread", "wrong_person")
"""In the name of an applying rule: a person must read the reply itself before anything is written."""


class Mode(StrEnum):
    """The kind of draft."""

    NONE = "none"
    CLARIFY = "clarify"
    SERVE = "serve"
    FOLLOW_UP = "follow_up"
    OPEN = "open"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Situation:
    """What the plan of the drafts depends on."""

    mode: Mode
    action: Action
    intents: tuple[Intent, ...]
    """The primary first; only service intents in ``SERVE``."""
    stage: Stage | None
    industry: str | None
    language: str

    @property
    def primary(self) -> Intent | None:
        """The wish to answer first."""
        return self.intents[0] if self.intents else None


def read_situation(context: DraftContext) -> Situation:
    """Return which drafts the decision allows, and in which language."""
    conversation, analysis = context.conversation, context.analysis
    mode = _mode(context.decision, analysis, conversation)
    return Situation(
        mode=mode,
        action=context.decision.action,
        intents=_intents(analysis, mode),
        stage=conversation.stage,
        industry=conversation.industry,
        language=_language(analysis, conversation),
    )


def _mode(decision: Decision, analysis: Analysis | None, conversation: Conversation) -> Mode:
    action = decision.action
    if action in SILENT_ACTIONS:
        return Mode.NONE
    if analysis is None:
        return _mode_without_analysis(action, conversation)
    if analysis.possible_opt_out or analysis.consent.event is ConsentEvent.OPT_OUT:
        return Mode.NONE
    if analysis.primary in SILENT_INTENTS:
        return Mode.NONE
    if action is Action.HOLD_FOR_REVIEW:
        return Mode.CLARIFY if analysis.abstained and not _needs_reading(decision, analysis) else Mode.NONE
    if action is Action.HAND_TO_SUPPORT or analysis.primary in SERVICE_INTENTS:
        return Mode.SERVE
    if action is Action.SCHEDULE_FOLLOW_UP:
        return Mode.FOLLOW_UP
    return Mode.REPLY if _intents(analysis, Mode.REPLY) else Mode.CLARIFY


def _mode_without_analysis(action: Action, conversation: Conversation) -> Mode:
    messages = conversation.messages
    if messages and messages[-1].direction is Direction.INBOUND:
        return Mode.NONE  # the model is down: nobody knows what the customer said
    return Mode.NONE if action in {Action.HOLD_FOR_REVIEW, Action.HAND_TO_SUPPORT} else Mode.OPEN


def _needs_reading(decision: Decision, analysis: Analysis) -> bool:
    applying = (reason.rule for reason in decision.reasons if reason.state == "applies")
    is_named = any(word in rule for rule in applying for word in _REVIEW_WORDS)
    return is_named or any(score.name in SILENT_INTENTS for score in analysis.intents)


def _intents(analysis: Analysis | None, mode: Mode) -> tuple[Intent, ...]:
    if mode is Mode.OPEN:
        return (Intent.GREETING,)
    if analysis is None:
        return ()
    first = () if analysis.primary is None else (analysis.primary,)
    others = tuple(s.name for s in analysis.intents if s.name not in first and s.name not in SILENT_INTENTS)
    wishes = first + others
    return tuple(w for w in wishes if w in SERVICE_INTENTS) if mode is Mode.SERVE else wishes


def _language(analysis: Analysis | None, conversation: Conversation) -> str:
    if analysis is not None and analysis.language.code != "und":
        return analysis.language.code
    contact = conversation.contact
    stated = (contact.language or "") if contact else ""
    code = stated.strip().lower().replace("_", "-").partition("-")[0]
    return code if code.isascii() and code.isalpha() and len(code) in (2, 3) else "en"
