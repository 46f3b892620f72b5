"""Lists of domain objects as JSON text, both ways."""

from typing import Final, Generic, TypeVar

from pydantic import TypeAdapter

from copilot.domain.analysis import Degradation
from copilot.domain.conversation import Signal
from copilot.domain.knowledge import Hit
from copilot.store.entry import MediaItem

T = TypeVar("T")


class JsonCodec(Generic[T]):
    """Writes values of one type as JSON text and reads them back."""

    def __init__(self, adapter: TypeAdapter[T]) -> None:
        self._adapter = adapter

    def write(self, value: T) -> str:
        """Return the JSON text."""
        return self._adapter.dump_json(value).decode("utf-8")

    def read(self, text: str) -> T:
        """Return the value that was written."""
        return self._adapter.validate_json(text)


SIGNALS: Final = JsonCodec(TypeAdapter(tuple[Signal, ...]))
MEDIA: Final = JsonCodec(TypeAdapter(tuple[MediaItem, ...]))
HITS: Final = JsonCodec(TypeAdapter(tuple[Hit, ...]))
DEGRADED: Final = JsonCodec(TypeAdapter(tuple[Degradation, ...]))
