from datetime import UTC, datetime
from typing import Any

import pytest

from copilot.domain.conversation import Contact, Conversation, Deal, Signal
from copilot.domain.suggestion import Blank
from copilot.suggesting.filled_text import FilledText
from copilot.suggesting.slot import collect_slot_values, fill_template


def fill(body: str, *, facts: dict[str, str] | None = None, language: str = "en", **known: Any) -> FilledText:
    extra = known.pop("extra", {})
    values = collect_slot_values(Conversation(**known), facts or {}, extra)
    filled = fill_template(body, values, language)
    assert filled is not None
    return filled


def test_everything_known_is_filled_from_its_owner() -> None:
    filled = fill(
        "{first_name} {company} {product} {quantity} {amount} {seats} {plan} {ticket} {link} {rep_name}",
        contact=Contact(first_name="Dana", company="Northwind", attributes={"seats": 12.0}),
        deal=Deal(product="Workspace", quantity=20.0, amount=4800.0, currency="USD", attributes={"plan": "Team"}),
        signals=(Signal(type="ticket_solved", attributes={"ticket": "T-77"}),),
        facts={"rep_name": "Priya"},
        extra={"link": "https://example.com/a"},
    )
    assert filled.text == "Dana Northwind Workspace 20 $4,800 12 Team T-77 https://example.com/a Priya"
    assert filled.blanks == ()


def test_our_own_facts_cannot_be_replaced_by_crm_fields() -> None:
    filled = fill(
        "{our_company} {rep_name}",
        contact=Contact(attributes={"our_company": "Evil", "rep_name": "Mallory"}),
        facts={"our_company": "Brightwater"},
    )
    assert filled.text == "Brightwater Mallory"


def test_own_fields_come_before_attributes_and_later_signals_before_earlier() -> None:
    filled = fill(
        "{company} {product} {item}",
        contact=Contact(company="Northwind", attributes={"company": "Other", "product": "Guess"}),
        deal=Deal(product="Workspace"),
        signals=(
            Signal(type="item_viewed", at=datetime(2026, 11, 2, tzinfo=UTC), attributes={"item": "new"}),
            Signal(type="item_viewed", at=datetime(2026, 11, 1, tzinfo=UTC), attributes={"item": "old"}),
            Signal(type="item_viewed", attributes={"item": "undated"}),
        ),
    )
    assert filled.text == "Northwind Workspace new"


def test_an_unusable_value_gives_way_to_the_next_owner() -> None:
    contact = Contact(first_name="https://evil.example", attributes={"first_name": "Dana"})
    assert fill("{first_name}!", contact=contact).text == "Dana!"


def test_an_amount_brings_its_currency_unless_the_template_names_it() -> None:
    deal = Deal(amount=4800.0, currency="USD")
    assert fill("It is {amount}.", deal=deal).text == "It is $4,800."
    assert fill("It is {amount} {currency}.", deal=deal).text == "It is 4,800 USD."


def test_what_nobody_knows_is_a_visible_blank_with_its_span() -> None:
    filled = fill("😀 Dear [you], {product} for {seat_count} seats", deal=Deal(product="👩‍👧 Play"))
    assert filled.text == "😀 Dear [you], 👩‍👧 Play for [seat_count] seats"
    (blank,) = filled.blanks
    assert blank == Blank(name="seat_count", start=filled.text.index("[seat"), end=filled.text.index("] seats") + 1)


def test_spans_stay_right_where_typographic_characters_grow() -> None:
    filled = fill("Well… ½ of {what} – “now”")
    assert filled.text == 'Well... 1/2 of [what] - "now"'
    (blank,) = filled.blanks
    assert filled.text[blank.start : blank.end] == "[what]"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Hi {first_name}, i've put it here.", "I've put it here."),
        ("Hola {first_name}, ¿hay algo?", "¿Hay algo?"),
        ("Hallo {first_name}! Passt es?", "Passt es?"),
        ("Hi {first_name}, {product} is ready.", "iBoard is ready."),
        ("Hi {first_name}, https://a.example/x is it.", "https://a.example/x is it."),
        ("Thanks {first_name}, done.", "Thanks [first_name], done."),
        ("Well, hi {first_name}, done.", "Well, hi [first_name], done."),
    ],
)
def test_a_greeting_without_a_name_is_left_out_whole(body: str, text: str) -> None:
    assert fill(body, deal=Deal(product="iBoard")).text == text


def test_a_greeting_with_a_name_stays() -> None:
    assert fill("Hi {first_name}, done.", contact=Contact(first_name="Dana")).text == "Hi Dana, done."


def test_values_never_expand_again() -> None:
    contact = Contact(company="{contract_url}", attributes={"note": "see {link}", "brace": "{{"})
    filled = fill("{company}|{note}|{brace}", contact=contact, deal=Deal(contract_url="https://s.example/c"))
    assert filled.text == "[company]|[note]|[brace]"


def test_literal_braces_are_text() -> None:
    assert fill("Code {{SAVE}} it").text == "Code {SAVE} it"


def test_a_template_with_wrong_braces_is_no_template() -> None:
    values = collect_slot_values(Conversation(), {}, {})
    assert fill_template("Hi {First Name}", values, "en") is None
