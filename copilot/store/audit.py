"""Proof that the consent ledger is whole: every hash, every detail, and the projection."""

from sqlalchemy import select

from copilot.domain.consent import ConsentState
from copilot.store.consent import ledger_line, ledger_lines
from copilot.store.ledger import GENESIS, detail_hash_of, fold, hash_of
from copilot.store.row import ConsentEventRow, ConsentStatus
from copilot.store.schema import consent_states, ledger_head
from copilot.store.session import Session


def verify_ledger(session: Session) -> list[str]:
    """Return everything wrong with the ledger, named by event id and subject key; empty when it is whole."""
    rows = session.connection.execute(ledger_lines()).all()
    lines = [ledger_line(row) for row in rows]
    problems = _broken_links(lines)
    last_erasure = {line.subject_key: line.seq for line in lines if line.event == "erasure"}
    for row, line in zip(rows, lines, strict=True):
        if row.salt is None:
            if line.seq > last_erasure.get(line.subject_key, 0):
                problems.append(f"event {line.id}: its details are gone without an erasure")
        elif detail_hash_of(row.salt, line.message_id, line.provider_message_id, line.reason) != line.detail_hash:
            problems.append(f"event {line.id}: its details were changed")
    head = session.connection.execute(select(ledger_head)).one()
    last_seq, last_hash = (lines[-1].seq, lines[-1].hash) if lines else (0, GENESIS)
    if (head.seq, head.hash) != (last_seq, last_hash):
        problems.append("the end of the ledger is missing or was added to")
    return problems + _wrong_states(session, fold(lines))


def _broken_links(lines: list[ConsentEventRow]) -> list[str]:
    problems = []
    expected_seq, expected_hash = 1, GENESIS
    for line in lines:
        if line.seq != expected_seq or line.prev_hash != expected_hash:
            problems.append(f"event {line.id}: a line before it is missing or was changed")
        if hash_of(line) != line.hash:
            problems.append(f"event {line.id}: it was changed")
        expected_seq, expected_hash = line.seq + 1, line.hash
    return problems


def _wrong_states(session: Session, expected: dict[str, ConsentStatus]) -> list[str]:
    stored = {
        row.subject_key: ConsentStatus(state=ConsentState(row.state), version=row.version, event_id=row.event_id)
        for row in session.connection.execute(select(consent_states))
    }
    subjects = sorted(stored.keys() | expected.keys())
    return [
        f"subject {subject}: the stored state is not what the ledger adds up to"
        for subject in subjects
        if stored.get(subject) != expected.get(subject)
    ]
