"""What filtering and ranking need of an item: everything but its body. Both backends keep it, so both rank alike."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from copilot.domain.conversation import Stage
from copilot.domain.knowledge import KnowledgeItem, KnowledgeKind
from copilot.domain.label import Intent

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Facets:
    """One indexed item without its body. Empty sets mean: fits all."""

    id: str
    kind: KnowledgeKind
    title: str
    url: str | None
    internal: bool
    stages: frozenset[Stage]
    industries: frozenset[str]
    intents: frozenset[Intent]
    language: str
    valid_from_us: int | None
    """Microseconds since 1970 UTC, inclusive."""
    valid_until_us: int | None
    """Microseconds since 1970 UTC, exclusive."""
    fingerprint: str

    @classmethod
    def of(cls, item: KnowledgeItem, fingerprint: str) -> "Facets":
        """Take the facets of an item."""
        return cls(
            id=item.id,
            kind=item.kind,
            title=item.title,
            url=item.url,
            internal=item.internal,
            stages=frozenset(item.stages),
            industries=frozenset(item.industries),
            intents=frozenset(item.intents),
            language=item.language,
            valid_from_us=None if item.valid_from is None else microseconds(item.valid_from),
            valid_until_us=None if item.valid_until is None else microseconds(item.valid_until),
            fingerprint=fingerprint,
        )

    def to_json(self) -> str:
        """Write as one JSON object with sorted keys; absent values are left out."""
        values: dict[str, Any] = {
            "kind": self.kind,
            "title": self.title,
            "url": self.url,
            "internal": self.internal or None,
            "stages": sorted(self.stages) or None,
            "industries": sorted(self.industries) or None,
            "intents": sorted(self.intents) or None,
            "language": self.language,
            "valid_from_us": self.valid_from_us,
            "valid_until_us": self.valid_until_us,
            "fingerprint": self.fingerprint,
        }
        return json.dumps({name: value for name, value in values.items() if value is not None}, sort_keys=True)

    @classmethod
    def from_json(cls, item_id: str, text: str) -> "Facets":
        """Read what ``to_json`` wrote.

        Raises:
            ValueError: The text is not of this shape.
        """
        try:
            values = json.loads(text)
            return cls(
                id=item_id,
                kind=KnowledgeKind(values["kind"]),
                title=values["title"],
                url=values.get("url"),
                internal=values.get("internal", False),
                stages=frozenset(map(Stage, values.get("stages", ()))),
                industries=frozenset(values.get("industries", ())),
                intents=frozenset(map(Intent, values.get("intents", ()))),
                language=values["language"],
                valid_from_us=values.get("valid_from_us"),
                valid_until_us=values.get("valid_until_us"),
                fingerprint=values["fingerprint"],
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError("the index holds metadata of another shape") from error


class FacetTable:
    """The facets of a whole index, with the languages and industries that occur in it."""

    def __init__(self) -> None:
        self._facets: dict[str, Facets] = {}
        self._languages: Counter[str] = Counter()
        self._industries: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._facets)

    def __iter__(self) -> Iterator[Facets]:
        return iter(self._facets.values())

    def get(self, item_id: str) -> Facets | None:
        """Return the facets of an id, or None."""
        return self._facets.get(item_id)

    def put(self, facets: Facets) -> None:
        """Add or replace one item."""
        self.remove(facets.id)
        self._facets[facets.id] = facets
        self._languages[facets.language] += 1
        self._industries.update(facets.industries)

    def remove(self, item_id: str) -> None:
        """Forget one item; an unknown id is no error."""
        facets = self._facets.pop(item_id, None)
        if facets is not None:
            self._languages[facets.language] -= 1
            self._industries.subtract(facets.industries)

    def fingerprints(self) -> dict[str, str]:
        """Return item id → fingerprint."""
        return {facets.id: facets.fingerprint for facets in self}

    @property
    def languages(self) -> Mapping[str, int]:
        """How many items each language has."""
        return self._languages

    @property
    def industries(self) -> Mapping[str, int]:
        """How many items name each industry."""
        return self._industries


def microseconds(moment: datetime) -> int:
    """Return whole microseconds since 1970 UTC, exactly."""
    return (moment - _EPOCH) // timedelta(microseconds=1)
