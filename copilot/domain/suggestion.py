"""A drafted next message: never sent by itself."""

from typing import Literal

from copilot.domain.model import DomainModel

SuggestionKind = Literal["answer", "advance", "short"]
DraftedBy = Literal["template", "llm"]
Encoding = Literal["GSM-7", "UCS-2"]


class Blank(DomainModel):
    """A slot nobody could fill, shown to the rep; offsets in code points, half-open."""

    name: str
    start: int
    end: int


class Cost(DomainModel):
    """What sending costs, in the sender's currency."""

    amount: float
    currency: str


class Suggestion(DomainModel):
    """A draft with its sources, its size and the reason it was chosen."""

    id: str
    kind: SuggestionKind
    text: str
    sources: tuple[str, ...]
    """Ids of the hits the text draws on."""
    blanks: tuple[Blank, ...]
    segments: int
    encoding: Encoding
    cost: Cost | None = None
    why: str
    drafted_by: DraftedBy = "template"
