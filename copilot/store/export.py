"""Everything known about a contact, as plain JSON values."""

from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import select

from copilot.errors import NotFoundError
from copilot.store.consent import ConsentRepository
from copilot.store.contact import ContactRepository
from copilot.store.conversation import ConversationRepository
from copilot.store.decision import DecisionRepository
from copilot.store.message import MessageRepository
from copilot.store.row import ConsentEventRow, ConsentStatus, ContactRow, DecisionRow, MessageRow, TurnRow
from copilot.store.schema import conversations
from copilot.store.session import Session
from copilot.store.turn import TurnRepository

_EVERY_MESSAGE: Final = 10**9
_PLAIN: Final = TypeAdapter(ContactRow | ConsentStatus | ConsentEventRow | MessageRow | TurnRow | DecisionRow)


def export(session: Session, subject_key: str) -> dict[str, object]:
    """Return contact, consent with its ledger lines, and conversations with messages, turns, decisions and suggestions.

    Raises:
        NotFoundError: Nothing is known of this subject.
    """
    contact = ContactRepository(session).get(subject_key)
    consent = ConsentRepository(session)
    lines = consent.events_of(subject_key)
    if contact is None and not lines:
        raise NotFoundError("nothing is known of this contact")
    query = select(conversations.c.id).where(conversations.c.subject_key == subject_key)
    threads = session.connection.scalars(query.order_by(conversations.c.created_at, conversations.c.id)).all()
    return {
        "subject_key": subject_key,
        "contact": None if contact is None else _plain(contact),
        "consent": {**_plain(consent.status_of(subject_key)), "events": [_plain(line) for line in lines]},
        "conversations": [_thread(session, conversation_id) for conversation_id in threads],
    }


def _thread(session: Session, conversation_id: str) -> dict[str, object]:
    conversation = ConversationRepository(session).load(conversation_id, limit=0)
    messages = MessageRepository(session).recent(conversation_id, _EVERY_MESSAGE)
    turn_ids = dict.fromkeys(message.turn_id for message in messages if message.turn_id is not None)
    return {
        **conversation.model_dump(mode="json", exclude={"messages"}),
        "messages": [_plain(message) for message in messages],
        "turns": [_turn(session, turn_id) for turn_id in turn_ids],
    }


def _turn(session: Session, turn_id: str) -> dict[str, object]:
    decisions = DecisionRepository(session)
    decision = decisions.of_turn(turn_id)
    return {
        **_plain(TurnRepository(session).get(turn_id), "vector"),
        "decision": None if decision is None else _plain(decision, "body"),
        "suggestions": []
        if decision is None
        else [draft.model_dump(mode="json") for draft in decisions.suggestions(decision.id)],
    }


def _plain(row: object, *without: str) -> dict[str, Any]:
    plain: dict[str, Any] = _PLAIN.dump_python(row, mode="json", exclude=set(without))  # type: ignore[arg-type]
    return plain
