"""Numbers to places: a linear axis with round ends."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from ``low`` to ``high``; what lies beyond is drawn at its end."""

    low: float
    high: float

    def place(self, value: float, start: float, end: float) -> float:
        """Return the pixel of a value on an axis drawn from ``start`` to ``end``."""
        share = (value - self.low) / (self.high - self.low)
        return start + (end - start) * min(max(share, 0.0), 1.0)

    @property
    def words(self) -> str:
        """Return the ends, "0.6 to 1"."""
        return f"{self.low:g} to {self.high:g}"

    @property
    def ticks(self) -> list[float]:
        """Return some five round numbers on the axis."""
        step = _round_up((self.high - self.low) / 5)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [round(number * step, 10) for number in range(first, last + 1)]


UNIT: Final = Scale(0.0, 1.0)
"""Of shares."""


def scale_of(values: Iterable[float | None], *, within: Scale | None = None) -> Scale:
    """Return an axis with round ends that holds every value.

    Args:
        values: Those to hold; ``None`` holds its place for a number that is not there.
        within: Where no value lies beyond it, nor does the axis: 0 … 1 for shares.
    """
    known = [value for value in values if value is not None]
    if not known:
        return within or UNIT
    low, high = min(known), max(known)
    step = _round_up((high - low) / 5 or abs(high) / 5 or 1.0)
    start, end = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    if start >= end:
        start, end = (start - step, start) if within is not None and start >= within.high else (start, start + step)
    if within is not None and within.low <= low and high <= within.high:
        start, end = max(start, within.low), min(end, within.high)
    return Scale(round(start, 10), round(end, 10))


def _round_up(size: float) -> float:
    power = 10.0 ** math.floor(math.log10(size))
    return next(power * step for step in _STEPS if power * step >= size - 1e-12)
