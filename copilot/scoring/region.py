"""The country a time zone stands for: what "$", "3/4" and a local phone number mean there."""

from functools import lru_cache
from importlib import resources
from typing import Final

DEFAULT_REGION: Final = "US"
_MONTH_FIRST: Final = frozenset({"US", "PR", "GU", "VI", "AS", "MP", "PH"})
_DOLLAR: Final = {"CA": "CAD", "AU": "AUD", "NZ": "NZD", "MX": "MXN", "SG": "SGD", "HK": "HKD"}
_ALIASES: Final = {"US": "US", "Canada": "CA", "Mexico": "MX", "Brazil": "BR", "Australia": "AU"}
"""First part of old zone names such as ``US/Central``."""


def find_region(timezone: str) -> str:
    """Return the ISO 3166 code of the country of an IANA zone; ``US`` where it names none (UTC)."""
    return _regions().get(timezone) or _ALIASES.get(timezone.partition("/")[0], DEFAULT_REGION)


def is_month_first(region: str) -> bool:
    """Whether "3/4" is the fourth of March there."""
    return region in _MONTH_FIRST


def dollar_of(region: str) -> str:
    """Return the ISO 4217 code of a bare "$" there."""
    return _DOLLAR.get(region, "USD")


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    """Read the zone table of the tzdata package: country, coordinates, zone."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {row[2]: row[0] for row in rows if len(row) > 2}
