"""What a rule may see: one frozen, serialisable context. No clock, no I/O, no globals."""

from copilot.clock import UtcTime
from copilot.domain.analysis import Analysis, Degradation, Versions
from copilot.domain.consent import ConsentState
from copilot.domain.conversation import Signal, Stage
from copilot.domain.knowledge import Hit
from copilot.domain.model import DomainModel


class DecisionContext(DomainModel):
    """Everything a decision depends on; stored beside it, so that it can be decided again."""

    conversation_id: str | None = None
    turn: tuple[str, ...] = ()
    """Ids of the replies, in order."""
    last_inbound_id: str | None = None
    analysis: Analysis | None = None
    """None: the last message is ours, so an opening is to be drafted."""
    stage: Stage | None = None
    industry: str | None = None
    timezone: str | None = None
    signals: tuple[Signal, ...] = ()
    consent_state: ConsentState = ConsentState.UNKNOWN
    """After the turn's own consent event acted."""
    consent_state_before: ConsentState | None = None
    """Before this turn. None: not known. A stop by somebody who had stopped before gets no second notice."""
    consent_version: int | None = None
    """None for a stateless call."""
    provider_answered: bool = False
    """The provider already sent its own opt-out, opt-in or help notice."""
    media_only: bool = False
    """The turn holds pictures or files and no words."""
    hits: tuple[Hit, ...] | None = None
    """None: retrieval was not evaluated; see ``degraded``."""
    auto_sends_today: int | None = None
    """Automatic answers this contact got since local midnight. None: not counted, so none is allowed."""
    received_at: UtcTime
    """When the last reply of the turn came; deadlines count from it."""
    versions: Versions
    degraded: tuple[Degradation, ...] = ()
