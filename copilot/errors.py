"""Every error this package raises on purpose, drawn as a tree.

CopilotError
├── InvalidInputError            the caller's input is wrong; names each field
├── NotFoundError                no such thing
├── ConflictError                true input that cannot be carried out in the present state
│   ├── MessageIdReusedError     same (provider, message id), another body
│   ├── IdempotencyKeyReusedError
│   ├── ClaimRefusedError        the decision may not be carried out any more; `code` says why
│   ├── CorrectionRefusedError   a consent event that nobody may correct
│   └── TurnChangedError         replies joined the turn while it was being scored; score it again
├── AuthenticationError          no key, or a key nobody issued
├── PermissionDeniedError        the key's role may not do this
├── OverloadedError              a bounded queue is full; come back after `retry_after_s`
├── DeadlineExceededError        the wait for a part ended before the part did
├── PartUnavailableError         an outside part is down: `part` names it; callers degrade
│   ├── ModelUnavailableError
│   ├── KnowledgeUnavailableError
│   └── StoreUnavailableError
└── ConfigurationError           the operator must change something before this can start
    ├── ArtefactCorruptError     a shipped file is missing or does not match its checksum
    ├── PolicyInvalidError
    └── DataFolderLockedError    another process holds the data folder

Each class has a stable ``code``. HTTP statuses are given once, in ``copilot.api.problem``.
Messages say what to do and never contain customer text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class FieldError:
    """One wrong field of an input."""

    pointer: str
    """JSON Pointer (RFC 6901) into the body, or the name of a parameter or header."""
    code: str
    """Stable and machine-readable, such as ``missing`` or ``too_long``."""
    message: str
    """What to do, without the value that was sent."""


class CopilotError(Exception):
    """Base of every error raised on purpose."""

    code: ClassVar[str] = "internal_error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidInputError(CopilotError):
    """Input that cannot be accepted, with every wrong field."""

    code = "invalid_input"

    def __init__(self, message: str, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(message)
        self.errors = tuple(errors)


class NotFoundError(CopilotError):
    """No thing of this kind has this id."""

    code = "not_found"


class ConflictError(CopilotError):
    """The input is well-formed but the present state forbids it."""

    code = "conflict"


class MessageIdReusedError(ConflictError):
    """A known (provider, message id) came with another body; nothing was changed."""

    code = "message_id_reused"


class IdempotencyKeyReusedError(ConflictError):
    """An Idempotency-Key came back with another request."""

    code = "idempotency_key_reused"


class ClaimRefusedError(ConflictError):
    """The decision's preconditions no longer hold."""

    code = "claim_refused"

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        """newer_inbound, opted_out, expired, already_claimed, outside_hours or superseded."""


class CorrectionRefusedError(ConflictError):
    """This consent event cannot be corrected."""

    code = "correction_refused"


class TurnChangedError(ConflictError):
    """The turn is no longer what was leased, so its outcome was not stored."""

    code = "turn_changed"


class AuthenticationError(CopilotError):
    """The request carries no usable key."""

    code = "unauthenticated"


class PermissionDeniedError(CopilotError):
    """The caller's role does not include this operation."""

    code = "permission_denied"


class OverloadedError(CopilotError):
    """A bounded queue is full."""

    code = "overloaded"

    def __init__(self, message: str, retry_after_s: int = 1) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class DeadlineExceededError(CopilotError):
    """A part did not answer within its deadline."""

    code = "deadline_exceeded"


class PartUnavailableError(CopilotError):
    """An outside part is down; callers go on without it and say so."""

    code = "part_unavailable"
    part: ClassVar[str] = "part"


class ModelUnavailableError(PartUnavailableError):
    """No model is loaded, so nothing can be scored."""

    code = "model_unavailable"
    part = "model"


class KnowledgeUnavailableError(PartUnavailableError):
    """The knowledge index cannot be searched."""

    code = "knowledge_unavailable"
    part = "knowledge"


class StoreUnavailableError(PartUnavailableError):
    """The database cannot be written: full, locked or gone."""

    code = "store_unavailable"
    part = "store"


class ConfigurationError(CopilotError):
    """A setting or a shipped file keeps this from starting."""

    code = "configuration_invalid"


class ArtefactCorruptError(ConfigurationError):
    """A model artefact is missing, incomplete or does not match its checksum."""

    code = "artefact_corrupt"


class PolicyInvalidError(ConfigurationError):
    """The policy file does not describe a usable policy."""

    code = "policy_invalid"


class DataFolderLockedError(ConfigurationError):
    """Another process holds the data folder."""

    code = "data_folder_locked"
