import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.suggestion import Blank
from copilot.suggesting.filled_text import FilledText


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Fine. Shall we?", ["Fine.", "Shall we?"]),
        ("See https://a.example/x.y?z=1 Is it right?", ["See https://a.example/x.y?z=1", "Is it right?"]),
        ("A story. https://a.example/x Is it?", ["A story.", "https://a.example/x", "Is it?"]),
        ("It takes 5.5 hours. Then done.", ["It takes 5.5 hours.", "Then done."]),
        ("Ask Dr. Smith, e.g. Monday. OK?", ["Ask Dr. Smith, e.g. Monday.", "OK?"]),
        ("Gracias. ¿Qué fecha?", ["Gracias.", "¿Qué fecha?"]),
        ("Quel jour vous arrange ? Le matin ?", ["Quel jour vous arrange ?", "Le matin ?"]),
        ("no end", ["no end"]),
        ("", []),
    ],
)
def test_sentences_are_found_and_addresses_stay_whole(text: str, sentences: list[str]) -> None:
    filled = FilledText(text)
    assert [text[start:end] for start, end in filled.sentences()] == sentences


def test_picking_and_joining_move_the_blanks_along() -> None:
    text = "Hello. Ask [who] now. And [what]?"
    blanks = tuple(
        Blank(name=n, start=text.index(f"[{n}]"), end=text.index(f"[{n}]") + len(n) + 2) for n in ("who", "what")
    )
    filled = FilledText(text, blanks)
    spans = filled.sentences()
    picked = FilledText("😀").join(filled.pick([spans[0], spans[2]]))
    assert picked.text == "😀 Hello. And [what]?"
    assert [picked.text[b.start : b.end] for b in picked.blanks] == ["[what]"]


@given(st.text(max_size=300))
def test_sentences_cover_every_word_once(text: str) -> None:
    filled = FilledText(text)
    covered = " ".join(text[start:end] for start, end in filled.sentences())
    assert covered.split() == text.split()
