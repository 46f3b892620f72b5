"""What Chroma raises, said in our words: one table, proven complete by a test."""

from typing import Final

from copilot.errors import KnowledgeUnavailableError

_REBUILD = "stop the service and delete its folder; it is rebuilt from the database at the next start"

MESSAGES: Final = {
    "InvalidDimensionException": f"the knowledge index holds vectors of another length: {_REBUILD}",
    "IDAlreadyExistsError": "the knowledge index refused an item it already holds",
    "DuplicateIDError": "the knowledge index refused an id that was given twice",
    "InvalidArgumentError": "the knowledge index refused its input",
    "InvalidUUIDError": f"the knowledge index is damaged: {_REBUILD}",
    "InvalidHTTPVersion": "the knowledge index answered in an unknown way",
    "ChromaAuthError": "the knowledge index refused access",
    "AuthorizationError": "the knowledge index refused access",
    "NotFoundError": f"the collection of the knowledge index is gone: {_REBUILD}",
    "UniqueConstraintError": "the knowledge index refused a name it already holds",
    "BatchSizeExceededError": "the knowledge index refused so many items at once",
    "VersionMismatchError": f"the knowledge index was written by another version of Chroma: {_REBUILD}",
    "InternalError": f"the knowledge index failed; if it goes on, {_REBUILD}",
    "RateLimitError": "the knowledge index is limited in rate",
    "QuotaError": "the knowledge index has reached its quota",
    "ChromaError": "the knowledge index failed",
    "PanicException": f"the knowledge index crashed; if it goes on, {_REBUILD}",
    "MemoryError": "the knowledge index ran out of memory",
    "OSError": "the folder of the knowledge index cannot be read or written: check its disk and its permissions",
    "ImportError": "chromadb cannot be imported: install the package again, or set COPILOT_KNOWLEDGE=memory",
    "BaseException": "the knowledge index failed in an unknown way",
}
"""Class name → what to say. Names, not classes: the table must not import chromadb, and a panic of its
Rust part has a class that cannot be imported."""


def translate(error: BaseException) -> KnowledgeUnavailableError:
    """Return our error for a foreign one, by the nearest class that the table names."""
    message = next(MESSAGES[cls.__name__] for cls in type(error).__mro__ if cls.__name__ in MESSAGES)
    return KnowledgeUnavailableError(message)
