from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from copilot.domain.analysis import MoneyValue, WhenValue
from copilot.scoring.slot import find_slots

NOW = datetime(2026, 11, 23, 15, 4, tzinfo=UTC)
"""A Monday, 09:04 in Chicago."""
CHICAGO = "America/Chicago"

WHEN = [
    # text, span, start, end (local)
    ("tomorrow 3pm works", "tomorrow 3pm", "2026-11-24 15:00", "2026-11-24 15:00"),
    ("3pm tomorrow", "3pm tomorrow", "2026-11-24 15:00", "2026-11-24 15:00"),
    ("ask me in march", "march", "2027-03-01 00:00", "2027-04-01 00:00"),
    ("late march maybe", "late march", "2027-03-22 00:00", "2027-04-01 00:00"),
    ("friday at 10:30", "friday at 10:30", "2026-11-27 10:30", "2026-11-27 10:30"),
    ("Friday the 27th at noon", "Friday the 27th at noon", "2026-11-27 12:00", "2026-11-27 12:00"),
    ("end of the month", "end of the month", "2026-11-30 00:00", "2026-12-01 00:00"),
    ("in two weeks", "in two weeks", "2026-12-07 00:00", "2026-12-08 00:00"),
    ("in 2-3 weeks", "in 2-3 weeks", "2026-12-07 00:00", "2026-12-15 00:00"),
    ("in a week or two", "in a week or two", "2026-11-30 00:00", "2026-12-08 00:00"),
    ("in a couple of weeks", "in a couple of weeks", "2026-12-07 00:00", "2026-12-08 00:00"),
    ("next tuesday", "next tuesday", "2026-12-01 00:00", "2026-12-02 00:00"),
    ("tuesday", "tuesday", "2026-11-24 00:00", "2026-11-25 00:00"),
    ("tuesday week", "tuesday week", "2026-12-01 00:00", "2026-12-02 00:00"),
    ("monday", "monday", "2026-11-30 00:00", "2026-12-01 00:00"),
    ("last friday", "last friday", "2026-11-20 00:00", "2026-11-21 00:00"),
    ("monday to wednesday", "monday to wednesday", "2026-11-30 00:00", "2026-12-03 00:00"),
    ("Mon-Fri", "Mon-Fri", "2026-11-30 00:00", "2026-12-05 00:00"),
    ("next quarter", "next quarter", "2027-01-01 00:00", "2027-04-01 00:00"),
    ("Q2 2027", "Q2 2027", "2027-04-01 00:00", "2027-07-01 00:00"),
    ("after the holidays", "after the holidays", "2027-01-02 00:00", "2027-01-09 00:00"),
    ("after christmas", "after christmas", "2026-12-26 00:00", "2027-01-02 00:00"),
    ("after friday", "after friday", "2026-11-28 00:00", "2026-12-05 00:00"),
    ("thanksgiving", "thanksgiving", "2026-11-26 00:00", "2026-11-27 00:00"),
    ("easter", "easter", "2027-03-26 00:00", "2027-03-30 00:00"),
    ("3/14", "3/14", "2027-03-14 00:00", "2027-03-15 00:00"),
    ("14th of March", "14th of March", "2027-03-14 00:00", "2027-03-15 00:00"),
    ("March 15th", "March 15th", "2027-03-15 00:00", "2027-03-16 00:00"),
    ("closed 3-5 July", "3-5 July", "2027-07-03 00:00", "2027-07-06 00:00"),
    ("back in February.", "February", "2027-02-01 00:00", "2027-03-01 00:00"),
    ("May 5", "May 5", "2027-05-05 00:00", "2027-05-06 00:00"),
    ("25 December 2026", "25 December 2026", "2026-12-25 00:00", "2026-12-26 00:00"),
    ("2026-12-01 at 14:00", "2026-12-01 at 14:00", "2026-12-01 14:00", "2026-12-01 14:00"),
    ("on the 15th", "the 15th", "2026-12-15 00:00", "2026-12-16 00:00"),
    ("wednesday morning", "wednesday morning", "2026-11-25 06:00", "2026-11-25 12:00"),
    ("Thursday afternoon after 2", "Thursday afternoon after 2", "2026-11-26 14:00", "2026-11-27 00:00"),
    ("tomorrow afternoon at 2:30 pls", "tomorrow afternoon at 2:30", "2026-11-24 14:30", "2026-11-24 14:30"),
    ("in an hour", "in an hour", "2026-11-23 10:04", "2026-11-23 10:04"),
    ("call me back in 10 min", "in 10 min", "2026-11-23 09:14", "2026-11-23 09:14"),
    ("give me half an hour", "half an hour", "2026-11-23 09:34", "2026-11-23 09:34"),
    ("tonight", "tonight", "2026-11-23 18:00", "2026-11-24 00:00"),
    ("tonight at 8", "tonight at 8", "2026-11-23 20:00", "2026-11-23 20:00"),
    ("between 2 and 4 tomorrow", "between 2 and 4 tomorrow", "2026-11-24 14:00", "2026-11-24 16:00"),
    ("2-4pm", "2-4pm", "2026-11-23 14:00", "2026-11-23 16:00"),
    ("10am-12pm", "10am-12pm", "2026-11-23 10:00", "2026-11-23 12:00"),
    ("see you at 3 then", "3", "2026-11-23 15:00", "2026-11-23 15:00"),
    ("half past 3", "half past 3", "2026-11-23 15:30", "2026-11-23 15:30"),
    ("quarter to 4 tomorrow", "quarter to 4 tomorrow", "2026-11-24 15:45", "2026-11-24 15:45"),
    ("at 8:30am", "8:30am", "2026-11-24 08:30", "2026-11-24 08:30"),
    ("after 5pm on friday", "after 5pm on friday", "2026-11-27 17:00", "2026-11-28 00:00"),
    ("this weekend", "this weekend", "2026-11-28 00:00", "2026-11-30 00:00"),
    ("early next week", "early next week", "2026-11-30 00:00", "2026-12-02 00:00"),
    ("by eod", "eod", "2026-11-23 17:00", "2026-11-23 17:00"),
    ("maybe in the spring", "spring", "2027-03-01 00:00", "2027-06-01 00:00"),
    ("2 days ago", "2 days ago", "2026-11-21 00:00", "2026-11-22 00:00"),
    ("june works", "june", "2027-06-01 00:00", "2027-07-01 00:00"),
    ("mañana a las 3 de la tarde", "mañana a las 3 de la tarde", "2026-11-24 15:00", "2026-11-24 15:00"),
    ("el lunes por la mañana", "lunes por la mañana", "2026-11-30 06:00", "2026-11-30 12:00"),
    ("la semana que viene", "la semana que viene", "2026-11-30 00:00", "2026-12-07 00:00"),
    ("14 de marzo", "14 de marzo", "2027-03-14 00:00", "2027-03-15 00:00"),
    ("fin de mes", "fin de mes", "2026-11-30 00:00", "2026-12-01 00:00"),
    ("en dos semanas", "en dos semanas", "2026-12-07 00:00", "2026-12-08 00:00"),
    ("demain à 15h30", "demain à 15h30", "2026-11-24 15:30", "2026-11-24 15:30"),
    ("lundi prochain", "lundi prochain", "2026-11-30 00:00", "2026-12-01 00:00"),
    ("le mois prochain", "le mois prochain", "2026-12-01 00:00", "2027-01-01 00:00"),
    ("nächste Woche", "nächste Woche", "2026-11-30 00:00", "2026-12-07 00:00"),
    ("am Freitag um 15 Uhr", "Freitag um 15 Uhr", "2026-11-27 15:00", "2026-11-27 15:00"),
    ("morgen um halb vier", "morgen um halb vier", "2026-11-24 15:30", "2026-11-24 15:30"),
    ("amanhã às 15h", "amanhã às 15h", "2026-11-24 15:00", "2026-11-24 15:00"),
    ("na segunda de manhã", "segunda de manhã", "2026-11-30 06:00", "2026-11-30 12:00"),
    ("semana que vem", "semana que vem", "2026-11-30 00:00", "2026-12-07 00:00"),
]

NO_WHEN = [
    "the sun is shining, may I march on for a second?",
    "we march on",
    "I may be able to",
    "I sat at home",
    "we wed at last",
    "just a sec",
    "24/7",
    "3/4 full",
    "10/10 would recommend",
    "merry christmas",
    "good morning",
    "guten Morgen",
    "the 2nd one",
    "segunda vez que recebo isso",
    "4k is a lot",
    "at 20 seats",
    "the summer sale",
    "",
]

MONEY = [
    ("$4k", "$4k", 4000.0, "USD"),
    ("4k is a lot", "4k", 4000.0, None),
    ("£1,150/mo", "£1,150", 1150.0, "GBP"),
    ("4 grand", "4 grand", 4000.0, None),
    ("1200 euros", "1200 euros", 1200.0, "EUR"),
    ("1.234,56 €", "1.234,56 €", 1234.56, "EUR"),
    ("R$ 300", "R$ 300", 300.0, "BRL"),
    ("4 mil euros", "4 mil euros", 4000.0, "EUR"),
    ("$1.5 million", "$1.5 million", 1500000.0, "USD"),
    ("500 bucks tops", "500 bucks", 500.0, "USD"),
    ("300 pesos", "300 pesos", 300.0, None),
    ("can you do 450", "450", 450.0, None),
    ("€50 max", "€50", 50.0, "EUR"),
]

QUANTITY = [
    ("how much for 20 seats?", "20 seats", 20.0),
    ("two of the large ones please", "two of the large ones", 2.0),
    ("a dozen", "a dozen", 12.0),
    ("half a dozen boxes", "half a dozen boxes", 6.0),
    ("14 users", "14 users", 14.0),
    ("a couple of licenses", "a couple of licenses", 2.0),
    ("20-25 seats", "20-25 seats", 20.0),
    ("x3", "x3", 3.0),
    ("20 licencias", "20 licencias", 20.0),
    ("5 personnes", "5 personnes", 5.0),
]

ADDRESS = [
    ("call 212-867-5309 pls", "phone", "212-867-5309", "+12128675309"),
    ("it's +44 20 7946 0958", "phone", "+44 20 7946 0958", "+442079460958"),
    ("Dana handles that 555-0142", "phone", "555-0142", "555-0142"),
    ("mail Bob.Smith@Example.COM.", "email", "Bob.Smith@Example.COM", "Bob.Smith@example.com"),
]


def slots_of(text, *, timezone=CHICAGO, now=NOW):
    return find_slots(text, received_at=now, timezone=timezone)


@pytest.mark.parametrize(("text", "span", "start", "end"), WHEN, ids=[row[0] for row in WHEN])
def test_when_is_resolved_against_the_time_of_receipt(text, span, start, end):
    [slot] = slots_of(text)
    assert slot.type == "when"
    assert slot.text == span
    assert isinstance(slot.value, WhenValue)
    assert (slot.value.start.strftime("%Y-%m-%d %H:%M"), slot.value.end.strftime("%Y-%m-%d %H:%M")) == (start, end)
    assert slot.value.start.tzinfo == ZoneInfo(CHICAGO)


@pytest.mark.parametrize("text", NO_WHEN)
def test_words_that_only_look_like_times_name_none(text):
    assert [slot for slot in slots_of(text) if slot.type == "when"] == []


@pytest.mark.parametrize(("text", "span", "amount", "currency"), MONEY, ids=[row[0] for row in MONEY])
def test_money_has_its_amount_and_a_currency_only_when_said(text, span, amount, currency):
    [slot] = slots_of(text)
    assert (slot.type, slot.text, slot.value) == ("money", span, MoneyValue(amount=amount, currency=currency))


def test_a_bare_counter_offer_takes_the_thousand_beside_it():
    assert [slot.value.amount for slot in slots_of("4k is a lot, can u do 3.2?")] == [4000.0, 3200.0]


@pytest.mark.parametrize(("text", "span", "value"), QUANTITY, ids=[row[0] for row in QUANTITY])
def test_quantity_is_a_number(text, span, value):
    [slot] = slots_of(text)
    assert (slot.type, slot.text, slot.value) == ("quantity", span, value)


@pytest.mark.parametrize(("text", "kind", "span", "value"), ADDRESS, ids=[row[0] for row in ADDRESS])
def test_addresses_are_normalised(text, kind, span, value):
    [slot] = slots_of(text)
    assert (slot.type, slot.text, slot.value) == (kind, span, value)


def test_a_date_beats_a_quantity_and_both_kinds_can_stand_side_by_side():
    assert [(slot.type, slot.text) for slot in slots_of("2 rooms on 3/14 for $300")] == [
        ("quantity", "2 rooms"),
        ("when", "3/14"),
        ("money", "$300"),
    ]


def test_offsets_count_code_points_and_utf16_units():
    [slot] = slots_of("🎉🎉 20 seats")
    assert (slot.start, slot.end, slot.start_utf16, slot.end_utf16) == (3, 11, 5, 13)


def test_the_country_of_the_zone_decides_the_order_of_a_numeric_date():
    for timezone, month in ((CHICAGO, 3), ("Europe/London", 4)):
        [slot] = slots_of("on 3/4", timezone=timezone)
        assert slot.value.start.month == month


def test_a_dollar_is_the_dollar_of_the_country():
    assert slots_of("$50", timezone="Australia/Sydney")[0].value.currency == "AUD"


def test_today_is_the_day_of_the_writer_not_of_utc():
    late = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    assert slots_of("tomorrow", now=late)[0].value.start.day == 24


def test_a_time_that_has_passed_today_means_tomorrow():
    evening = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    assert slots_of("at 3pm?", now=evening)[0].value.start.day == 24


def test_a_skipped_hour_moves_on_and_a_double_hour_is_its_first():
    before_spring = datetime(2027, 3, 13, 18, 0, tzinfo=UTC)
    [gap] = slots_of("tomorrow at 2:30am", now=before_spring)
    assert gap.value.start.isoformat() == "2027-03-14T03:30:00-05:00"
    before_autumn = datetime(2026, 10, 31, 18, 0, tzinfo=UTC)
    [fold] = slots_of("tomorrow at 1:30am", now=before_autumn)
    assert fold.value.start.isoformat() == "2026-11-01T01:30:00-05:00"


def test_hours_from_now_are_real_hours_across_a_clock_change():
    night = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # 01:30 daylight time
    [slot] = slots_of("in 2 hours", now=night)
    assert slot.value.start.isoformat() == "2026-11-01T02:30:00-06:00"


def test_without_a_time_of_receipt_no_when_is_looked_for():
    assert find_slots("tomorrow, 20 seats", received_at=None, timezone="UTC")[0].type == "quantity"
