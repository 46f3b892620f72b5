"""The store: transactions for writing and reading, each with every repository attached."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import Engine

from copilot.clock import Clock
from copilot.errors import ConfigurationError, StoreUnavailableError
from copilot.store.api_key import ApiKeyRepository
from copilot.store.audit import verify_ledger
from copilot.store.claim import claim
from copilot.store.consent import ConsentRepository
from copilot.store.contact import ContactRepository
from copilot.store.conversation import ConversationRepository
from copilot.store.decision import DecisionRepository
from copilot.store.engine import for_writing, scrub, writer_gate
from copilot.store.entry import IncomingReply, OutgoingMessage, TurnOutcome
from copilot.store.erase import erase
from copilot.store.export import export
from copilot.store.failure import translated_failures
from copilot.store.finish import finish_turn
from copilot.store.health import check_health
from copilot.store.idempotency import IdempotencyRepository
from copilot.store.identifier import IdFactory, time_ordered_ids
from copilot.store.knowledge import KnowledgeRepository
from copilot.store.message import MessageRepository
from copilot.store.outbox import OutboxRepository
from copilot.store.receive import receive, record_outbound
from copilot.store.row import Claim, DecisionRow, Erasure, ReceivedReply, RecordedMessage, StoreHealth
from copilot.store.session import Session
from copilot.store.subject import MIN_KEY_BYTES, subject_key
from copilot.store.turn import TurnRepository


class Transaction:
    """One open transaction. Its repositories see each other's changes; others see them once it has ended."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.contacts = ContactRepository(session)
        self.conversations = ConversationRepository(session)
        self.messages = MessageRepository(session)
        self.turns = TurnRepository(session)
        self.decisions = DecisionRepository(session)
        self.consent = ConsentRepository(session)
        self.outbox = OutboxRepository(session)
        self.idempotency = IdempotencyRepository(session)
        self.knowledge = KnowledgeRepository(session)
        self.api_keys = ApiKeyRepository(session)
        self.now = session.now
        self.new_id = session.new_id
        self.subject_of = session.subject_of

    def receive(self, reply: IncomingReply) -> ReceivedReply:
        """Store a reply and all it does; see ``copilot.store.receive``."""
        return receive(self._session, reply)

    def record_outbound(self, message: OutgoingMessage) -> RecordedMessage:
        """Store a text we sent; see ``copilot.store.receive``."""
        return record_outbound(self._session, message)

    def finish_turn(self, turn_id: str, attempt: int, outcome: TurnOutcome) -> DecisionRow:
        """Store a turn's outcome; see ``copilot.store.finish``."""
        return finish_turn(self._session, turn_id, attempt, outcome)

    def claim(self, decision_id: str, key: str) -> Claim:
        """Claim a decision under an Idempotency-Key; see ``copilot.store.claim``."""
        return claim(self._session, decision_id, key)

    def export(self, subject_key: str) -> dict[str, object]:
        """Return everything known of a contact; see ``copilot.store.export``."""
        return export(self._session, subject_key)

    def erase(self, subject_key: str, *, actor: str) -> Erasure:
        """Erase a contact; use ``Store.erase``, which also scrubs the files."""
        return erase(self._session, subject_key, actor=actor)

    def verify_ledger(self) -> list[str]:
        """Return everything wrong with the consent ledger; see ``copilot.store.audit``."""
        return verify_ledger(self._session)


class Store:
    """The database behind a migrated engine."""

    def __init__(self, engine: Engine, *, subject_key: bytes, clock: Clock, new_id: IdFactory | None = None) -> None:
        """Take an engine.

        Raises:
            ConfigurationError: The subject key is too short to protect a phone number.
        """
        if len(subject_key) < MIN_KEY_BYTES:
            raise ConfigurationError(f"COPILOT_SUBJECT_KEY needs at least {MIN_KEY_BYTES} bytes")
        self._engine = engine
        self._writing = for_writing(engine)
        self._gate = writer_gate(engine)
        self._subject_key = subject_key
        self._clock = clock
        self.new_id = new_id or time_ordered_ids(clock)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Open a transaction that writes: committed at the end, undone whole by any exception. Not to be nested.

        Raises:
            StoreUnavailableError: The database is full, locked, read-only, damaged or gone.
        """
        with self._session_for_writing() as session:
            yield Transaction(session)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Open a transaction that only reads one consistent state, beside any writer; it is always undone.

        Raises:
            StoreUnavailableError: The database is damaged or gone.
        """
        with translated_failures(), self._engine.connect() as connection:
            yield Transaction(Session(connection, self._clock, self.new_id, self._subject_key))

    def subject_of(self, phone: str) -> str:
        """Return the keyed hash that stands for an E.164 number."""
        return subject_key(self._subject_key, phone)

    def erase(self, subject_key: str, *, actor: str) -> Erasure:
        """Erase a contact and scrub what the files still held of them.

        Raises:
            NotFoundError: Nothing is known of this subject.
            StoreUnavailableError: The database cannot be written.
        """
        with self.transaction() as tx:
            erased = tx.erase(subject_key, actor=actor)
        try:
            return replace(erased, scrubbed=self.scrub())
        except StoreUnavailableError:  # they are erased all the same; the caller is told to scrub again
            return erased

    def scrub(self) -> bool:
        """Remove what was deleted from the files too; False when a reader kept the log from being emptied.

        Raises:
            StoreUnavailableError: The database cannot be rewritten, as when the disk is full.
        """
        with translated_failures(), self._gate:
            return scrub(self._engine)

    def health(self) -> StoreHealth:
        """Return whether the database can be written and is up to date. Never raises for what it finds."""
        return check_health(self._engine, self._session_for_writing)

    def close(self) -> None:
        """Release every connection."""
        self._engine.dispose()

    @contextmanager
    def _session_for_writing(self) -> Iterator[Session]:
        with translated_failures(), self._gate, self._writing.begin() as connection:
            yield Session(connection, self._clock, self.new_id, self._subject_key)
