"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_IS_OURS = sa.column("named_by_caller").is_(sa.false())
_IS_OPEN = sa.column("state").in_(("settling", "leased"))


def upgrade() -> None:
    """Create every table, and the ledger's head before its first line."""
    _create_threads()
    _create_consent()
    _create_delivery()
    _create_library()
    op.execute(sa.text("INSERT INTO ledger_head (id, seq, hash) VALUES (1, 0, :genesis)").bindparams(genesis="0" * 64))


def _create_threads() -> None:
    op.create_table(
        "contacts",
        sa.Column("subject_key", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject_key", name="pk_contacts"),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("subject_key", sa.String(length=64), nullable=False),
        sa.Column("our_number", sa.String(length=32)),
        sa.Column("named_by_caller", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(length=32)),
        sa.Column("industry", sa.String(length=64)),
        sa.Column("deal", sa.Text()),
        sa.Column("signals", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["subject_key"], ["contacts.subject_key"], name="fk_conversations_subject_key"),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_subject", "conversations", ["subject_key", "updated_at"])
    op.create_index(
        "uq_conversations_pair",
        "conversations",
        ["subject_key", "our_number"],
        unique=True,
        sqlite_where=_IS_OURS,
        postgresql_where=_IS_OURS,
    )
    op.create_table(
        "turns",
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("conversation_id", sa.String(length=128), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("context_override", sa.Text()),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("analysis", sa.Text()),
        sa.Column("vector", sa.LargeBinary()),
        sa.Column("hits", sa.Text()),
        sa.Column("decision_context", sa.Text()),
        sa.Column("degraded", sa.Text(), nullable=False),
        sa.Column("error", sa.String(length=200)),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_turns_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_turns"),
    )
    op.create_index("ix_turns_conversation", "turns", ["conversation_id"])
    op.create_index(
        "ix_turns_due",
        "turns",
        ["due_at"],
        sqlite_where=_IS_OPEN,
        postgresql_where=_IS_OPEN,
    )
    op.create_index(
        "uq_turns_open",
        "turns",
        ["conversation_id"],
        unique=True,
        sqlite_where=_IS_OPEN,
        postgresql_where=_IS_OPEN,
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("conversation_id", sa.String(length=128), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=16), nullable=False),
        sa.Column("provider", sa.String(length=64), nullable=False),
        sa.Column("provider_message_id", sa.String(length=256), nullable=False),
        sa.Column("fingerprint", sa.String(length=128), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(length=16)),
        sa.Column("suggestion_id", sa.String(length=128)),
        sa.Column("decision_id", sa.String(length=128)),
        sa.Column("turn_id", sa.String(length=128)),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_messages_conversation_id"),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name="fk_messages_turn_id"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("conversation_id", "seq", name="uq_messages_conversation_id"),
        sa.UniqueConstraint("provider", "provider_message_id", name="uq_messages_provider"),
    )
    op.create_index("ix_messages_turn", "messages", ["turn_id"])
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("turn_id", sa.String(length=128), nullable=False),
        sa.Column("conversation_id", sa.String(length=128), nullable=False),
        sa.Column("subject_key", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_by", sa.String(length=128)),
        sa.Column("claim_id", sa.String(length=128)),
        sa.Column("claimed_at", sa.DateTime(timezone=True)),
        sa.Column("claim_key", sa.String(length=255)),
        sa.Column("claim_body", sa.Text()),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_decisions_conversation_id"),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name="fk_decisions_turn_id"),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.UniqueConstraint("turn_id", name="uq_decisions_turn_id"),
    )
    op.create_index("ix_decisions_conversation", "decisions", ["conversation_id"])
    op.create_table(
        "suggestions",
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("decision_id", sa.String(length=128), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_suggestions_decision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_suggestions"),
        sa.UniqueConstraint("decision_id", "position", name="uq_suggestions_decision_id"),
    )


def _create_consent() -> None:
    op.create_table(
        "consent_events",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("subject_key", sa.String(length=64), nullable=False),
        sa.Column("event", sa.String(length=16), nullable=False),
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("rule", sa.String(length=128)),
        sa.Column("actor", sa.String(length=128)),
        sa.Column("model_version", sa.String(length=128)),
        sa.Column("score", sa.Float()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("corrects", sa.String(length=128)),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail_hash", sa.String(length=64), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_consent_events"),
        sa.UniqueConstraint("id", name="uq_consent_events_id"),
        sa.UniqueConstraint("subject_key", "version", name="uq_consent_events_subject_key"),
    )
    op.create_table(
        "consent_details",
        sa.Column("event_id", sa.String(length=128), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=128)),
        sa.Column("provider_message_id", sa.String(length=256)),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(["event_id"], ["consent_events.id"], name="fk_consent_details_event_id"),
        sa.PrimaryKeyConstraint("event_id", name="pk_consent_details"),
    )
    op.create_table(
        "consent_states",
        sa.Column("subject_key", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(length=128), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject_key", name="pk_consent_states"),
    )
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_head"),
    )


def _create_delivery() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("decision_id", sa.String(length=128)),
        sa.Column("conversation_id", sa.String(length=128)),
        sa.Column("subject_key", sa.String(length=64)),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("last_status", sa.Integer()),
        sa.Column("last_detail", sa.String(length=500)),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("seq", name="pk_outbox"),
        sa.UniqueConstraint("id", name="uq_outbox_id"),
    )
    op.create_index("ix_outbox_state", "outbox", ["state", "next_attempt_at"])
    op.create_index("ix_outbox_subject", "outbox", ["subject_key"])
    op.create_table(
        "idempotency_keys",
        sa.Column("route", sa.String(length=128), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.String(length=128), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("subject_key", sa.String(length=64)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("route", "key", name="pk_idempotency_keys"),
    )
    op.create_index("ix_idempotency_keys_created", "idempotency_keys", ["created_at"])
    op.create_index("ix_idempotency_keys_subject", "idempotency_keys", ["subject_key"])
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("last_used_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
    )
    op.create_table(
        "write_probe",
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("padding", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_write_probe"),
    )


def _create_library() -> None:
    op.create_table(
        "knowledge_items",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=128), nullable=False),
        sa.Column("vector", sa.LargeBinary()),
        sa.Column("vector_model", sa.String(length=128)),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_knowledge_items"),
    )
