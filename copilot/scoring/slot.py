"""Slots: dates, sums, counts, numbers and addresses in a text, with their places in the original."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from copilot.domain.analysis import Slot
from copilot.scoring.flat_text import flatten_text
from copilot.scoring.money import find_money
from copilot.scoring.phone_email import find_emails, find_phones
from copilot.scoring.quantity import find_quantities
from copilot.scoring.region import dollar_of, find_region, is_month_first
from copilot.scoring.span import FoundSlot, resolve_overlaps
from copilot.scoring.when import find_when
from copilot.text.code_point import utf16_offset


def find_slots(text: str, *, received_at: datetime | None, timezone: str) -> tuple[Slot, ...]:
    """Return the slots of a text in order, none overlapping.

    Args:
        text: The reply as it came.
        received_at: When it came, aware; None: no ``when`` is looked for.
        timezone: IANA zone of the writer. Its country decides what "$", "3/4" and a local phone number mean.
    """
    flat = flatten_text(text)
    region = find_region(timezone)
    found: list[FoundSlot] = [*find_emails(text, flat), *find_phones(flat, region=region)]
    found.extend(find_money(flat, dollar=dollar_of(region)))
    if received_at is not None:
        zone = ZoneInfo(timezone)
        found.extend(find_when(flat, received_at=received_at, zone=zone, is_month_first=is_month_first(region)))
    found.extend(find_quantities(flat))
    return _place(text, resolve_overlaps(found))


def _place(text: str, found: Sequence[FoundSlot]) -> tuple[Slot, ...]:
    return tuple(
        Slot(
            type=slot.type,
            text=text[slot.start : slot.end],
            start=slot.start,
            end=slot.end,
            start_utf16=utf16_offset(text, slot.start),
            end_utf16=utf16_offset(text, slot.end),
            value=slot.value,
        )
        for slot in found
    )
