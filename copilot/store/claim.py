"""Claiming a decision just before it is carried out: its preconditions are checked again, here and now."""

import json
from typing import Final

from sqlalchemy import Row, select, update

from copilot.domain.consent import ConsentState
from copilot.domain.decision import Action
from copilot.errors import ClaimRefusedError, NotFoundError
from copilot.store.consent import ConsentRepository
from copilot.store.decision import DecisionRepository
from copilot.store.message import MessageRepository
from copilot.store.row import Claim, DecisionRow
from copilot.store.schema import decisions
from copilot.store.session import Session

_ALLOWED_AFTER_OPT_OUT: Final = frozenset({Action.SUPPRESS, Action.SEND_NOTICE})
"""They send the one fixed notice that confirms a stop or answers HELP."""


def claim(session: Session, decision_id: str, key: str) -> Claim:
    """Give leave to carry a decision out, once; the same key gets the same claim again.

    Raises:
        NotFoundError: No decision has this id.
        ClaimRefusedError: A precondition no longer holds; ``reason`` says which.
    """
    held = session.connection.execute(select(decisions).where(decisions.c.id == decision_id).with_for_update())
    row = held.one_or_none()
    if row is None:
        raise NotFoundError("no decision has this id")
    if row.claim_id is not None:
        return _repeat(row, key)
    decision = DecisionRepository(session).get(decision_id)
    _check(session, decision)
    claim_id, text, expires_at = session.new_id("clm"), _text(session, decision), decision.expires_at
    body = json.dumps(
        {"go": True, "claim_id": claim_id, "text": text, "expires_at": expires_at.isoformat().replace("+00:00", "Z")},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    change = update(decisions).where(decisions.c.id == decision_id)
    session.connection.execute(
        change.values(claim_id=claim_id, claimed_at=session.now(), claim_key=key, claim_body=body)
    )
    return Claim(claim_id=claim_id, text=text, expires_at=expires_at, body=body, repeated=False)


def _repeat(row: Row[tuple[object, ...]], key: str) -> Claim:
    if row.claim_key != key:
        raise ClaimRefusedError("already_claimed", "the decision was claimed before, under another Idempotency-Key")
    text = json.loads(row.claim_body)["text"]
    return Claim(claim_id=row.claim_id, text=text, expires_at=row.expires_at, body=row.claim_body, repeated=True)


def _check(session: Session, stored: DecisionRow) -> None:
    preconditions = stored.decision.preconditions
    consent = ConsentRepository(session).status_of(stored.subject_key)
    if consent.state is ConsentState.OPTED_OUT and stored.action not in _ALLOWED_AFTER_OPT_OUT:
        raise ClaimRefusedError("opted_out", "the contact has opted out; send nothing")
    if stored.expires_at <= session.now():
        raise ClaimRefusedError("expired", "the decision has expired; wait for the next one")
    last_inbound = MessageRepository(session).last_inbound(stored.conversation_id)
    if last_inbound is not None and last_inbound.id != preconditions.last_inbound_id:
        raise ClaimRefusedError("newer_inbound", "the customer has written again; a newer decision follows")
    if stored.superseded_by is not None:
        raise ClaimRefusedError("superseded", "a newer decision took its place; claim that one")
    if preconditions.consent_version is not None and consent.version != preconditions.consent_version:
        raise ClaimRefusedError("superseded", "the contact's consent has changed since; decide again")
    if (
        stored.decision.auto_send
        and last_inbound is not None
        and MessageRepository(session).has_rep_answer_after(stored.conversation_id, last_inbound.seq)
    ):
        raise ClaimRefusedError("superseded", "a rep has answered already; automation is silent")


def _text(session: Session, stored: DecisionRow) -> str | None:
    chosen = stored.decision.suggestion_id
    if chosen is None:
        return stored.decision.notice_text
    drafts = DecisionRepository(session).suggestions(stored.id)
    return next((draft.text for draft in drafts if draft.id == chosen), stored.decision.notice_text)
