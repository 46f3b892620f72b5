"""Messages of both directions, in order of arrival. A reply is an inbound one."""

from typing import Any

from sqlalchemy import Row, func, insert, select

from copilot.domain.analysis import ConsentFinding
from copilot.domain.conversation import Direction
from copilot.errors import NotFoundError
from copilot.store.codec import MEDIA
from copilot.store.row import MessageRow
from copilot.store.schema import messages, turns
from copilot.store.session import Session


class MessageRepository:
    """Messages by id, by provider id, by conversation and by turn."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, message_id: str) -> MessageRow:
        """Return a message.

        Raises:
            NotFoundError: No message has this id.
        """
        row = self._session.connection.execute(select(messages).where(messages.c.id == message_id)).one_or_none()
        if row is None:
            raise NotFoundError("no message has this id")
        return _message(row)

    def find(self, provider: str, provider_message_id: str) -> MessageRow | None:
        """Return the message a provider named so, or None."""
        query = select(messages).where(
            messages.c.provider == provider, messages.c.provider_message_id == provider_message_id
        )
        row = self._session.connection.execute(query).one_or_none()
        return None if row is None else _message(row)

    def recent(self, conversation_id: str, limit: int = 50, until_seq: int | None = None) -> list[MessageRow]:
        """Return the last ``limit`` messages (up to and with ``until_seq``), oldest first."""
        query = select(messages).where(messages.c.conversation_id == conversation_id)
        if until_seq is not None:
            query = query.where(messages.c.seq <= until_seq)
        rows = self._session.connection.execute(query.order_by(messages.c.seq.desc()).limit(limit)).all()
        return [_message(row) for row in reversed(rows)]

    def of_turn(self, turn_id: str) -> list[MessageRow]:
        """Return a turn's replies, oldest first."""
        query = select(messages).where(messages.c.turn_id == turn_id).order_by(messages.c.seq)
        return [_message(row) for row in self._session.connection.execute(query)]

    def context_of_turn(self, turn_id: str) -> str | None:
        """Return the caller's context, else our last text before the turn's first reply, else None."""
        override = self._session.connection.scalar(select(turns.c.context_override).where(turns.c.id == turn_id))
        if override is not None:
            return str(override)
        replies = self.of_turn(turn_id)
        if not replies:
            return None
        query = (
            select(messages.c.text)
            .where(messages.c.conversation_id == replies[0].conversation_id)
            .where(messages.c.direction == Direction.OUTBOUND, messages.c.seq < replies[0].seq)
            .order_by(messages.c.seq.desc())
            .limit(1)
        )
        text: str | None = self._session.connection.scalar(query)
        return text

    def last_inbound(self, conversation_id: str) -> MessageRow | None:
        """Return the newest reply of a conversation, or None."""
        query = (
            select(messages)
            .where(messages.c.conversation_id == conversation_id, messages.c.direction == Direction.INBOUND)
            .order_by(messages.c.seq.desc())
            .limit(1)
        )
        row = self._session.connection.execute(query).one_or_none()
        return None if row is None else _message(row)

    def last_inbound_id(self, conversation_id: str) -> str | None:
        """Return the id of the newest reply of a conversation, or None."""
        last = self.last_inbound(conversation_id)
        return None if last is None else last.id

    def has_rep_answer_after(self, conversation_id: str, seq: int) -> bool:
        """Return whether a rep wrote in a conversation after the message at ``seq``."""
        query = select(messages.c.id).where(
            messages.c.conversation_id == conversation_id, messages.c.seq > seq, messages.c.sent_by == "rep"
        )
        return self._session.connection.execute(query.limit(1)).first() is not None

    def next_seq(self, conversation_id: str) -> int:
        """Return the position a new message takes. The caller holds the conversation's row."""
        highest = select(func.max(messages.c.seq)).where(messages.c.conversation_id == conversation_id)
        return (self._session.connection.scalar(highest) or 0) + 1

    def add(self, message: MessageRow) -> None:
        """Store a new message."""
        self._session.connection.execute(
            insert(messages).values(
                id=message.id,
                conversation_id=message.conversation_id,
                seq=message.seq,
                direction=message.direction.value,
                provider=message.provider,
                provider_message_id=message.provider_message_id,
                fingerprint=message.fingerprint,
                text=message.text,
                media=MEDIA.write(message.media),
                at=message.at,
                received_at=message.received_at,
                sent_by=message.sent_by,
                suggestion_id=message.suggestion_id,
                decision_id=message.decision_id,
                turn_id=message.turn_id,
                consent=message.consent.model_dump_json(),
            )
        )


def _message(row: Row[Any]) -> MessageRow:
    values = dict(row._mapping)
    values |= {
        "direction": Direction(row.direction),
        "media": MEDIA.read(row.media),
        "consent": ConsentFinding.model_validate_json(row.consent),
    }
    return MessageRow(**values)
