"""The consent ledger: append-only lines, each bound to the one before, and the present state as their projection."""

import secrets
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, Select, insert, select, update

from copilot.clock import to_utc
from copilot.domain.consent import ConsentState
from copilot.errors import CorrectionRefusedError, InvalidInputError, NotFoundError
from copilot.store.entry import ConsentEntry
from copilot.store.ledger import NEVER_HEARD, detail_hash_of, fold, hash_of
from copilot.store.row import ConsentEventRow, ConsentStatus
from copilot.store.schema import consent_details, consent_events, consent_states, ledger_head
from copilot.store.session import Session


class ConsentRepository:
    """Consent by subject key. Nothing here changes or deletes a line."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def status_of(self, subject_key: str) -> ConsentStatus:
        """Return a contact's present consent."""
        query = select(consent_states).where(consent_states.c.subject_key == subject_key)
        row = self._session.connection.execute(query).one_or_none()
        if row is None:
            return NEVER_HEARD
        return ConsentStatus(state=ConsentState(row.state), version=row.version, event_id=row.event_id)

    def events_of(self, subject_key: str) -> list[ConsentEventRow]:
        """Return a contact's lines, oldest first."""
        query = ledger_lines().where(consent_events.c.subject_key == subject_key)
        return [ledger_line(row) for row in self._session.connection.execute(query)]

    def get(self, event_id: str) -> ConsentEventRow:
        """Return one line.

        Raises:
            NotFoundError: No line has this id.
        """
        query = ledger_lines().where(consent_events.c.id == event_id)
        row = self._session.connection.execute(query).one_or_none()
        if row is None:
            raise NotFoundError("no consent event has this id")
        return ledger_line(row)

    def append(self, entry: ConsentEntry) -> ConsentEventRow:
        """Write a line and bring the contact's state up to date.

        Raises:
            InvalidInputError: A rep opts somebody in without saying who and why.
        """
        if entry.event == "opt_in" and entry.method == "rep" and not (entry.actor and entry.reason):
            raise InvalidInputError("an opt-in by a rep needs an actor and a written reason")
        return self._append(entry, corrects=None)

    def correct(self, event_id: str, *, actor: str, reason: str) -> ConsentEventRow:
        """Declare that an opt-out was none.

        Raises:
            NotFoundError: No line has this id.
            CorrectionRefusedError: A bare keyword, a provider's block, no opt-out at all, or corrected already.
            InvalidInputError: No actor or no reason.
        """
        wrong = self.get(event_id)
        if not actor.strip() or not reason.strip():
            raise InvalidInputError("a correction needs an actor and a written reason")
        if wrong.event != "opt_out":
            raise CorrectionRefusedError("only an opt-out can be corrected")
        if wrong.method in ("keyword", "provider"):
            raise CorrectionRefusedError("a stop by keyword is never corrected; the customer can text START")
        if any(line.corrects == event_id for line in self.events_of(wrong.subject_key)):
            raise CorrectionRefusedError("this event has been corrected already")
        entry = ConsentEntry(
            subject_key=wrong.subject_key,
            event="correction",
            method="rep",
            occurred_at=self._session.now(),
            channel=wrong.channel,
            actor=actor,
            reason=reason,
        )
        return self._append(entry, corrects=event_id)

    def _append(self, entry: ConsentEntry, corrects: str | None) -> ConsentEventRow:
        connection = self._session.connection
        head = connection.execute(select(ledger_head).with_for_update()).one()  # one writer at a time
        earlier = self.events_of(entry.subject_key)
        salt = secrets.token_hex(16)
        unsealed = ConsentEventRow(
            seq=head.seq + 1,
            id=self._session.new_id("cev"),
            subject_key=entry.subject_key,
            event=entry.event,
            scope="global",
            channel=entry.channel,
            method=entry.method,
            rule=entry.rule,
            actor=entry.actor,
            model_version=entry.model_version,
            score=None if entry.score is None else float(entry.score),
            version=len(earlier) + 1,
            corrects=corrects,
            occurred_at=to_utc(entry.occurred_at),
            recorded_at=self._session.now(),
            detail_hash=detail_hash_of(salt, entry.message_id, entry.provider_message_id, entry.reason),
            prev_hash=head.hash,
            hash="",
            message_id=entry.message_id,
            provider_message_id=entry.provider_message_id,
            reason=entry.reason,
        )
        line = replace(unsealed, hash=hash_of(unsealed))
        values = {column.name: getattr(line, column.name) for column in consent_events.columns}
        connection.execute(insert(consent_events).values(values))
        connection.execute(
            insert(consent_details).values(
                event_id=line.id,
                salt=salt,
                message_id=line.message_id,
                provider_message_id=line.provider_message_id,
                reason=line.reason,
            )
        )
        connection.execute(update(ledger_head).values(seq=line.seq, hash=line.hash))
        self._project(line, [*earlier, line])
        return line

    def _project(self, line: ConsentEventRow, lines: list[ConsentEventRow]) -> None:
        status = fold(lines)[line.subject_key]
        values = {
            "state": status.state.value,
            "version": status.version,
            "event_id": status.event_id,
            "updated_at": line.recorded_at,
        }
        change = update(consent_states).where(consent_states.c.subject_key == line.subject_key).values(values)
        if self._session.connection.execute(change).rowcount == 0:
            self._session.connection.execute(insert(consent_states).values(subject_key=line.subject_key, **values))


def ledger_lines() -> Select[Any]:
    """Return the query for all lines with their details, in order."""
    details = (
        consent_details.c.salt,
        *(consent_details.c[name] for name in ("message_id", "provider_message_id", "reason")),
    )
    return (
        select(consent_events, *details)
        .outerjoin(consent_details, consent_details.c.event_id == consent_events.c.id)
        .order_by(consent_events.c.seq)
    )


def ledger_line(row: Row[Any]) -> ConsentEventRow:
    """Return a row of that query as a line."""
    return ConsentEventRow(**{name: value for name, value in row._mapping.items() if name != "salt"})
