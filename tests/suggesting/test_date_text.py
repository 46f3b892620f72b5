from datetime import UTC, date, datetime

import pytest

from copilot.suggesting.date_text import format_day, local_day

EVENING = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize("name", [None, "", "Not/AZone", "../../etc/passwd", "/etc/passwd", "x" * 200, "\x00"])
def test_an_unusable_zone_counts_as_the_default(name: str | None) -> None:
    assert local_day(EVENING, name, "Europe/Berlin") == date(2027, 3, 2)


def test_without_any_usable_zone_the_day_is_that_of_utc() -> None:
    assert local_day(EVENING, "Not/AZone", "Nor/This") == date(2027, 3, 1)


def test_a_day_falls_where_the_person_lives() -> None:
    assert local_day(EVENING, "America/Chicago", "UTC") == date(2027, 3, 1)
    assert local_day(EVENING, "Pacific/Auckland", "UTC") == date(2027, 3, 2)


def test_the_weekday_and_the_year_are_optional() -> None:
    day = date(2027, 3, 2)
    assert format_day(day, "en") == "2 March 2027"
    assert format_day(day, "en", with_weekday=True, with_year=False) == "Tue 2 March"
    assert format_day(day, "pt", with_weekday=True) == "2 mar 2027 (ter)"
