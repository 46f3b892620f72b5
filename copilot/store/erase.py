"""Erasing a contact: their words and number go, the keyed suppression state stays."""

from sqlalchemy import delete, or_, select

from copilot.errors import NotFoundError
from copilot.store.consent import ConsentRepository
from copilot.store.contact import ContactRepository
from copilot.store.entry import ConsentEntry
from copilot.store.row import Erasure
from copilot.store.schema import (
    consent_details,
    consent_events,
    contacts,
    conversations,
    decisions,
    idempotency_keys,
    messages,
    outbox,
    suggestions,
    turns,
)
from copilot.store.session import Session


def erase(session: Session, subject_key: str, *, actor: str) -> Erasure:
    """Delete everything of a contact but their consent state and the ledger's lines, and write that into the ledger.

    The lines keep no id of a message and no written reason: those lie beside them and are deleted too.

    Raises:
        NotFoundError: Nothing is known of this subject.
    """
    known = ContactRepository(session).get(subject_key) is not None
    if not known and not ConsentRepository(session).events_of(subject_key):
        raise NotFoundError("nothing is known of this contact")
    line = ConsentRepository(session).append(
        ConsentEntry(subject_key=subject_key, event="erasure", method="rep", occurred_at=session.now(), actor=actor)
    )
    threads = select(conversations.c.id).where(conversations.c.subject_key == subject_key)
    made = select(decisions.c.id).where(decisions.c.conversation_id.in_(threads))
    lines = select(consent_events.c.id).where(consent_events.c.subject_key == subject_key)
    is_theirs = or_(
        outbox.c.subject_key == subject_key, outbox.c.conversation_id.in_(threads), outbox.c.decision_id.in_(made)
    )
    run = session.connection.execute
    run(delete(outbox).where(is_theirs))
    run(delete(idempotency_keys).where(idempotency_keys.c.subject_key == subject_key))
    run(delete(suggestions).where(suggestions.c.decision_id.in_(made)))
    decided = run(delete(decisions).where(decisions.c.conversation_id.in_(threads))).rowcount
    written = run(delete(messages).where(messages.c.conversation_id.in_(threads))).rowcount
    run(delete(turns).where(turns.c.conversation_id.in_(threads)))
    held = run(delete(conversations).where(conversations.c.subject_key == subject_key)).rowcount
    run(delete(contacts).where(contacts.c.subject_key == subject_key))
    run(delete(consent_details).where(consent_details.c.event_id.in_(lines)))
    return Erasure(event_id=line.id, messages=written, conversations=held, decisions=decided, scrubbed=False)
