"""The rules of the consent ledger, pure: how a line is hashed, and what state a list of lines adds up to."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Final

from copilot.domain.consent import ConsentState
from copilot.store.row import ConsentEventRow, ConsentStatus

GENESIS: Final = "0" * 64
"""What the first line names as its predecessor."""
NEVER_HEARD: Final = ConsentStatus(state=ConsentState.UNKNOWN, version=0, event_id=None)
_ERASABLE: Final = ("message_id", "provider_message_id", "reason")
_HASHED: Final = tuple(f.name for f in fields(ConsentEventRow) if f.name not in {"hash", *_ERASABLE})
_CANNOT_LIFT: Final = frozenset({"import", "model"})
"""An opt-out is reversible only by the customer or an audited human: a list or a guess is neither."""


def hash_of(line: ConsentEventRow) -> str:
    """Return SHA-256 over the canonical JSON of a line and its predecessor's hash, as hex."""
    return _sha256({name: getattr(line, name) for name in _HASHED})


def detail_hash_of(salt: str, message_id: str | None, provider_message_id: str | None, reason: str | None) -> str:
    """Return the salted hash by which a line binds the details that may be erased.

    Without the salt, which is erased with them, the hash says nothing of a phone number or a text.
    """
    values = dict(zip(_ERASABLE, (message_id, provider_message_id, reason), strict=True))
    return _sha256({"salt": salt, **values})


def fold(lines: Iterable[ConsentEventRow]) -> dict[str, ConsentStatus]:
    """Return the state of every subject, from all lines in order. What was corrected counts as never said."""
    listed = list(lines)
    void = {line.corrects for line in listed if line.corrects is not None}
    states: dict[str, ConsentStatus] = {}
    for line in listed:
        before = states.get(line.subject_key, NEVER_HEARD)
        state = before.state if line.id in void else _step(before.state, line)
        states[line.subject_key] = ConsentStatus(state=state, version=line.version, event_id=line.id)
    return states


def _step(state: ConsentState, line: ConsentEventRow) -> ConsentState:
    if line.event == "opt_out":
        return ConsentState.OPTED_OUT
    if line.event == "opt_in" and not (state is ConsentState.OPTED_OUT and line.method in _CANNOT_LIFT):
        return ConsentState.OPTED_IN
    return state


def _sha256(values: Mapping[str, object]) -> str:
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_iso)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    raise TypeError(f"a ledger line holds no {type(value).__name__}")
