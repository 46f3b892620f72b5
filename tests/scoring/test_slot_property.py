from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.scoring.flat_text import flatten_text
from copilot.scoring.language import detect_language
from copilot.scoring.slot import find_slots

VOCABULARY = """
    tomorrow next friday at 3 3pm in 2 weeks the 31st of february march may 99/99 12/31/99 $ 4k 1.5 k € seats dozen a of
    half past 24:61 h uhr as 15h30 q1 eod after before between and to - , . ? ! 555-0142 212-867-5309 a@b.co 🎉 İ ß
    mañana 0 00 999 years ago in two three x 2026-13-40 halb vier il y a l' au
"""
WORDS = st.sampled_from(VOCABULARY.split())
SOUP = st.lists(WORDS, max_size=14).map(" ".join)
TEXT = st.one_of(st.text(max_size=80), SOUP, st.lists(WORDS, max_size=10).map("".join))
MOMENT = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=st.just(UTC))
ZONE = st.sampled_from(["UTC", "America/Chicago", "Europe/London", "Asia/Kathmandu", "Pacific/Apia"])


@settings(max_examples=300, deadline=None)
@given(TEXT, MOMENT, ZONE)
def test_any_text_gives_ordered_slots_whose_spans_slice_back(text, moment, zone):
    slots = find_slots(text, received_at=moment, timezone=zone)
    for slot in slots:
        assert text[slot.start : slot.end] == slot.text != ""
        utf16 = text.encode("utf-16-le", "surrogatepass")
        sliced = utf16[2 * slot.start_utf16 : 2 * slot.end_utf16]
        assert sliced.decode("utf-16-le", "surrogatepass") == slot.text
        if slot.type == "when":
            assert slot.value.start <= slot.value.end
    assert all(a.end <= b.start for a, b in pairwise(slots))


@given(st.text(max_size=60))
def test_flattening_moves_no_character(text):
    assert len(flatten_text(text)) == len(text)


@given(st.text(max_size=60))
def test_language_detection_takes_any_text(text):
    finding = detect_language(text)
    assert len(finding.code) in {2, 3}
    assert 0 <= finding.probability <= 1
