from copilot.suggesting.sms_text import sms_template
from tests.suggesting.builders import item, library, make_item

URL = "https://example.com/p"


def test_templates_are_texted_as_they_are() -> None:
    assert sms_template(make_item(body="Hi {first_name}.\nBye.")) == "Hi {first_name}.\nBye."


def test_a_case_study_is_its_text_line_with_its_link() -> None:
    text = sms_template(item("case-telecom-nine-sites"))
    assert text is not None
    assert text.startswith("Hallam Dental moved nine sites")
    assert text.endswith("https://example.com/stories/telecom-nine-sites")


def test_the_question_stays_last_behind_the_link() -> None:
    study = make_item(kind="tutorial", body="Long.\n\nText: Do this. Is it clear?", url=URL)
    assert sms_template(study) == f"Do this. {URL} Is it clear?"


def test_a_price_takes_its_link_along_only_within_one_segment() -> None:
    assert URL in str(sms_template(make_item(kind="price", body="x\nText: It is $9.", url=URL)))
    long_price = make_item(kind="price", body=f"x\nText: It is $9{' and good' * 15}.", url=URL)
    assert URL not in str(sms_template(long_price))


def test_an_item_without_a_text_line_gives_its_short_body_or_its_title() -> None:
    assert sms_template(make_item(kind="case_study", body="They saved a day.")) == "They saved a day."
    page = make_item(kind="case_study", body="A page.\n\n" * 50, url=URL)
    assert sms_template(page) == f"A title {URL}"
    assert sms_template(make_item(kind="case_study", body="A page.\n\n" * 50)) is None


def test_a_price_without_a_text_line_is_written_from_its_numbers() -> None:
    price = {"product": "Workspace", "plan": "Team", "amount": 9.0, "currency": "USD", "per": "seat", "min_quantity": 5}
    assert sms_template(make_item(kind="price", body="page\n" * 9, price=price)) == "Workspace Team: $9 / seat (>= 5)"


def test_an_internal_item_is_never_a_text() -> None:
    internal = [i for i in library() if i.internal]
    assert internal
    assert all(sms_template(i) is None for i in internal)
