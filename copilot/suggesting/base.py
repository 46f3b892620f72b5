"""The seam of the drafter: what a draft may know, and who writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from copilot.domain.analysis import Analysis
from copilot.domain.conversation import Conversation
from copilot.domain.decision import Decision
from copilot.domain.knowledge import KnowledgeItem
from copilot.domain.suggestion import Suggestion


@dataclass(frozen=True, slots=True)
class RetrievedItem:
    """A hit with the whole item behind it."""

    item: KnowledgeItem
    score: float


@dataclass(frozen=True, slots=True)
class DraftContext:
    """Everything a draft may draw on. The action is decided already: no text may promise more than it."""

    decision: Decision
    analysis: Analysis | None
    """None when the last message is ours: then opening drafts."""
    conversation: Conversation
    hits: tuple[RetrievedItem, ...] = ()
    templates: tuple[KnowledgeItem, ...] = ()
    """Further templates, contract links and offers made for this stage and intent, found by the search or not."""
    our_facts: Mapping[str, str] = field(default_factory=dict)
    """Slot name → value of our own: ``our_company``, ``rep_name``."""
    now: datetime | None = None


class Suggester(Protocol):
    """Writes up to three drafts: ``answer``, ``advance``, ``short``."""

    def suggest(self, context: DraftContext) -> list[Suggestion]:
        """Return at most three drafts, the best first, ids ``s1`` … ``s3``; none where the action allows none."""
        ...
