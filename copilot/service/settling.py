"""Settle: when a burst of replies is over, take it the whole way and store the answer in one transaction."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from copilot.clock import Clock
from copilot.domain.analysis import Analysis, ConsentFinding
from copilot.domain.consent import ConsentEvent, ConsentState, ConsentTier
from copilot.domain.decision import Action, Decision
from copilot.errors import OverloadedError, StoreUnavailableError, TurnChangedError
from copilot.pipeline import Answer, Pipeline, TurnInput, join_replies, with_ids
from copilot.scoring.base import ReplyInput
from copilot.service.board import DecisionBoard
from copilot.service.event import decision_made
from copilot.service.loop import IDLE_S, BackgroundLoop
from copilot.store.entry import ConsentEntry, OutboxEvent, TurnOutcome
from copilot.store.ledger import NEVER_HEARD, fold
from copilot.store.row import MessageRow, TurnRow
from copilot.store.store import Store, Transaction

_log = logging.getLogger(__name__)

TURN_LEASE = timedelta(seconds=60)
"""Longer than every deadline inside; a worker that dies gives the turn back after it."""
_BUSY_RETRY = timedelta(seconds=1)
_FAULT_RETRY = timedelta(seconds=5)
_PATIENCE = 3
"""Attempts with the model before a turn that fails is decided without it, so that a person sees it."""
_LONG_PATIENCE = 25
"""The same for a turn that did not fail but was never finished: a full queue, replies that keep coming, a crash."""
_HOPELESS = 6
"""Attempts after which a turn that goes on failing is marked failed."""
_NO_FAULT = frozenset({None, "overloaded", "turn_changed"})
"""What ``TurnRow.error`` says of a turn that is tried again though nothing in it is broken."""


@dataclass(frozen=True, slots=True)
class _LeasedTurn:
    row: TurnRow
    replies: list[MessageRow]
    input: TurnInput


class TurnSettler:
    """Decides turns: at once when asked, else in a worker thread when they are due."""

    def __init__(
        self, store: Store, pipeline: Pipeline, board: DecisionBoard, clock: Clock, on_event: Callable[[], None]
    ):
        self._store = store
        self._pipeline = pipeline
        self._board = board
        self._clock = clock
        self._on_event = on_event
        self._counting = threading.Lock()
        self._decided: Counter[Action] = Counter()
        self._loop = BackgroundLoop("settler", self.decide_due, TURN_LEASE.total_seconds())

    def start(self) -> None:
        """Start deciding due turns in the background."""
        self._loop.start()

    def stop(self) -> None:
        """Finish the turn in hand and stop."""
        self._loop.stop()

    def wake(self) -> None:
        """Look again: something was stored."""
        self._loop.wake()

    @property
    def decided(self) -> Mapping[str, int]:
        """Return how many decisions were made since the start, by action."""
        with self._counting:
            return {action.value: count for action, count in self._decided.items()}

    def decide_due(self) -> float:
        """Decide every turn that is due now; return the seconds until it is worth looking again."""
        while not self._loop.is_stopping:
            with self._store.read() as tx:
                due_at = tx.turns.next_due_at()
            now = self._clock.now()
            if due_at is None or due_at > now:
                return IDLE_S if due_at is None else min(IDLE_S, (due_at - now).total_seconds())
            with self._store.transaction() as tx:
                row = tx.turns.lease_next(TURN_LEASE)
            if row is None:
                return IDLE_S
            self.decide(row)
        return 0

    def decide(self, row: TurnRow) -> Decision | None:
        """Decide a leased turn, in the caller's thread; None when it must be tried again.

        Raises:
            StoreUnavailableError: Nothing was stored; the turn is tried again when its lease has run out.
        """
        try:
            leased = self._read(row)
            answer = self._answer(leased)
            decision = self._finish(leased, answer)
        except TurnChangedError:
            self._put_back(row, "turn_changed", timedelta(0))
            self._loop.wake()
            return None
        except OverloadedError:
            self._put_back(row, "overloaded", _BUSY_RETRY)
            return None
        except StoreUnavailableError:
            raise
        except Exception as error:
            # The type only: an exception's text may hold what a customer wrote.
            _log.error("turn %s failed with %s", row.id, type(error).__name__)
            is_hopeless = row.attempts >= _HOPELESS and row.error not in _NO_FAULT
            self._put_back(row, type(error).__name__, None if is_hopeless else _FAULT_RETRY)
            return None
        with self._counting:
            self._decided[decision.action] += 1
        self._board.publish(row.id)
        self._on_event()
        return decision

    def _put_back(self, row: TurnRow, error: str, after: timedelta | None) -> None:
        with self._store.transaction() as tx:
            tx.turns.fail(row.id, row.attempts, error, None if after is None else self._clock.now() + after)
        if after is None:
            self._board.publish(row.id)

    def _read(self, row: TurnRow) -> _LeasedTurn:
        with self._store.read() as tx:
            replies = tx.messages.of_turn(row.id)
            conversation = tx.conversations.load(row.conversation_id)
            context = tx.messages.context_of_turn(row.id)
            status = tx.consent.status_of(row.subject_key)
            ledger = tx.consent.events_of(row.subject_key)
        last = replies[-1]
        of_turn = {reply.id for reply in replies}
        before = fold(line for line in ledger if line.message_id not in of_turn).get(row.subject_key, NEVER_HEARD)
        text = join_replies([reply.text for reply in replies])
        contact = conversation.contact
        turn = TurnInput(
            conversation=conversation,
            reply=ReplyInput(
                text=text,
                context=context,
                id=last.id,
                received_at=last.at,
                timezone=None if contact is None else contact.timezone,
            ),
            received_at=last.received_at,
            turn=tuple(reply.id for reply in replies),
            last_inbound_id=last.id,
            consent_state=status.state,
            consent_state_before=before.state,
            consent_version=status.version,
            consent=row.consent,
            media_only=not text,
        )
        return _LeasedTurn(row, replies, turn)

    def _answer(self, leased: _LeasedTurn) -> Answer:
        turn = leased.input
        assert turn.reply is not None
        if turn.media_only:
            return self._pipeline.answer(turn, self._pipeline.unread(turn.reply, "the turn holds no words"))
        if leased.row.attempts > (_LONG_PATIENCE if leased.row.error in _NO_FAULT else _PATIENCE):
            return self._pipeline.answer(
                turn, self._pipeline.unread(turn.reply, "it failed repeatedly"), with_drafts=False
            )
        try:
            return self._pipeline.answer(turn)
        except OverloadedError:
            if turn.consent.event is None:
                raise
            # A stop is a stop, also when the queue is full.
            return self._pipeline.answer(turn, self._pipeline.unread(turn.reply, "the scoring queue is full"))

    def _finish(self, leased: _LeasedTurn, answer: Answer) -> Decision:
        store = self._store
        answer = with_ids(answer, store.new_id("dec"), [store.new_id("sug") for _ in answer.suggestions])
        with store.transaction() as tx:
            answer = self._act_on_model_consent(tx, leased, answer)
            tx.finish_turn(
                leased.row.id,
                leased.row.attempts,
                TurnOutcome(
                    decision=answer.decision,
                    suggestions=answer.suggestions,
                    events=(self._event(leased, answer),),
                    decision_context=answer.context.model_dump_json(),
                    analysis=answer.analysis,
                    vector=None if answer.vector is None else answer.vector.tobytes(),
                    # Not searched is not the same as nothing found.
                    hits=None if answer.context.hits is None else answer.hits,
                    degraded=answer.degraded,
                ),
            )
        return answer.decision

    def _event(self, leased: _LeasedTurn, answer: Answer) -> OutboxEvent:
        return decision_made(
            answer.decision,
            answer.suggestions,
            conversation_id=leased.row.conversation_id,
            reply_id=leased.replies[-1].id,
            occurred_at=self._clock.now(),
        )

    def _act_on_model_consent(self, tx: Transaction, leased: _LeasedTurn, answer: Answer) -> Answer:
        """Enter an opt-out that no single reply's words showed into the ledger, in the transaction that decides.

        The model saw it, or the phrase grammar did once the replies of the turn were read as one text.
        """
        found = _late_opt_out(answer.analysis, leased.row.consent)
        status = tx.consent.status_of(leased.row.subject_key)
        if status.version != leased.input.consent_version:
            raise TurnChangedError("consent changed while the turn was scored")
        if found is None or status.state is ConsentState.OPTED_OUT:
            return answer
        last = leased.replies[-1]
        event = tx.consent.append(
            ConsentEntry(
                subject_key=leased.row.subject_key,
                event="opt_out",
                method=found.tier.value,
                occurred_at=last.received_at,
                message_id=last.id,
                provider_message_id=last.provider_message_id,
                model_version=answer.versions.model if found.tier is ConsentTier.MODEL else None,
                score=found.probability,
            )
        )
        return _with_consent_version(answer, event.version)


@dataclass(frozen=True, slots=True)
class _LateOptOut:
    tier: ConsentTier
    probability: float | None
    """Of the opt-out, when the model found it."""


def _late_opt_out(analysis: Analysis | None, acted: ConsentFinding) -> _LateOptOut | None:
    """Return an opt-out that did not act when the replies came."""
    if analysis is None or analysis.consent.event is not ConsentEvent.OPT_OUT or analysis.consent == acted:
        return None
    tier = analysis.consent.tier or ConsentTier.MODEL
    if tier is not ConsentTier.MODEL:
        return _LateOptOut(tier, None)
    probability = next((score.probability for score in analysis.intents if score.name == "opt_out"), 1.0)
    return _LateOptOut(tier, probability)


def _with_consent_version(answer: Answer, version: int) -> Answer:
    preconditions = answer.decision.preconditions.model_copy(update={"consent_version": version})
    return replace(
        answer,
        decision=answer.decision.model_copy(update={"preconditions": preconditions}),
        context=answer.context.model_copy(update={"consent_version": version}),
    )
