"""Contacts: one for each phone number."""

from typing import Any

from sqlalchemy import Row, insert, select, update

from copilot.domain.conversation import Contact
from copilot.store.merge import merge_contact
from copilot.store.row import ContactRow
from copilot.store.schema import contacts
from copilot.store.session import Session


class ContactRepository:
    """Contacts by subject key."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, subject_key: str) -> ContactRow | None:
        """Return a contact, or None when we never met or erased them."""
        query = select(contacts).where(contacts.c.subject_key == subject_key)
        row = self._session.connection.execute(query).one_or_none()
        return None if row is None else _contact(row)

    def meet(self, phone: str, profile: Contact | None) -> ContactRow:
        """Return the contact of an E.164 number, made if new, with ``profile`` merged in."""
        subject_key, now = self._session.subject_of(phone), self._session.now()
        stored = self.get(subject_key)
        known = Contact() if stored is None else stored.profile
        merged = merge_contact(known, profile).model_copy(update={"phone": None})
        if stored is None:
            values = {"subject_key": subject_key, "phone": phone, "created_at": now, "updated_at": now}
            self._session.connection.execute(insert(contacts).values(profile=merged.model_dump_json(), **values))
        elif merged != known:
            change = update(contacts).where(contacts.c.subject_key == subject_key)
            self._session.connection.execute(change.values(profile=merged.model_dump_json(), updated_at=now))
        return ContactRow(
            subject_key=subject_key,
            phone=phone,
            profile=merged,
            created_at=now if stored is None else stored.created_at,
            updated_at=now if stored is None or merged != known else stored.updated_at,
        )


def _contact(row: Row[Any]) -> ContactRow:
    return ContactRow(
        subject_key=row.subject_key,
        phone=row.phone,
        profile=Contact.model_validate_json(row.profile),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
