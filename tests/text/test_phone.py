"""Addresses: structure only, and no echo of the value."""

import pytest

from copilot.text.phone import parse_address, parse_phone


@pytest.mark.parametrize(
    ("value", "number"),
    [("+15550100", "+15550100"), ("+1 (415) 555-0199", "+14155550199"), (" +44 20.7946.0958 ", "+442079460958")],
)
def test_e164_numbers_are_accepted_and_bared(value: str, number: str) -> None:
    assert parse_phone(value) == number
    assert parse_address(value) == number


@pytest.mark.parametrize("value", ["12345", "123", "12345678", " 24 242 "])
def test_short_codes_are_addresses_but_no_phones(value: str) -> None:
    assert parse_address(value) == value.replace(" ", "")
    with pytest.raises(ValueError, match=r"E\.164"):
        parse_phone(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "+",
        "+0155501000",
        "+12345",
        "+1234567890123456",
        "4155550199",
        "+1555CALLME",
        "１２３４５",
        "+1" + " " * 500,
    ],
)
def test_other_values_are_refused_without_echo(value: str) -> None:
    with pytest.raises(ValueError, match=r"E\.164") as refused:
        parse_address(value)
    assert not value or value not in str(refused.value).replace("'+'", "")
