"""The seam of the encoder: turns in, one row of raw numbers per turn out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from copilot.domain.analysis import Analysis

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ReplyInput:
    """One turn to analyse."""

    text: str
    context: str | None = None
    """The last outbound message, if there is one."""
    id: str | None = None
    received_at: datetime | None = None
    """When it came, in UTC; ``when`` slots are resolved against it."""
    timezone: str | None = None
    """IANA name; None: the configured default."""
    opted_out: bool = False
    """The contact is opted out now, so YES opts in."""


@dataclass(frozen=True, slots=True)
class EncodedTurn:
    """Raw result of one forward pass for one turn."""

    logits: Mapping[str, FloatArray]
    """Head name → (classes,) raw logits, in the artefact's label order."""
    vector: FloatArray
    """(dimension,) search vector of unit length."""


@dataclass(frozen=True, slots=True)
class ScoredTurn:
    """An analysis with the search vector that the same pass gave."""

    analysis: Analysis
    vector: FloatArray | None
    """None when no model took part."""
    durations_ms: Mapping[str, float] = field(default_factory=dict)
    """Stage name → milliseconds."""


class ReplyEncoder(Protocol):
    """A model that reads turns. One instance is used by one thread at a time."""

    @property
    def model_id(self) -> str:
        """Name and version, such as ``reply-scorer-small@2026.11.1``."""
        ...

    @property
    def dimension(self) -> int:
        """Length of the search vector."""
        ...

    @property
    def is_neighbour_free(self) -> bool:
        """Whether a turn's numbers are the same whatever shares its batch."""
        ...

    def encode(self, turns: Sequence[ReplyInput]) -> list[EncodedTurn]:
        """Read turns in one go (one pass each where not neighbour-free), in order."""
        ...

    def embed(self, text: str) -> FloatArray:
        """Return the unit search vector (dimension,) of a document or a query; long texts are cut."""
        ...
