"""The way of a reply, readable aloud: analyse, retrieve, decide, suggest.

Nothing here stores or sends. The same steps answer a stateless call and a settled turn.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from copilot.domain.analysis import Analysis, ConsentFinding, Degradation, Versions
from copilot.domain.consent import ConsentEvent, ConsentState
from copilot.domain.conversation import Conversation, Stage
from copilot.domain.decision import Action, Decision
from copilot.domain.knowledge import Hit, KnowledgeItem
from copilot.domain.label import LABELS_VERSION
from copilot.domain.suggestion import Suggestion
from copilot.errors import DeadlineExceededError, KnowledgeUnavailableError, ModelUnavailableError
from copilot.retrieval.base import KnowledgeQuery, KnowledgeStore
from copilot.routing.base import DecisionContext
from copilot.routing.decide import decide
from copilot.routing.policy import Policy
from copilot.scoring.analyse import analyse_without_model
from copilot.scoring.base import FloatArray, ReplyInput, ScoredTurn
from copilot.scoring.scorer import Scorer
from copilot.suggesting.base import DraftContext, RetrievedItem, Suggester

_log = logging.getLogger(__name__)

MAX_HITS = 10
_NAMES_SUGGESTION = frozenset(
    {Action.SEND_MATERIAL, Action.NOTIFY_SPECIALIST, Action.SUGGEST_TO_REP, Action.SCHEDULE_FOLLOW_UP}
)
"""Actions that may come with a chosen draft. A hold or a hand-over names none: a person looks at its drafts."""


class Library(Protocol):
    """The items behind the hits."""

    def items_of(self, ids: Sequence[str]) -> list[KnowledgeItem]:
        """Return the items that exist, in the order of the ids."""
        ...

    def texts_for(self, stage: Stage | None, language: str | None) -> tuple[KnowledgeItem, ...]:
        """Return the templates, contract links and offers for this stage, in this language and in English."""
        ...


@dataclass(frozen=True, slots=True)
class TurnInput:
    """A turn with everything known around it."""

    conversation: Conversation
    """With the turn's replies as its last messages."""
    reply: ReplyInput | None
    """The turn's replies as one text; None when the last message is ours."""
    received_at: datetime
    turn: tuple[str, ...] = ()
    last_inbound_id: str | None = None
    consent_state: ConsentState = ConsentState.UNKNOWN
    """After the words of the turn acted."""
    consent_state_before: ConsentState | None = None
    """Before they did; None: not known."""
    consent_version: int | None = None
    consent: ConsentFinding = field(default_factory=ConsentFinding)
    """What the words did when the replies came, before any model."""
    provider_answered: bool = False
    media_only: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the pipeline found, decided and drafted."""

    versions: Versions
    analysis: Analysis | None
    vector: FloatArray | None
    hits: tuple[Hit, ...]
    context: DecisionContext
    decision: Decision
    suggestions: tuple[Suggestion, ...]
    degraded: tuple[Degradation, ...]
    durations_ms: Mapping[str, float]
    """Step → milliseconds."""

    def public(self) -> dict[str, Any]:
        """Return the answer in the shape of ``POST /v1/suggest``, ready for JSON."""
        return {
            "versions": self.versions.model_dump(mode="json"),
            "analysis": None if self.analysis is None else self.analysis.model_dump(mode="json"),
            "hits": [hit.model_dump(mode="json") for hit in self.hits],
            "decision": self.decision.model_dump(mode="json"),
            "suggestions": [suggestion.model_dump(mode="json") for suggestion in self.suggestions],
            "degraded": [part.model_dump(mode="json") for part in self.degraded],
        }


class Pipeline:
    """The steps in their order, over parts that may be missing."""

    def __init__(
        self,
        *,
        scorer: Scorer | None,
        scorer_fault: str | None = None,
        knowledge: KnowledgeStore | None,
        knowledge_fault: str | None = None,
        library: Library,
        suggester: Suggester,
        policy: Policy,
        our_facts: Mapping[str, str],
        relevance_floor: float,
        scoring_deadline: timedelta,
        default_timezone: str | None,
    ) -> None:
        self._scorer = scorer
        self._scorer_fault = scorer_fault or "no model is loaded"
        self._knowledge = knowledge
        self._knowledge_fault = knowledge_fault or "no knowledge index is open"
        self._library = library
        self._suggester = suggester
        self._policy = policy
        self._our_facts = our_facts
        self._floor = relevance_floor
        self._deadline = scoring_deadline
        self._default_timezone = default_timezone
        self.versions = Versions(
            model=None if scorer is None else scorer.model_id, policy=policy.id, labels=LABELS_VERSION
        )

    def answer(self, turn: TurnInput, scored: ScoredTurn | None = None, *, with_drafts: bool = True) -> Answer:
        """Take a turn the whole way.

        Args:
            turn: The turn and what is known around it.
            scored: An analysis made elsewhere (``submit`` awaited by the caller); None scores here.
            with_drafts: False leaves the drafts out: for a turn whose drafting may be what fails.

        Raises:
            OverloadedError: The scoring queue is full; nothing was decided.
        """
        durations: dict[str, float] = {}
        degraded: list[Degradation] = []

        started = time.perf_counter()
        if turn.reply is not None and scored is None:
            scored = self.score_or_degrade(turn.reply)
        analysis = None if scored is None else self._with_consent(scored.analysis, turn.consent)
        vector = None if scored is None else scored.vector
        if analysis is not None and vector is None:
            # Every head that was not evaluated carries the one reason: no model, a deadline, no words.
            degraded.append(Degradation(part="model", reason=analysis.not_evaluated[0].reason))
        durations["analyse"] = _ms_since(started)

        started = time.perf_counter()
        hits = self._retrieve(turn, analysis, vector, degraded)
        durations["retrieve"] = _ms_since(started)

        started = time.perf_counter()
        context = self._context(turn, analysis, hits, degraded)
        decision = decide(context, self._policy)
        durations["decide"] = _ms_since(started)

        started = time.perf_counter()
        shown = () if decision.action is Action.SUPPRESS else hits or ()
        suggestions = self._suggest(turn, analysis, decision, shown) if with_drafts else ()
        if decision.auto_send and (not suggestions or suggestions[0].blanks):
            # Nothing can go out as it is, so a person must see it: decide again as if nothing had been found.
            context = context.model_copy(update={"hits": ()})
            decision = decide(context, self._policy)
            suggestions = self._suggest(turn, analysis, decision, shown) if with_drafts else ()
        if suggestions and decision.action in _NAMES_SUGGESTION:
            decision = decision.model_copy(update={"suggestion_id": suggestions[0].id})
        durations["suggest"] = _ms_since(started)

        return Answer(
            versions=self.versions,
            analysis=analysis,
            vector=vector,
            hits=shown,
            context=context,
            decision=decision,
            suggestions=suggestions,
            degraded=tuple(degraded),
            durations_ms=durations,
        )

    def submit(self, replies: Sequence[ReplyInput], *, explain: bool = False) -> Future[list[ScoredTurn]]:
        """Start scoring replies; without a model the answer says, at once, what can be said.

        Raises:
            OverloadedError: The queue is full.
        """
        if self._scorer is not None:
            return self._scorer.submit(replies, deadline=self._deadline, explain=explain)
        future: Future[list[ScoredTurn]] = Future()
        future.set_result([self.unread(reply, self._scorer_fault) for reply in replies])
        return future

    def score_or_degrade(self, reply: ReplyInput) -> ScoredTurn:
        """Score one reply, or say without the model what can be said.

        Raises:
            OverloadedError: The scoring queue is full.
        """
        future = self.submit([reply])
        try:
            return future.result(timeout=self._deadline.total_seconds() + 1)[0]
        except (TimeoutError, CancelledError, DeadlineExceededError, ModelUnavailableError) as error:
            _log.warning("scoring gave up: %s", type(error).__name__)
            return self.unread(reply, type(error).__name__)

    def unread(self, reply: ReplyInput, reason: str) -> ScoredTurn:
        """Return what can be said of a reply that no model reads, for ``reason``."""
        zone = self._default_timezone or "UTC"
        return ScoredTurn(analyse_without_model(reply, reason, default_timezone=zone), vector=None)

    @staticmethod
    def _with_consent(analysis: Analysis, found: ConsentFinding) -> Analysis:
        """What the words did when the replies came outlives joining them into one turn."""
        return analysis if found.event is None else analysis.model_copy(update={"consent": found})

    def _retrieve(
        self, turn: TurnInput, analysis: Analysis | None, vector: FloatArray | None, degraded: list[Degradation]
    ) -> tuple[Hit, ...] | None:
        if vector is None or analysis is None:
            return None
        if self._knowledge is None:
            degraded.append(Degradation(part="knowledge", reason=self._knowledge_fault))
            return None
        conversation = turn.conversation
        query = KnowledgeQuery(
            vector=vector,
            stage=conversation.stage,
            industry=conversation.industry,
            language=_language(turn, analysis),
            intents=tuple(score.name for score in analysis.intents),
            now=turn.received_at,
            limit=MAX_HITS,
            floor=self._floor,
        )
        try:
            return tuple(self._knowledge.search(query))
        except KnowledgeUnavailableError as error:
            degraded.append(Degradation(part="knowledge", reason=error.message))
            return None

    def _context(
        self,
        turn: TurnInput,
        analysis: Analysis | None,
        hits: tuple[Hit, ...] | None,
        degraded: Sequence[Degradation],
    ) -> DecisionContext:
        conversation = turn.conversation
        contact = conversation.contact
        zone = (contact.timezone if contact else None) or (turn.reply.timezone if turn.reply else None)
        state = turn.consent_state
        if analysis is not None and analysis.consent.event is ConsentEvent.OPT_OUT:
            state = ConsentState.OPTED_OUT
        return DecisionContext(
            conversation_id=conversation.id,
            turn=turn.turn,
            last_inbound_id=turn.last_inbound_id,
            analysis=analysis,
            stage=conversation.stage,
            industry=conversation.industry,
            timezone=zone or self._default_timezone,
            signals=conversation.signals,
            consent_state=state,
            consent_state_before=turn.consent_state_before,
            consent_version=turn.consent_version,
            provider_answered=turn.provider_answered,
            media_only=turn.media_only,
            hits=hits,
            received_at=turn.received_at,
            versions=self.versions,
            degraded=tuple(degraded),
        )

    def _suggest(
        self, turn: TurnInput, analysis: Analysis | None, decision: Decision, hits: Sequence[Hit]
    ) -> tuple[Suggestion, ...]:
        scores = {hit.id: hit.score for hit in hits}
        items = self._library.items_of(list(scores))
        draft = DraftContext(
            decision=decision,
            analysis=analysis,
            conversation=turn.conversation,
            hits=tuple(RetrievedItem(item, scores[item.id]) for item in items),
            templates=self._library.texts_for(turn.conversation.stage, _language(turn, analysis)),
            our_facts=self._our_facts,
            now=turn.received_at,
        )
        return tuple(self._suggester.suggest(draft))


def _language(turn: TurnInput, analysis: Analysis | None) -> str | None:
    """Return the language to answer in: the text's, else the contact's, else None."""
    if analysis is not None and analysis.language.code != "und":
        return analysis.language.code
    contact = turn.conversation.contact
    return None if contact is None or contact.language is None else contact.language[:2].lower()


def turn_of(conversation: Conversation, now: datetime) -> TurnInput:
    """Read the turn out of a caller's conversation: its trailing inbound messages, and our last one as context."""
    messages = conversation.messages
    first = len(messages)
    while first > 0 and messages[first - 1].direction == "inbound":
        first -= 1
    replies = messages[first:]
    received_at = next((m.at for m in reversed(messages) if m.at is not None), now)
    if not replies:
        return TurnInput(conversation, None, received_at)
    contact = conversation.contact
    reply = ReplyInput(
        text=join_replies([message.text for message in replies]),
        context=messages[first - 1].text if first > 0 else None,
        received_at=received_at,
        timezone=None if contact is None else contact.timezone,
    )
    ids = tuple(message.id for message in replies if message.id is not None)
    return TurnInput(conversation, reply, received_at, turn=ids, last_inbound_id=replies[-1].id)


def join_replies(texts: Sequence[str]) -> str:
    """Return a burst of replies as one text, in order."""
    return "\n".join(text for text in texts if text)


def with_ids(answer: Answer, decision_id: str, suggestion_ids: Sequence[str]) -> Answer:
    """Give a stored answer its ids in place of the local ones."""
    renamed = dict(zip((s.id for s in answer.suggestions), suggestion_ids, strict=True))
    suggestions = tuple(s.model_copy(update={"id": renamed[s.id]}) for s in answer.suggestions)
    chosen = answer.decision.suggestion_id
    update = {"id": decision_id, "suggestion_id": None if chosen is None else renamed[chosen]}
    return replace(answer, decision=answer.decision.model_copy(update=update), suggestions=suggestions)


def _ms_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
