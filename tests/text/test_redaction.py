"""Redaction: what identifies a person is replaced, what a reader needs stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.text.redaction import is_iban, passes_luhn, redact


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("call +1 (415) 555-0199 or 555-0142", "call [phone] or [phone]"),
        ("+15550100", "[phone]"),
        ("020 7946 0958", "[phone]"),
        ("4155552671 ext. 12", "[phone]"),
        ("１２３４５６７８９", "[number]"),
        ("mail a.b+c@example.co.uk.", "mail [email]."),
        ("4111 1111 1111 1111 exp 12/27", "[card] exp 12/27"),
        ("4111-1111-1111-1112", "[number]"),
        ("DE89 3704 0044 0532 0130 00", "[iban]"),
        ("gb82west12345698765432 ok", "[iban] ok"),
        ("ssn 078-05-1120", "ssn [ssn]"),
        ("https://u:p@x.example/pay?token=abc#z now", "https://[credentials]@x.example/pay?[query] now"),
        ("https://x.example/docs ok", "https://x.example/docs ok"),
        ("order 12345678", "order [number]"),
        ("2026-11-23 10:00, 23.11.2026", "2026-11-23 10:00, 23.11.2026"),
        ("20 seats for $1,200.50 by 2027", "20 seats for $1,200.50 by 2027"),
        ("", ""),
    ],
)
def test_redact(text: str, redacted: str) -> None:
    assert redact(text) == redacted


@given(st.text(max_size=300))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    assert redact(redact(text)) == redact(text)


@given(st.text(max_size=40), st.from_regex(r"\+1415555[0-9]{4}", fullmatch=True), st.text(max_size=40))
def test_a_phone_number_never_survives(before: str, number: str, after: str) -> None:
    assert number not in redact(f"{before} {number} {after}")


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(["1", "1 ", "a.", "a@", "DE89 3704 ", "(+1", "http://a", "1-", "+", ".@", "x@y."]))
def test_a_long_text_is_redacted_whole(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    assert redact(f"{text} jo@example.com").endswith("[email]")


def test_check_digits() -> None:
    assert passes_luhn("4111 1111 1111 1111")
    assert not passes_luhn("4111 1111 1111 1112")
    assert is_iban("GB82 WEST 1234 5698 7654 32")
    assert not is_iban("GB83 WEST 1234 5698 7654 32")
