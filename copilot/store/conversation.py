"""Conversations: named by the caller, or found by (contact, our number)."""

from typing import Any

from sqlalchemy import Row, insert, select, update

from copilot.domain.conversation import Contact, Conversation, Deal, Message, Stage
from copilot.errors import ConflictError, NotFoundError
from copilot.store.codec import SIGNALS
from copilot.store.merge import merge_deal, merge_signals
from copilot.store.message import MessageRepository
from copilot.store.row import ContactRow, ConversationRow
from copilot.store.schema import contacts, conversations
from copilot.store.session import Session


class ConversationRepository:
    """Conversations by id."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, conversation_id: str) -> ConversationRow:
        """Return a conversation with its contact.

        Raises:
            NotFoundError: No conversation has this id.
        """
        found = self._find(conversations.c.id == conversation_id)
        if found is None:
            raise NotFoundError("no conversation has this id")
        return found

    def load(self, conversation_id: str, limit: int = 50) -> Conversation:
        """Return the conversation as the domain knows it, with its last ``limit`` messages, oldest first.

        Raises:
            NotFoundError: No conversation has this id.
        """
        row = self.get(conversation_id)
        recent = MessageRepository(self._session).recent(conversation_id, limit)
        return Conversation(
            id=row.id,
            stage=row.stage,
            industry=row.industry,
            contact=row.contact,
            deal=row.deal,
            signals=row.signals,
            messages=tuple(
                Message(id=m.id, direction=m.direction, text=m.text, at=m.at, sent_by=m.sent_by) for m in recent
            ),
        )

    def open(self, contact: ContactRow, our_number: str | None, given: Conversation | None) -> ConversationRow:
        """Return the conversation a message belongs to, made if new, with what the caller knows merged in.

        Raises:
            ConflictError: The given id is a conversation with another contact.
        """
        given_id = None if given is None else given.id
        if given_id is not None:
            stored = self._find(conversations.c.id == given_id, lock=True)
        else:
            is_theirs = conversations.c.subject_key == contact.subject_key
            stored = self._find(is_theirs, conversations.c.our_number == our_number, lock=True)
        if stored is None:
            stored = self._create(contact, our_number, given_id)
        elif stored.subject_key != contact.subject_key:
            raise ConflictError(
                "this conversation id belongs to another contact; use an id of its own for each contact"
            )
        self._merge(stored, given or Conversation())
        return self.get(stored.id)

    def _find(self, *conditions: Any, lock: bool = False) -> ConversationRow | None:
        """Return the conversation that meets the conditions; of several, the one that was used last."""
        query = (
            select(conversations, contacts.c.phone, contacts.c.profile)
            .join(contacts, contacts.c.subject_key == conversations.c.subject_key)
            .where(*conditions)
            .order_by(conversations.c.updated_at.desc(), conversations.c.id)
            .limit(1)
        )
        if lock:  # SQLite, which locks the whole file, leaves the clause out
            query = query.with_for_update(of=conversations)
        row = self._session.connection.execute(query).one_or_none()
        return None if row is None else _conversation(row)

    def _create(self, contact: ContactRow, our_number: str | None, given_id: str | None) -> ConversationRow:
        conversation_id, now = given_id or self._session.new_id("cnv"), self._session.now()
        self._session.connection.execute(
            insert(conversations).values(
                id=conversation_id,
                subject_key=contact.subject_key,
                our_number=our_number,
                named_by_caller=given_id is not None,
                signals=SIGNALS.write(()),
                created_at=now,
                updated_at=now,
            )
        )
        return self.get(conversation_id)

    def _merge(self, stored: ConversationRow, given: Conversation) -> None:
        deal = merge_deal(stored.deal, given.deal)
        self._session.connection.execute(
            update(conversations)
            .where(conversations.c.id == stored.id)
            .values(
                stage=given.stage or stored.stage,
                industry=given.industry or stored.industry,
                deal=None if deal is None else deal.model_dump_json(),
                signals=SIGNALS.write(merge_signals(stored.signals, given.signals)),
                updated_at=self._session.now(),
            )
        )


def _conversation(row: Row[Any]) -> ConversationRow:
    return ConversationRow(
        id=row.id,
        subject_key=row.subject_key,
        our_number=row.our_number,
        stage=None if row.stage is None else Stage(row.stage),
        industry=row.industry,
        contact=Contact.model_validate_json(row.profile).model_copy(update={"phone": row.phone}),
        deal=None if row.deal is None else Deal.model_validate_json(row.deal),
        signals=SIGNALS.read(row.signals),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
