"""Taking messages in. Everything one message does happens in the transaction that stores it, or not at all."""

from copilot.domain.analysis import ConsentFinding
from copilot.domain.conversation import Direction
from copilot.errors import InvalidInputError, MessageIdReusedError
from copilot.store.consent import ConsentRepository
from copilot.store.contact import ContactRepository
from copilot.store.conversation import ConversationRepository
from copilot.store.entry import ConsentEntry, ConsentMark, IncomingReply, OutgoingMessage
from copilot.store.message import MessageRepository
from copilot.store.row import ConsentEventRow, ConversationRow, MessageRow, ReceivedReply, RecordedMessage
from copilot.store.session import Session
from copilot.store.turn import TurnRepository


def receive(session: Session, reply: IncomingReply) -> ReceivedReply:
    """Store a reply with its consent event and put it into a turn; a repeat delivery changes nothing.

    Raises:
        MessageIdReusedError: The provider's id came before with another body.
        ConflictError: The conversation's id belongs to another contact.
    """
    known = _claimed(session, reply.provider, reply.message_id, reply.fingerprint, Direction.INBOUND)
    if known is not None:
        return _repeated(session, known)
    given = reply.conversation
    contact = ContactRepository(session).meet(reply.sender, None if given is None else given.contact)
    conversation = ConversationRepository(session).open(contact, reply.recipient, given)
    mark, now = reply.consent, session.now()
    finding = ConsentFinding() if mark is None else ConsentFinding(event=mark.event, tier=mark.tier)
    turn_id = TurnRepository(session).join(conversation, settle=reply.settle, context=reply.context, finding=finding)
    message = MessageRow(
        id=session.new_id("rpl"),
        conversation_id=conversation.id,
        seq=MessageRepository(session).next_seq(conversation.id),
        direction=Direction.INBOUND,
        provider=reply.provider,
        provider_message_id=reply.message_id,
        fingerprint=reply.fingerprint,
        text=reply.text,
        media=reply.media,
        at=reply.at or now,
        received_at=now,
        sent_by=None,
        suggestion_id=None,
        decision_id=None,
        turn_id=turn_id,
        consent=finding,
    )
    MessageRepository(session).add(message)
    event = None if mark is None else _act(session, contact.subject_key, message, mark, reply.channel)
    return ReceivedReply(
        reply=message,
        conversation=conversation,
        turn_id=turn_id,
        duplicate=False,
        consent_event=event,
        consent_status=ConsentRepository(session).status_of(contact.subject_key),
    )


def record_outbound(session: Session, outgoing: OutgoingMessage) -> RecordedMessage:
    """Store a text we sent; a repeat changes nothing.

    Raises:
        MessageIdReusedError: The provider's id came before with another body.
        NotFoundError: No conversation has the given id.
        InvalidInputError: Neither a conversation nor a contact's number is named.
    """
    known = _claimed(session, outgoing.provider, outgoing.message_id, outgoing.fingerprint, Direction.OUTBOUND)
    if known is not None:
        return RecordedMessage(message=known, duplicate=True)
    conversation, now = _addressed(session, outgoing), session.now()
    message = MessageRow(
        id=session.new_id("msg"),
        conversation_id=conversation.id,
        seq=MessageRepository(session).next_seq(conversation.id),
        direction=Direction.OUTBOUND,
        provider=outgoing.provider,
        provider_message_id=outgoing.message_id,
        fingerprint=outgoing.fingerprint,
        text=outgoing.text,
        media=(),
        at=outgoing.at or now,
        received_at=now,
        sent_by=outgoing.sent_by,
        suggestion_id=outgoing.suggestion_id,
        decision_id=outgoing.decision_id,
        turn_id=None,
        consent=ConsentFinding(),
    )
    MessageRepository(session).add(message)
    return RecordedMessage(message=message, duplicate=False)


def _claimed(
    session: Session, provider: str, message_id: str, fingerprint: str, direction: Direction
) -> MessageRow | None:
    known = MessageRepository(session).find(provider, message_id)
    if known is not None and (known.fingerprint, known.direction) != (fingerprint, direction):
        raise MessageIdReusedError("this provider and message_id came before with another body; nothing was changed")
    return known


def _repeated(session: Session, known: MessageRow) -> ReceivedReply:
    conversation = ConversationRepository(session).get(known.conversation_id)
    if known.turn_id is None:
        raise AssertionError("every reply has a turn")
    return ReceivedReply(
        reply=known,
        conversation=conversation,
        turn_id=known.turn_id,
        duplicate=True,
        consent_event=None,
        consent_status=ConsentRepository(session).status_of(conversation.subject_key),
    )


def _act(session: Session, subject_key: str, message: MessageRow, mark: ConsentMark, channel: str) -> ConsentEventRow:
    return ConsentRepository(session).append(
        ConsentEntry(
            subject_key=subject_key,
            event=mark.event.value,
            method=mark.tier.value,
            occurred_at=message.at,
            channel=channel,
            rule=mark.rule,
            message_id=message.id,
            provider_message_id=message.provider_message_id,
            model_version=mark.model_version,
            score=mark.score,
        )
    )


def _addressed(session: Session, outgoing: OutgoingMessage) -> ConversationRow:
    conversations = ConversationRepository(session)
    if outgoing.conversation_id is not None:
        return conversations.get(outgoing.conversation_id)
    if outgoing.to is None:
        raise InvalidInputError("a message needs conversation_id, or to and from")
    return conversations.open(ContactRepository(session).meet(outgoing.to, None), outgoing.sender, None)
