"""What is embedded of an item, when it must be embedded anew, and which braces a body may hold."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.knowledge import KnowledgeItem
from copilot.retrieval.document import content_fingerprint, document_text
from copilot.retrieval.slots import check_braces
from copilot.text.slot_template import Literal, SlotRef, TemplateSyntaxError, escape_braces, parse_template

Make = Callable[..., KnowledgeItem]


def test_a_document_is_title_and_body_with_slots_as_words_and_no_sms_line(make_item: Make) -> None:
    item = make_item("a", title="Title", body="Hi {first_name}, {{really}}.\n\nText: short one\nMore Text: here")
    assert document_text(item) == "Title\nHi first name, {really}.\n\nMore Text: here"


def test_a_document_is_never_empty(make_item: Make) -> None:
    assert document_text(make_item("a", title="Title", body="Text: only this")) == "Title"


def test_a_broken_body_is_embedded_as_it_stands(make_item: Make) -> None:
    assert document_text(make_item("a", title="T", body="{Oops}")) == "T\n{Oops}"


def test_fingerprints_change_with_content_and_model_and_with_nothing_else(make_item: Make) -> None:
    item = make_item("a", intents=["complaint"], valid_from="2026-01-01T01:00:00+01:00")
    same = make_item("a", intents=["complaint"], valid_from="2026-01-01T00:00:00Z")
    assert content_fingerprint(item, "m@1") == content_fingerprint(same, "m@1")
    others = [make_item("b"), make_item("a"), make_item("a", body="C"), make_item("a", internal=True)]
    prints = {content_fingerprint(each, "m@1") for each in [item, *others]} | {content_fingerprint(item, "m@2")}
    assert len(prints) == 6


def test_the_fingerprint_is_stable_across_releases(make_item: Make) -> None:
    assert content_fingerprint(make_item("a"), "m@1") == (
        "84e27ef69057fe98255caef16786c41d6505fb58a2cf820f48946710f909a4f5"
    )


def test_a_template_splits_into_literals_and_slots() -> None:
    assert parse_template("a {b} {{c}} {{{d_1}}}") == [
        Literal("a "), SlotRef("b", 2, 5), Literal(" {c} {"), SlotRef("d_1", 14, 19), Literal("}"),
    ]  # fmt: skip
    assert parse_template("") == []


@pytest.mark.parametrize(
    ("text", "position"),
    [("{", 0), ("a}", 1), ("{}", 0), ("{A}", 0), ("{a-b}", 0), ("{1a}", 0), ("{a b}", 0), ("x {{{", 4), ("{a{b}", 0)],
)
def test_anything_else_in_braces_is_an_error_with_its_place(text: str, position: int) -> None:
    with pytest.raises(TemplateSyntaxError) as caught:
        parse_template(text)
    assert caught.value.position == position
    assert len(check_braces(text)) >= 1


def test_every_wrong_brace_is_reported_without_quoting_the_body() -> None:
    messages = check_braces("{Secret} then } and {ok}")
    assert [message.partition(":")[0] for message in messages] == ["character 1", "character 15"]
    assert not any("Secret" in message for message in messages)


@given(st.text())
def test_escaped_text_stands_for_itself(text: str) -> None:
    assert "".join(part.text for part in parse_template(escape_braces(text)) if isinstance(part, Literal)) == text


@given(st.text(alphabet="{}ab_1A ", max_size=12))
def test_parsing_and_checking_agree(text: str) -> None:
    try:
        parse_template(text)
    except ValueError:
        assert check_braces(text)
    else:
        assert check_braces(text) == []
