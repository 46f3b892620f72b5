"""The tables. JSON is kept as text: its bytes are part of what is promised, and no database may reorder them."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from copilot.store.column import UtcDateTime

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)
_ID = String(128)
_SUBJECT = String(64)
_HASH = String(64)

contacts = Table(
    "contacts",
    metadata,
    Column("subject_key", _SUBJECT, primary_key=True),
    Column("phone", String(32), nullable=False),
    Column("profile", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("subject_key", _SUBJECT, ForeignKey("contacts.subject_key"), nullable=False),
    Column("our_number", String(32)),
    Column("named_by_caller", sa.Boolean, nullable=False),
    Column("stage", String(32)),
    Column("industry", String(64)),
    Column("deal", Text),
    Column("signals", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)
Index(
    "uq_conversations_pair",
    conversations.c.subject_key,
    conversations.c.our_number,
    unique=True,
    sqlite_where=conversations.c.named_by_caller.is_(False),
    postgresql_where=conversations.c.named_by_caller.is_(False),
)
Index("ix_conversations_subject", conversations.c.subject_key, conversations.c.updated_at)

turns = Table(
    "turns",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("conversation_id", _ID, ForeignKey("conversations.id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("context_override", Text),
    Column("consent", Text, nullable=False),
    Column("analysis", Text),
    Column("vector", LargeBinary),
    Column("hits", Text),
    Column("decision_context", Text),
    Column("degraded", Text, nullable=False),
    Column("error", String(200)),
    Column("decided_at", UtcDateTime),
)
_is_open = turns.c.state.in_(("settling", "leased"))
Index("uq_turns_open", turns.c.conversation_id, unique=True, sqlite_where=_is_open, postgresql_where=_is_open)
Index("ix_turns_due", turns.c.due_at, sqlite_where=_is_open, postgresql_where=_is_open)
Index("ix_turns_conversation", turns.c.conversation_id)

messages = Table(
    "messages",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("conversation_id", _ID, ForeignKey("conversations.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("direction", String(16), nullable=False),
    Column("provider", String(64), nullable=False),
    Column("provider_message_id", String(256), nullable=False),
    Column("fingerprint", String(128), nullable=False),
    Column("text", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("sent_by", String(16)),
    Column("suggestion_id", _ID),
    Column("decision_id", _ID),
    Column("turn_id", _ID, ForeignKey("turns.id")),
    Column("consent", Text, nullable=False),
    UniqueConstraint("provider", "provider_message_id"),
    UniqueConstraint("conversation_id", "seq"),
)
Index("ix_messages_turn", messages.c.turn_id)

decisions = Table(
    "decisions",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("turn_id", _ID, ForeignKey("turns.id"), nullable=False, unique=True),
    Column("conversation_id", _ID, ForeignKey("conversations.id"), nullable=False),
    Column("subject_key", _SUBJECT, nullable=False),
    Column("action", String(32), nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("superseded_by", _ID),
    Column("claim_id", _ID),
    Column("claimed_at", UtcDateTime),
    Column("claim_key", String(255)),
    Column("claim_body", Text),
)
Index("ix_decisions_conversation", decisions.c.conversation_id)

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("decision_id", _ID, ForeignKey("decisions.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("decision_id", "position"),
)

consent_events = Table(
    "consent_events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", _ID, nullable=False, unique=True),
    Column("subject_key", _SUBJECT, nullable=False),
    Column("event", String(16), nullable=False),
    Column("scope", String(16), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("method", String(16), nullable=False),
    Column("rule", String(128)),
    Column("actor", String(128)),
    Column("model_version", String(128)),
    Column("score", sa.Float),
    Column("version", Integer, nullable=False),
    Column("corrects", _ID),
    Column("occurred_at", UtcDateTime, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("detail_hash", _HASH, nullable=False),
    Column("prev_hash", _HASH, nullable=False),
    Column("hash", _HASH, nullable=False),
    UniqueConstraint("subject_key", "version"),
)

consent_details = Table(
    "consent_details",
    metadata,
    Column("event_id", _ID, ForeignKey("consent_events.id"), primary_key=True),
    Column("salt", String(64), nullable=False),
    Column("message_id", _ID),
    Column("provider_message_id", String(256)),
    Column("reason", Text),
)

consent_states = Table(
    "consent_states",
    metadata,
    Column("subject_key", _SUBJECT, primary_key=True),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("event_id", _ID, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

ledger_head = Table(
    "ledger_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", _HASH, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", _ID, nullable=False, unique=True),
    Column("type", String(64), nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("decision_id", _ID),
    Column("conversation_id", _ID),
    Column("subject_key", _SUBJECT),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", UtcDateTime, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("last_status", Integer),
    Column("last_detail", String(500)),
    Column("expires_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("delivered_at", UtcDateTime),
)
Index("ix_outbox_state", outbox.c.state, outbox.c.next_attempt_at)
Index("ix_outbox_subject", outbox.c.subject_key)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("route", String(128), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("fingerprint", String(128), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("subject_key", _SUBJECT),
    Column("created_at", UtcDateTime, nullable=False),
)
Index("ix_idempotency_keys_created", idempotency_keys.c.created_at)
Index("ix_idempotency_keys_subject", idempotency_keys.c.subject_key)

knowledge_items = Table(
    "knowledge_items",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("language", String(8), nullable=False),
    Column("body", Text, nullable=False),
    Column("fingerprint", String(128), nullable=False),
    Column("vector", LargeBinary),
    Column("vector_model", String(128)),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("retired_at", UtcDateTime),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("role", String(16), nullable=False),
    Column("secret_sha256", _HASH, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("last_used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
)

write_probe = Table(
    "write_probe",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("padding", LargeBinary, nullable=False),
)
