"""Standard Webhooks 1.0.0: sign what we post, check what was posted. Pure.

Signed is ``{webhook-id}.{webhook-timestamp}.{body}`` with HMAC-SHA256; the header is a space-separated list of
``v1,<base64>``, one per secret, so that a secret can be changed without a gap. Source: the specification at
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from copilot.errors import AuthenticationError, ConfigurationError

ID_HEADER = "webhook-id"
TIMESTAMP_HEADER = "webhook-timestamp"
SIGNATURE_HEADER = "webhook-signature"

TOLERANCE = timedelta(minutes=5)
"""How far the attempt's time may lie from now, either way: the reference libraries' bound on replays."""

SECRET_BYTES = range(24, 65)
"""Length of a decoded secret: 192 to 512 bits."""

_EVENT_ID = re.compile(r"[A-Za-z0-9_-]{1,255}", re.ASCII)
"""No full stop: it would let an id and a time be read as another id and time."""
_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class SigningSecret:
    """A shared secret; its bytes never show in a repr."""

    key: bytes = field(repr=False)


def parse_secrets(text: str) -> tuple[SigningSecret, ...]:
    """Read one or more ``whsec_…`` secrets, separated by spaces: the newest first, then those being retired.

    Raises:
        ConfigurationError: A secret is malformed or too short; the message never repeats it.
    """
    secrets = tuple(_parse_secret(part) for part in text.split())
    if not secrets:
        raise ConfigurationError("the webhook secret is empty: it is whsec_ and the base64 of 24 to 64 random bytes")
    return secrets


def _parse_secret(text: str) -> SigningSecret:
    if not text.startswith("whsec_"):
        raise ConfigurationError("a webhook secret begins with whsec_, followed by the base64 of 24 to 64 random bytes")
    encoded = text.removeprefix("whsec_").rstrip("=")
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise ConfigurationError("what follows whsec_ in a webhook secret is not standard base64") from None
    if len(key) not in SECRET_BYTES:
        raise ConfigurationError(f"a webhook secret holds 24 to 64 bytes after base64 decoding, this one {len(key)}")
    return SigningSecret(key)


def sign(secrets: Sequence[SigningSecret], event_id: str, at: datetime, body: bytes) -> str:
    """Return the ``webhook-signature`` header of one attempt, with one signature per secret.

    Args:
        secrets: Newest first.
        event_id: Constant over retries.
        at: When this attempt is made; a whole second is signed.
        body: The exact bytes that are sent.

    Raises:
        ValueError: The id has characters outside ``A-Z a-z 0-9 _ -``, or the time carries no offset.
    """
    if _EVENT_ID.fullmatch(event_id) is None:
        raise ValueError("an event id is 1 to 255 of A-Z a-z 0-9 _ -")
    return " ".join(_signature(secret, event_id, timestamp_of(at), body) for secret in secrets)


def timestamp_of(at: datetime) -> str:
    """Return the ``webhook-timestamp`` header: whole seconds since 1970.

    Raises:
        ValueError: The time carries no offset.
    """
    if at.tzinfo is None:
        raise ValueError("the time of an attempt needs an offset")
    return str(int(at.timestamp()))


def verify(secrets: Sequence[SigningSecret], headers: Mapping[str, str], body: bytes, *, now: datetime) -> str:
    """Check that a webhook was signed with one of our secrets, within the last or next five minutes.

    Args:
        secrets: Any of them may have signed.
        headers: Header names in any case.
        body: The bytes as they came, before any parsing.
        now: The present moment.

    Returns:
        The webhook's id: drop an event whose id you have carried out before.

    Raises:
        AuthenticationError: A header is missing or malformed, the attempt is too old or too new, or no signature fits.
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    try:
        event_id, timestamp, signatures = (lowered[name] for name in (ID_HEADER, TIMESTAMP_HEADER, SIGNATURE_HEADER))
    except KeyError as missing:
        raise AuthenticationError(f"the header {missing.args[0]} is missing") from None
    if _EVENT_ID.fullmatch(event_id) is None:
        raise AuthenticationError(f"{ID_HEADER} is malformed")
    if _TIMESTAMP.fullmatch(timestamp) is None:
        raise AuthenticationError(f"{TIMESTAMP_HEADER} is not a number of seconds since 1970")
    if abs(int(timestamp) - now.timestamp()) > TOLERANCE.total_seconds():
        raise AuthenticationError(f"{TIMESTAMP_HEADER} is more than {TOLERANCE.total_seconds():.0f} s from now")
    given = [signature.encode("utf-8", "replace") for signature in signatures.split(" ")]
    expected = [_signature(secret, event_id, timestamp, body).encode() for secret in secrets]
    if not any(hmac.compare_digest(ours, theirs) for ours in expected for theirs in given):
        raise AuthenticationError(f"no signature in {SIGNATURE_HEADER} fits")
    return event_id


def _signature(secret: SigningSecret, event_id: str, timestamp: str, body: bytes) -> str:
    digest = hmac.digest(secret.key, f"{event_id}.{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(digest).decode()}"
