"""A found piece of data before it becomes a slot, and the one rule for overlaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from copilot.domain.analysis import MoneyValue, SlotType, WhenValue

_RANK: Final[dict[SlotType, int]] = {"email": 0, "phone": 1, "money": 2, "when": 3, "quantity": 4}
"""Who keeps contested characters: the more specific form."""


@dataclass(frozen=True, slots=True)
class FoundSlot:
    """A value with its half-open span in code points."""

    type: SlotType
    start: int
    end: int
    value: WhenValue | MoneyValue | float | str


def resolve_overlaps(found: Iterable[FoundSlot]) -> list[FoundSlot]:
    """Keep, of overlapping finds, the higher-ranked type, then the longer, then the earlier; sorted by place."""
    kept: list[FoundSlot] = []
    for slot in sorted(found, key=lambda s: (_RANK.get(s.type, 9), s.start - s.end, s.start)):
        if all(slot.end <= other.start or other.end <= slot.start for other in kept):
            kept.append(slot)
    return sorted(kept, key=lambda s: s.start)
