"""Whatever the CRM holds: no error, no open brace, no text beyond the limit, blanks where they say."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.conversation import MAX_TEXT, Contact, Deal, Signal, Stage
from copilot.domain.decision import Action
from copilot.domain.label import Intent
from copilot.suggesting.template import TemplateSuggester
from tests.suggesting.builders import context, converse, decide, hits, library, make_item

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
VALUES = st.one_of(WORDS, st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False))
ATTRIBUTES = st.dictionaries(st.sampled_from(["anything", "booking_page", "first_name", "link"]), VALUES, max_size=4)
PROBE = make_item(
    "probe",
    body="Hi {first_name}, {company} {anything} {booking_page} {amount} {product}: {contract_url} {close_date}?",
    intents=list(Intent),
)
CONTACTS = st.builds(
    Contact,
    first_name=WORDS,
    company=WORDS,
    timezone=st.sampled_from([None, "UTC", "Pacific/Auckland"]),
    language=WORDS,
    attributes=ATTRIBUTES,
)
DEALS = st.builds(
    Deal,
    product=WORDS,
    amount=st.floats(allow_nan=False, allow_infinity=False),
    close_date=WORDS,
    contract_url=st.from_regex(r"https?://[a-z{}]{1,40}\.[a-z]{2,9}/[!-~]{0,80}", fullmatch=True),
    attributes=ATTRIBUTES,
)


@settings(max_examples=60, deadline=None)
@given(
    contact=CONTACTS,
    deal=DEALS,
    attributes=ATTRIBUTES,
    intent=st.sampled_from(Intent),
    action=st.sampled_from(Action),
    stage=st.sampled_from(Stage),
    language=st.sampled_from(["en", "de", "es", "fr", "pt", "und", "zz"]),
    follow_up_at=st.none() | st.datetimes(datetime(1970, 1, 2), datetime(9000, 1, 1), timezones=st.just(UTC)),
)
def test_arbitrary_values_give_sound_drafts(contact, deal, attributes, intent, action, stage, language, follow_up_at):  # type: ignore[no-untyped-def]
    conversation = converse(
        stage=stage, contact=contact, deal=deal, signals=(Signal(type="item_viewed", attributes=attributes),)
    )
    asked = context(
        intent,
        decision=decide(action, follow_up_at=follow_up_at),
        conversation=conversation,
        templates=(PROBE,),
        hits=hits(*library()[:5]),
        language=language,
    )
    for s in TemplateSuggester().suggest(asked):
        assert len(s.text) <= MAX_TEXT
        assert "{" not in s.text
        assert "}" not in s.text
        assert s.kind != "short" or s.segments == 1
        assert [s.text[b.start : b.end] for b in s.blanks] == [f"[{b.name}]" for b in s.blanks]
