"""The keyed hash that stands for a phone number wherever the number itself must not be kept."""

import hashlib
import hmac

MIN_KEY_BYTES = 16
"""A phone number has about 33 bits, so only the secrecy of the key protects it; 128 bits cannot be tried."""


def subject_key(secret: bytes, phone: str) -> str:
    """Return HMAC-SHA256 of an E.164 number as 64 hex digits."""
    return hmac.new(secret, phone.encode("utf-8"), hashlib.sha256).hexdigest()
