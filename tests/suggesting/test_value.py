import pytest

from copilot.suggesting.value import MAX_VALUE, write_amount, write_money, write_number, write_value


@pytest.mark.parametrize(
    ("number", "language", "text"),
    [
        (20.0, "en", "20"),
        (2.5, "en", "2.5"),
        (1200, "en", "1,200"),
        (1200.5, "de", "1.200,5"),
        (12000, "fr", "12 000"),
        (-3.0, "en", "-3"),
        (0.001, "en", "0"),
        (1e300, "en", None),
        (float("nan"), "en", None),
    ],
)
def test_numbers_are_written_as_people_write_them(number: float, language: str, text: str | None) -> None:
    assert write_number(number, language) == text


@pytest.mark.parametrize(
    ("amount", "currency", "language", "text"),
    [
        (4800.0, "USD", "en", "$4,800"),
        (4800.5, "USD", "en", "$4,800.50"),
        (4800.0, "EUR", "de", "4.800 €"),
        (4800.0, "CHF", "en", "4,800 CHF"),
        (4800.4, "JPY", "en", "4,800 JPY"),
        (4800.0, None, "en", "4,800"),
        (-20.0, "GBP", "en", "-£20"),
    ],
)
def test_amounts_carry_their_currency(amount: float, currency: str | None, language: str, text: str) -> None:
    assert write_money(amount, currency, language) == text


def test_an_amount_beyond_all_sense_is_unknown() -> None:
    assert write_amount(1e13, "USD", "en") is None
    assert write_money(float("inf"), "USD", "en") is None


@pytest.mark.parametrize(
    "name",
    [
        "https://evil.example/x",
        "www.evil.example",
        "evil.com",
        "{contract_url}",
        "a@b.c",
        "12345",
        "",
        " \u200b\n ",
        "x" * 41,
        "one two three four five",
    ],
)
def test_a_suspicious_first_name_is_unknown(name: str) -> None:
    assert write_value("first_name", name, "en") is None


@pytest.mark.parametrize("name", ["Dana", "Anne-Marie", "Łukasz", "田中", "O'Neil", "J.", "Mary Ann"])
def test_an_ordinary_first_name_is_known(name: str) -> None:
    assert write_value("first_name", name, "en") == name


def test_a_company_may_look_like_a_domain_but_not_like_an_address() -> None:
    assert write_value("company", "Booking.com", "en") == "Booking.com"
    assert write_value("company", "evil.com/pay", "en") is None
    assert write_value("company", "https://evil.com", "en") is None


def test_an_address_needs_a_slot_that_says_so() -> None:
    url = "https://book.example.com/dana?x=1"
    assert write_value("booking_page", url, "en") == url
    assert write_value("nickname", url, "en") is None
    assert write_value("booking_page", "https://x.example/" + "a" * 500, "en") is None


def test_control_characters_and_direction_marks_are_gone() -> None:
    assert write_value("product", "Fibre\r\n\x00500\u202e\u2028Plus", "en") == "Fibre 500 Plus"


def test_a_long_value_ends_at_a_word() -> None:
    value = write_value("product", "word " * 60, "en")
    assert value is not None
    assert len(value) <= MAX_VALUE
    assert set(value.split()) == {"word"}
    assert write_value("product", "x" * 300, "en") is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "28 February 2027"),
        ("de", "28. Februar 2027"),
        ("es", "28 de febrero de 2027"),
        ("fr", "28 février 2027"),
        ("pt", "28 fev 2027"),
        ("it", "2027-02-28"),
    ],
)
def test_a_day_is_written_in_the_language_of_the_text(language: str, text: str) -> None:
    assert write_value("renewal_date", "2027-02-28", language) == text
    assert write_value("renewal_date", "2027-02-28T00:00:00Z", language) == text


def test_what_is_no_day_stays_as_it_is() -> None:
    assert write_value("renewal_date", "2027-02-30", "en") == "2027-02-30"
    assert write_value("renewal_date", "end of Q1", "en") == "end of Q1"
    assert write_value("visit", "2027-02-28T15:00:00Z", "en") == "2027-02-28T15:00:00Z"


def test_a_truth_value_is_no_text() -> None:
    assert write_value("is_vip", True, "en") is None
