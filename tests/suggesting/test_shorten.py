from copilot.domain.knowledge import KnowledgeItem
from copilot.suggesting.draft import Draft
from copilot.suggesting.filled_text import FilledText
from copilot.suggesting.shorten import condense, cut_from_end, lead_in
from tests.suggesting.builders import make_item

URL = "https://example.com/p"


def draft(text: str, item: KnowledgeItem | None = None, language: str = "en") -> Draft:
    return Draft(FilledText(text), language, "why", (text,), item=item)


def texts(text: str, kind: str | None = "template") -> list[str]:
    return [d.filled.text for d in condense(draft(text, make_item(kind=kind) if kind else None))]


def test_a_text_keeps_its_first_sentence_and_its_question() -> None:
    assert texts("Good idea. I'll have it open. Which day suits you?") == ["Good idea. Which day suits you?"]


def test_a_question_that_leans_on_the_sentence_before_is_left_out() -> None:
    assert texts("It comes to $9. I can send it in parts. Shall I?") == ["It comes to $9."]


def test_an_address_is_kept() -> None:
    assert texts(f"Here it is: {URL} It is short. Who else will read it?")[0].count(URL) == 1
    assert texts(f"First this. Then this: {URL} Who else will read it?")[0] == f"First this. Then this: {URL}"


def test_the_conditions_of_a_price_are_never_left_out() -> None:
    price = draft("It is $9. Only from 10 seats. How many are you?", make_item(kind="price"))
    assert list(condense(price)) == []
    assert [d.filled.text for d in cut_from_end(price)] == ["It is $9. Only from 10 seats."]


def test_the_statements_of_an_answer_go_before_the_step() -> None:
    led = lead_in(draft("It is $9. How many?"), draft("Shall we talk?"))
    assert led is not None
    assert led.filled.text == "It is $9. Shall we talk?"
    assert led.facts == ("It is $9. How many?", "Shall we talk?")


def test_two_addresses_or_two_languages_do_not_go_together() -> None:
    step = draft(f"Sign here: {URL}")
    bare = lead_in(draft(f"A story. {URL}"), step)
    assert bare is not None
    assert bare.filled.text == f"A story. Sign here: {URL}"
    assert lead_in(draft(f"Read {URL} now."), step) is None
    assert lead_in(draft("Gut."), draft("Shall we talk?", language="de")) is None
